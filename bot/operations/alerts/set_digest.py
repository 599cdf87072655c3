"""Set the time of a team's daily digest, or switch it off.

The alerts themselves cannot be switched off. It takes a code like any other change: without a digest a silent bot goes
unnoticed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.members.digest_schedule import zone_of
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.rules.digest import USUAL_MINUTE, clock_face, next_digest, read_minute
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Message, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    minute: int | Refused | None
    match [word.lower() for word in request.words]:
        case ["at", *hour] if hour:
            minute = read_minute(" ".join(hour))
        case ["digest", "off"]:
            minute = None
        case ["digest", "on"]:
            minute = USUAL_MINUTE
        case _:
            return Refused(Reason.ALERTS_WORDS)
    if isinstance(minute, Refused):
        return minute
    if minute is None:
        return Prepared(payload={"minute": None}, plan=Message("plan-digest-off"))
    args = {"hour": clock_face(minute), "zone": zone_of(work, actor.the_team)}
    return Prepared(payload={"minute": minute}, plan=Message("plan-digest", args))


def _check(_: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    is_same = actor.the_team.digest_minute == payload["minute"]
    return Refused(Reason.DIGEST_UNCHANGED) if is_same else Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    if ticket.team_id is None:
        raise TypeError("a digest belongs to a team")
    team, minute = work.teams.get(ticket.team_id), ticket.payload["minute"]
    if minute is None:
        work.teams.save(replace(team, digest_minute=None, next_digest_at=None))
        return Recorded(Message("result-digest-off"))
    next_at = next_digest(int(str(minute)), zone_of(work, team), now)
    work.teams.save(replace(team, digest_minute=int(str(minute)), next_digest_at=next_at, digested_on=None))
    return Recorded(Message("result-digest", {"next": next_at}))


SET_DIGEST = Operation(action=Action.ALERTS_DIGEST, prepare=_prepare, check=_check, record=_record)
