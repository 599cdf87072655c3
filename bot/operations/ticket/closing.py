"""The end of a ticket for any reason: its record, links, audit line and cards."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.model.notifications import short_hash, tell_team
from bot.operations.ticket.cards import is_card_of_state, show
from bot.operations.ticket.told_end import card_of_end, say_end
from bot.rules.topics import topic_of
from storage.records import Action, Button, Card, End, LinkPurpose, Message, MessageKind, Outcome, Stage, Ticket
from storage.work import Work

OUTCOMES = {
    End.DONE: Outcome.DONE,
    End.REFUSED: Outcome.REFUSED,
    End.FAILED: Outcome.FAILED,
    End.TIMED_OUT: Outcome.TIMED_OUT,
    End.CANCELLED: Outcome.CANCELLED,
}


def end_ticket(  # noqa: PLR0913 - the facts of an ending, each named at every call
    work: Work,
    ticket: Ticket,
    end: End,
    now: datetime,
    *,
    result: Message | None = None,
    actor: int | None = None,
    result_button: Button | None = None,
    changed: Sequence[str] = (),
) -> Ticket:
    """End the ticket. `actor` is the person who did it, None the bot. `result_button` is a button below the result.

    `changed` are the subjects of screens about what the ticket changed.
    """
    ended = replace(ticket, stage=None, stage_until=None, end=end, ended_at=now, result=result)
    work.tickets.save(ended)
    _forget_waiting(work, ended)
    work.links.drop(ticket.id, LinkPurpose.TICKET, LinkPurpose.APPROVAL, LinkPurpose.PAGE, LinkPurpose.OLD_PAGE)
    work.cards.close_steps(ticket.id)
    audit(work, ended, OUTCOMES[end], now, actor=actor, why=result)
    cards = show(work, ended, now, result_button=result_button, changed=changed)
    if ended.team_id and (end is End.DONE or _was_long_under_way(ticket)):
        _tell_aloud(work, ended, [card for card in cards if card.ticket_id == ended.id], now)
    return ended


def _forget_waiting(work: Work, ticket: Ticket) -> None:
    """Remove what was stored to become true with this ticket."""
    if ticket.action is Action.WHITELIST_ADD:
        work.addresses.drop_waiting(ticket.id)
    if ticket.action is Action.ACCOUNT_CONNECT:
        for part in ticket.parts:
            if part.subject_id is not None:
                work.accounts.drop_waiting(part.subject_id)


def _was_long_under_way(ticket: Ticket) -> bool:
    """Whether other people than its requester waited for the end, so that it needs a message."""
    return ticket.stage in {Stage.APPROVAL, Stage.COOLING, Stage.BY_HAND}


def _tell_aloud(work: Work, ticket: Ticket, shown: Sequence[Card], now: datetime) -> None:
    """Send the end of a long, timed-out or private request as a message, because an edit makes no sound.

    `shown` are its cards.
    """
    cards = [card for card in shown if card.user_id is None and is_card_of_state(card)]
    is_seen = bool(cards) and not ticket.is_money and ticket.end is not End.TIMED_OUT
    if ticket.team_id is None or is_seen:
        return
    team = work.teams.get(ticket.team_id)
    topic_id = topic_of(team, MessageKind.REQUESTS)
    # A message cannot answer one in another topic.
    reply_to = next((card.message_id for card in cards if card.topic_id == topic_id), None)
    content, card = say_end(work, ticket, cards, team), card_of_end(ticket, team)
    tell_team(work, team.id, content, now, reply_to=reply_to, kind=MessageKind.REQUESTS, card=card)


def audit(  # noqa: PLR0913 - the columns of an audit line, each named at every call
    work: Work,
    ticket: Ticket,
    outcome: Outcome,
    now: datetime,
    *,
    actor: int | None,
    why: Message | None = None,
    proof: str | None = None,
) -> None:
    """Write one audit line about a ticket, in its team's chain or the installation's."""
    details: dict[str, object] = {"ticket": ticket.number, "hash": short_hash(ticket)}
    if outcome == Outcome.ASKED:
        details["payload"] = dict(ticket.payload)
    if why is not None:
        details["why"] = why.sentence
    if proof is not None:
        details["proof"] = proof
    if ticket.told is not None:
        details["told"] = ticket.told
    work.audit.add(ticket.team_id, actor, ticket.action, outcome, now, ticket_id=ticket.id, details=details)
