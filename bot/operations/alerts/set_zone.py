"""Set the time zone of a team: of its digest and its quiet hours.

It takes a code: in another zone, quiet hours are other hours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.members.choose_zone import read_zone_words
from bot.operations.members.digest_schedule import plan_digest_anew, zone_of
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Message, Ticket
from storage.work import Work


def _prepare(_: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    typed = " ".join(request.words[1:])
    if not typed:
        return Refused(Reason.ZONE_UNKNOWN, {"zone": ""})
    zone = read_zone_words(typed, "alerts zone", actor.now)
    if not isinstance(zone, str):
        return zone
    return Prepared(payload={"zone": zone}, plan=Message("plan-zone", {"zone": zone}))


def _check(work: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    is_same = zone_of(work, actor.the_team) == payload["zone"]
    return Refused(Reason.TEAM_ZONE_UNCHANGED) if is_same else Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    if ticket.team_id is None:
        raise TypeError("this zone is a team's")
    team = replace(work.teams.get(ticket.team_id), zone=str(ticket.payload["zone"]))
    work.teams.save(team)
    plan_digest_anew(work, team, now)
    work.alerts.mark_team_due(team.id)
    return Recorded(Message("result-zone", {"zone": str(ticket.payload["zone"])}))


SET_ZONE = Operation(action=Action.ALERTS_ZONE, prepare=_prepare, check=_check, record=_record)
