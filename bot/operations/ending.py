"""How a ticket ends, whichever way: the record, its links, its audit line, its cards.

It must not know why it ends.
"""

from dataclasses import replace
from datetime import datetime

from bot.operations.telling import short_hash, show, tell_team, who
from storage.records import Button, End, LinkPurpose, Outcome, Saying, Ticket
from storage.work import Work

OUTCOMES = {
    End.DONE: Outcome.DONE,
    End.REFUSED: Outcome.REFUSED,
    End.FAILED: Outcome.FAILED,
    End.LAPSED: Outcome.LAPSED,
    End.CANCELLED: Outcome.CANCELLED,
}


def end_ticket(  # noqa: PLR0913 - the facts of an ending, each named at every call
    work: Work,
    ticket: Ticket,
    end: End,
    now: datetime,
    *,
    result: Saying | None = None,
    actor: int | None = None,
    door: Button | None = None,
) -> Ticket:
    """Ends the ticket for good; `actor` is who did it, None the house itself; `door` stands below the result."""
    ended = replace(ticket, stage=None, stage_until=None, end=end, ended_at=now, result=result)
    work.tickets.save(ended)
    for purpose in (LinkPurpose.TICKET, LinkPurpose.PAGE):
        work.links.drop(purpose, ticket.id)
    audit(work, ended, OUTCOMES[end], now, actor=actor, why=result)
    show(work, ended, now, door=door)
    if ended.asked_in.is_private and ended.team_id and end == End.DONE:
        _tell_where_it_was_not_asked(work, ended, now)
    return ended


def _tell_where_it_was_not_asked(work: Work, ticket: Ticket, now: datetime) -> None:
    """A change asked for in private is told to the team once it is done."""
    if ticket.team_id is None or any(card.user_id is None for card in work.cards.list_of_ticket(ticket.id)):
        return
    requester = work.people.get(ticket.user_id)
    saying = Saying(
        "ticket-done",
        {"result": ticket.result, "who": who(requester), "number": ticket.number},
    )
    tell_team(work, ticket.team_id, saying, now)


def audit(  # noqa: PLR0913 - the columns of an audit line, each named at every call
    work: Work,
    ticket: Ticket,
    outcome: Outcome,
    now: datetime,
    *,
    actor: int | None,
    why: Saying | None = None,
    proof: str | None = None,
) -> None:
    """One audit line about a ticket, in its team's chain or the installation's."""
    details: dict[str, object] = {"ticket": ticket.number, "hash": short_hash(ticket)}
    if outcome == Outcome.ASKED:
        details["payload"] = dict(ticket.payload)
    if why is not None:
        details["why"] = why.sentence
    if proof is not None:
        details["proof"] = proof
    work.audit.add(ticket.team_id, actor, ticket.action, outcome, now, ticket_id=ticket.id, details=details)
