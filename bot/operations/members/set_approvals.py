"""Set how many approvals a change that can move money needs. Only this ticket can lower the number."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.model.button_data import typed
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.operations.ticket.approvals import situation_of
from bot.rules.approvers import read_approvals
from bot.rules.lockout import may_change
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Message, Ticket
from storage.work import Work


def _prepare(_: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    words = [word for word in request.words if word.lower() != "approvals"]
    if not words:
        choices = [
            (Message("choice-approvals", {"count": count}), typed(f"policy approvals {count}")) for count in range(4)
        ]
        return Question(Message("ask-approvals", {"approvals": actor.the_team.approvals}), choices)
    count = read_approvals(words[0])
    if isinstance(count, Refused):
        return count
    old = actor.the_team.approvals
    return Prepared(
        payload={"approvals": count},
        plan=Message("plan-approvals", {"old": old, "new": count, "change": "lower" if count < old else "higher"}),
        is_high_risk=True,
    )


def _check(work: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    count = int(str(payload["approvals"]))
    if count == actor.the_team.approvals:
        return Refused(Reason.APPROVALS_SAME, {"approvals": count})
    before = situation_of(work, actor.the_team)
    if isinstance(refused := may_change(before, replace(before, approvals=count)), Refused):
        possible = sum(member.could_approve for member in before.members)
        return Refused(
            Reason.APPROVERS_TOO_FEW,
            {**refused.args, "approvals": count, "needed": count + 1, "possible": possible},
        )
    return Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], __: datetime) -> Recorded:
    if ticket.team_id is None:
        raise TypeError("approvals are a team's")
    count = int(str(ticket.payload["approvals"]))
    # A number set by hand does not rise automatically later.
    work.teams.save(replace(work.teams.get(ticket.team_id), approvals=count, quorum_reached=True))
    return Recorded(Message("result-approvals", {"approvals": count}))


SET_APPROVALS = Operation(action=Action.POLICY_APPROVALS, prepare=_prepare, check=_check, record=_record)
