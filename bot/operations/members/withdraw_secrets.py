"""Withdraw the secrets that wait for a person who has lost access to the team."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.operations.model.notifications import tell_owners, who
from bot.operations.ticket.subject import subject_of
from bot.rules.button_presses import SECRET_SUBJECT
from storage.records import Arg, Membership, Message, Ticket
from storage.work import Work

_OF_TICKET = f"{SECRET_SUBJECT}:"


def withdraw_secrets(work: Work, membership: Membership, now: datetime) -> None:
    """Let no secret of the team reach the person any more, and tell the owners. Nothing else keeps these secrets."""
    withdrawn = Counter[UUID]()
    for card in work.cards.list_beginning(membership.user_id, _OF_TICKET):
        ticket = work.tickets.get(UUID(card.subject.removeprefix(_OF_TICKET)))
        if ticket.team_id != membership.team_id or card.secret_since is not None:
            continue
        work.outbox.withdraw(card)
        if card.is_sent:
            # The message that comes before the secret is there.
            work.cards.save(replace(card, subject=""))
            work.outbox.delete(card, now)
        else:
            work.cards.remove(card.id)
        withdrawn[ticket.id] += 1
    for ticket_id, count in withdrawn.items():
        _tell(work, membership, work.tickets.get(ticket_id), count, now)


def _tell(work: Work, membership: Membership, ticket: Ticket, count: int, now: datetime) -> None:
    name = who(work.people.get(membership.user_id))
    said: dict[str, Arg] = {"who": name, "count": count, "subject": subject_of(ticket), "number": ticket.number}
    tell_owners(work, membership.team_id, Message("secret-withdrawn", said), now)
