"""Suspend a member at once. The role is enough without a code, because it only removes rights."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.operations.lookup.members import meant, payload_member, payload_user
from bot.operations.members.revoke import suspend
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button, who
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.operations.ticket.approvals import situation_at, situation_of
from bot.rules.lockout import WAY_BACK_HOURS, list_delayed, list_lost, may_suspend, say_abilities, say_delayed
from bot.rules.verdict import Reason, Refused, Verdict
from storage.records import Action, Arg, MembershipStatus, Message, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    found = meant(work, actor, request, "suspend")
    if not isinstance(found, tuple):
        return found
    _, person, _ = found
    return Prepared(payload={"user_id": person.user_id}, plan=Message("plan-suspend", {"who": who(person)}))


def _check(work: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    membership = work.teams.find_membership(actor.the_team.id, payload_user(payload))
    if membership is None:
        return Refused(Reason.PERSON_UNKNOWN, {"person": str(payload["user_id"])})
    if membership.standing == MembershipStatus.SUSPENDED:
        return Refused(Reason.ALREADY_SUSPENDED, {"who": who(work.people.get(membership.user_id))})
    return may_suspend(situation_of(work, actor.the_team), membership.user_id)


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    membership, person = payload_member(work, ticket)
    team = work.teams.get(membership.team_id)
    before = situation_at(work, team, now)
    after = before.without(membership.user_id)
    lost = say_abilities(list_lost(before, after))
    delayed = say_delayed(list_delayed(after), list_delayed(before))
    ended = suspend(work, membership, now, by=ticket)
    args: dict[str, Arg] = {"who": who(person), "tickets": ended, "lost": lost, "hours": WAY_BACK_HOURS}
    way_back = button("button-way-back", typed("role")) if lost else None
    result = Message("result-suspended", args)
    if delayed:
        result = Message("then-delayed", {"text": result, "delayed": delayed})
    return Recorded(result, result_button=way_back)


SUSPEND_MEMBER = Operation(action=Action.MEMBER_SUSPEND, prepare=_prepare, check=_check, record=_record)
