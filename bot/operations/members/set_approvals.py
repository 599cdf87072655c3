"""Set how many approvals requests about money need, all or those of one row. Only this ticket lowers a number."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.members.set_cooling import name_of_row
from bot.operations.model.button_data import typed
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.operations.ticket.approvals import situation_of
from bot.rules.approvers import read_approvals
from bot.rules.lockout import may_change
from bot.rules.policy import approvals_for
from bot.rules.policy_rows import AS_TEAM, ROWS, PolicyRow, find_money_row, read_row
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Arg, Message, Team, Ticket
from storage.work import Work

OFFERED = range(4)


def _prepare(_: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    words = [word for word in request.words if word.lower() != "approvals"]
    # `/policy approvals many` names no row, and `/policy newkye 2` no number of the team.
    if words and (len(words) > 1 or isinstance(read_row(words), tuple)):
        return _prepare_row(actor.the_team, words)
    if not words:
        choices = [
            (Message("choice-approvals", {"count": count}), typed(f"policy approvals {count}")) for count in OFFERED
        ]
        return Question(Message("ask-approvals", {"approvals": actor.the_team.approvals}), choices)
    count = read_approvals(words[0])
    if isinstance(count, Refused):
        return count
    old = actor.the_team.approvals
    return Prepared(
        payload={"approvals": count},
        plan=Message("plan-approvals", _facts(old, count)),
        is_high_risk=True,
        approvals=old if count < old else 0,
    )


def _prepare_row(team: Team, words: Sequence[str]) -> Prepared | Refused | Question:
    """A row about money gets a number of its own, or `default`. To lower it takes as many approvals as it has."""
    found = read_row(words)
    if isinstance(found, Refused):
        return found
    row, rest = found
    if not row.is_money:
        money = find_money_row(row.action)
        args: dict[str, Arg] = {"row": name_of_row(row), "typed": money.typed if money else None}
        return Refused(Reason.APPROVALS_ONLY_MONEY, args)
    old, name = approvals_for(row.action, team.approvals, team.row_approvals), name_of_row(row)
    if not rest:
        counts = [str(count) for count in OFFERED]
        choices = [
            (Message("choice-approvals", {"count": int(count)}), typed(f"policy {row.typed} {count}"))
            for count in counts
        ]
        as_team = (Message("choice-as-team", {"count": team.approvals}), typed(f"policy {row.typed} {AS_TEAM}"))
        asked: dict[str, Arg] = {"row": name, "approvals": old, "typed": row.typed}
        return Question(Message("ask-row-approvals", asked), [*choices, as_team])
    own = None if rest[0].lower() == AS_TEAM else read_approvals(rest[0])
    if isinstance(own, Refused):
        return own
    new = team.approvals if own is None else own
    return Prepared(
        payload={"row": row.stored, "approvals": own},
        plan=Message("plan-row-approvals", {**_facts(old, new), "row": name, "as_team": own is None}),
        is_high_risk=True,
        approvals=old if new < old else 0,
    )


def _facts(old: int, new: int) -> dict[str, Arg]:
    return {"old": old, "new": new, "change": "lower" if new < old else "keep" if new == old else "higher"}


def _check(work: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    team = actor.the_team
    after, row = _after(team, payload), _row_of(payload)
    if (after.approvals, after.row_approvals) == (team.approvals, team.row_approvals):
        name = name_of_row(row) if row else None
        return Refused(Reason.APPROVALS_SAME, {"approvals": _number_of(team, row), "row": name})
    before, count = situation_of(work, team), _number_of(after, row)
    changed = replace(before, approvals=after.approvals, row_approvals=after.row_approvals)
    if isinstance(refused := may_change(before, changed), Refused):
        possible = sum(member.could_approve for member in before.members)
        return Refused(
            Reason.APPROVERS_TOO_FEW,
            {**refused.args, "approvals": count, "needed": count + 1, "possible": possible},
        )
    return Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], __: datetime) -> Recorded:
    if ticket.team_id is None:
        raise TypeError("approvals are a team's")
    row = _row_of(ticket.payload)
    team = _after(work.teams.get(ticket.team_id), ticket.payload)
    work.teams.save(team)
    if row is None:
        return Recorded(Message("result-approvals", {"approvals": team.approvals}))
    args: dict[str, Arg] = {"row": name_of_row(row), "approvals": _number_of(team, row)}
    return Recorded(Message("result-row-approvals", args))


def _after(team: Team, payload: Mapping[str, object]) -> Team:
    """The team after the change. A number set by hand does not rise automatically later."""
    row, own = _row_of(payload), payload["approvals"]
    if row is None:
        return replace(team, approvals=int(str(own)), quorum_reached=True)
    others = {name: count for name, count in team.row_approvals.items() if name != row.stored}
    return replace(team, row_approvals=others | ({} if own is None else {row.stored: int(str(own))}))


def _row_of(payload: Mapping[str, object]) -> PolicyRow | None:
    """The row that it changes. None: the number of the team."""
    return next(row for row in ROWS if row.stored == payload["row"]) if "row" in payload else None


def _number_of(team: Team, row: PolicyRow | None) -> int:
    return team.approvals if row is None else approvals_for(row.action, team.approvals, team.row_approvals)


SET_APPROVALS = Operation(action=Action.POLICY_APPROVALS, prepare=_prepare, check=_check, record=_record)
