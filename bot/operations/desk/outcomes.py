"""Record the outcome of a ticket: facts, ticket, audit and notices in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.operations.desk.recheck import let_through
from bot.operations.desk.subjects import subject_of
from bot.operations.lookup.keys import gone_there
from bot.operations.members.checklist import TICKING, tick_for
from bot.operations.model.notifications import secret_of, tell_owners, tell_secret, who
from bot.operations.model.operation import Operation, PartOutcome, Subject
from bot.operations.ticket.closing import end_ticket
from bot.operations.ticket.screens import screen_of
from bot.operations.ticket.subject import subject_of as subject_of_ticket
from bot.rules.authorization import may_read
from bot.rules.verdict import Allowed, Reason, Refused
from storage.records import Arg, End, Message, Outcome, Part, Stage, Ticket
from storage.work import Work


def record(work: Work, operation: Operation, ticket: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> None:
    """Record everything or nothing. A ticket that was recorded already stays as it is."""
    current = work.tickets.get(ticket.id)
    if current.stage is not Stage.RUNNING:
        return
    if current.called_at is None and not let_through(work, current, now):
        return
    settle(work, operation, current, outcomes, now)


def settle(work: Work, operation: Operation, current: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Ticket:
    """End a RUNNING ticket that the rules allowed, in the transaction that read it."""
    outcomes = [_as_it_stands(work, current, outcome) for outcome in outcomes]
    recorded = operation.record(work, current, outcomes, now)
    parts = tuple(_settled(outcome) for outcome in outcomes)
    words = {outcome.on_word_of for outcome in outcomes if outcome.on_word_of is not None}
    result = _on_word(work, recorded.result, words.pop()) if words else recorded.result
    is_failed = recorded.has_failed or all(outcome.refused is not None for outcome in outcomes)
    if recorded.secrets and current.team_id is not None and not _is_requester_here(work, current.team_id, current):
        # No one reads these secrets: they are not stored anywhere any more.
        facts: dict[str, Arg] = {"who": who(work.people.get(current.user_id)), "number": current.number}
        unshown = Message("secret-unshown", {**facts, "subject": subject_of_ticket(current)})
        tell_owners(work, current.team_id, unshown, now)
    else:
        for secret in recorded.secrets:
            tell_secret(work, current.user_id, secret, now, secret_of(current))
    if recorded.private is not None:
        work.outbox.say(recorded.private, current.user_id, user_id=current.user_id, due_at=now)
    ended = end_ticket(
        work,
        replace(current, parts=parts),
        End.FAILED if is_failed else End.DONE,
        now,
        result=result,
        result_button=recorded.result_button,
        changed=[screen_of(outcome.subject.key) for outcome in outcomes if outcome.subject.key is not None],
    )
    if not is_failed and current.action in TICKING:
        tick_for(work, current.user_id, now)
    return ended


def _is_requester_here(work: Work, team_id: UUID, ticket: Ticket) -> bool:
    """Whether the requester is still an active member of the team."""
    return may_read(work.teams.find_membership(team_id, ticket.user_id)) == Allowed()


def _on_word(work: Work, result: Message, user_id: int) -> Message:
    """The result with the name of the person who vouches for it."""
    return Message("result-on-word", {"result": result, "who": who(work.people.get(user_id))})


def _settled(outcome: PartOutcome) -> Part:
    if outcome.refused is None:
        return replace(outcome.part, outcome=Outcome.DONE)
    return replace(outcome.part, outcome=Outcome.FAILED, reason=outcome.refused.as_saying())


def _as_it_stands(work: Work, ticket: Ticket, outcome: PartOutcome) -> PartOutcome:
    """A ticket of another person may have removed the key during the call."""
    if outcome.subject.key is None or subject_of(work, ticket, outcome.part).key is not None:
        return outcome
    return replace(outcome, answer=None, refused=gone(outcome.subject))


def refused_part(subject: Subject, refused: Refused) -> Refused:
    """Translate the exchange's refusal of a part: a key that it does not know has vanished there."""
    is_gone = refused.reason is Reason.KEY_UNKNOWN and subject.key is not None
    return gone_there(subject) if is_gone else refused


def gone(subject: Subject) -> Refused:
    """Refuse a part because its key has vanished."""
    return Refused(Reason.KEY_CHANGED, {"key": subject.name})
