"""Set how long the requests of a row of the policy wait before they start. A row about money needs a MONEY request."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.model.button_data import typed
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.operations.ticket.subject import subject_of_kind
from bot.rules.policy_rows import ROWS, PolicyRow, read_hours, read_row
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Arg, Message, Team, Ticket
from storage.work import Work

OFFERED = (0, 1, 24, 72)
"""Hours."""


def name_of_row(row: PolicyRow) -> Message:
    """Name the requests of a row."""
    return Message("policy-row", {"what": subject_of_kind(row.action), "money": row.typed != row.typed.split()[0]})


def _prepare(_: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    found = read_row(request.words)
    if isinstance(found, Refused):
        return found
    row, rest = found
    old = _hours_of(actor.the_team, row.stored)
    if not rest:
        choices = [
            (Message("choice-cooling", {"hours": hours}), typed(f"policy {row.typed} {hours}h")) for hours in OFFERED
        ]
        if row.is_money:
            choices.append((Message("choice-row-approvals"), typed(f"policy approvals {row.typed}")))
        asked: dict[str, Arg] = {"row": name_of_row(row), "hours": old, "typed": row.typed}
        return Question(Message("ask-cooling", asked), choices)
    hours = read_hours(rest[0])
    if isinstance(hours, Refused):
        return hours
    return Prepared(
        payload={"row": row.stored, "hours": hours},
        plan=Message("plan-cooling", {"row": name_of_row(row), "old": old, "new": hours, "shorter": hours < old}),
        is_high_risk=row.is_money,
    )


def _check(_: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    row, hours = _read(payload)
    if _hours_of(actor.the_team, row.stored) == hours:
        return Refused(Reason.COOLING_SAME, {"row": name_of_row(row), "hours": hours})
    return Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], __: datetime) -> Recorded:
    if ticket.team_id is None:
        raise TypeError("the policy is a team's")
    row, hours = _read(ticket.payload)
    team = work.teams.get(ticket.team_id)
    others = {name: value for name, value in team.cooling_hours.items() if name != row.stored}
    work.teams.save(replace(team, cooling_hours=others | ({row.stored: hours} if hours else {})))
    return Recorded(Message("result-cooling", {"row": name_of_row(row), "hours": hours}))


def _read(payload: Mapping[str, object]) -> tuple[PolicyRow, int]:
    return next(row for row in ROWS if row.stored == payload["row"]), int(str(payload["hours"]))


def _hours_of(team: Team, row: str) -> int:
    return team.cooling_hours.get(row, 0)


SET_COOLING = Operation(action=Action.POLICY_COOLING, prepare=_prepare, check=_check, record=_record)
