"""Ask the rules again in the transaction that moves a ticket on: at each proof, and when it runs."""

from datetime import datetime

from bot.operations.desk.catalogue import CATALOGUE
from bot.operations.desk.proofs import advance
from bot.operations.lookup.limits import within_limits
from bot.operations.model.actor import actor_of
from bot.operations.ticket.approvals import given_for, is_fit_for, needed_by
from bot.operations.ticket.closing import end_ticket
from bot.rules.authorization import may_ask
from bot.rules.limits import may_reach
from bot.rules.ticket_path import next_stage
from bot.rules.verdict import Refused, Verdict
from storage.records import End, Stage, Ticket
from storage.work import Work


def ask_again(work: Work, ticket: Ticket, now: datetime) -> Verdict:
    """Whether the requester could ask for the ticket with today's people, policy and facts."""
    actor = actor_of(work, ticket, now)
    verdict = may_ask(ticket.action, actor.membership, is_enrolled=actor.person.enrolled_at is not None)
    if isinstance(verdict, Refused):
        return verdict
    verdict = may_reach(actor.membership, ticket.accounts)
    if isinstance(verdict, Refused):
        return verdict
    verdict = CATALOGUE[ticket.action].check(within_limits(work, actor.membership), actor, ticket.payload)
    if isinstance(verdict, Refused):
        return verdict
    return is_fit_for(work, actor, needed_by(work, ticket))


def let_through(work: Work, ticket: Ticket, now: datetime) -> bool:
    """Whether a proven ticket may run. A refused one ends, and one that lost a proof waits for it."""
    verdict = ask_again(work, ticket, now)
    if isinstance(verdict, Refused):
        end_ticket(work, ticket, End.REFUSED, now, result=verdict.as_saying())
        return False
    if next_stage(needed_by(work, ticket), given_for(work, ticket, now)) is not Stage.RUNNING:
        advance(work, ticket, now)
        return False
    return True
