"""Set the quiet hours of a team, in which its warnings wait.

It takes a code: a warning that waits may come too late. The last 6 hours of a key are never quiet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.members.digest_schedule import zone_of
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.rules.quiet_hours import read_quiet
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Message, Ticket
from storage.work import Work

OFF = "off"
"""The word for no quiet hours."""


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    typed = " ".join(request.words[1:])
    hours = None if typed.lower() == OFF else read_quiet(typed)
    if isinstance(hours, Refused):
        return hours
    plan = Message("plan-quiet", {"hours": hours, "zone": zone_of(work, actor.the_team)})
    return Prepared(payload={"hours": hours}, plan=plan)


def _check(_: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    is_same = actor.the_team.quiet_hours == payload["hours"]
    return Refused(Reason.QUIET_UNCHANGED) if is_same else Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    if ticket.team_id is None:
        raise TypeError("these quiet hours are a team's")
    hours = ticket.payload["hours"]
    team = work.teams.get(ticket.team_id)
    work.teams.save(replace(team, quiet_hours=None if hours is None else str(hours)))
    work.alerts.mark_team_due(team.id)
    return Recorded(Message("result-quiet", {"hours": None if hours is None else str(hours)}))


SET_QUIET = Operation(action=Action.ALERTS_QUIET, prepare=_prepare, check=_check, record=_record)
