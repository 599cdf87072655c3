"""Reset a member who has lost their factor. It waits a day, in which the person can stop it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.operations.lookup.members import meant, payload_member, payload_user
from bot.operations.members.reset_factor import ENROL_WITHIN, reset_factor
from bot.operations.model.notifications import who
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.operations.ticket.approvals import situation_of
from bot.rules.lockout import least_hours, list_lost, may_reset, say_abilities
from bot.rules.verdict import Reason, Refused, Verdict
from storage.records import Action, MembershipStatus, Message, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    found = meant(work, actor, request, "reset")
    if not isinstance(found, tuple):
        return found
    _, person, _ = found
    before = situation_of(work, actor.the_team)
    lost = say_abilities(list_lost(before, before.without_factor(person.user_id)))
    return Prepared(
        payload={"user_id": person.user_id},
        plan=Message("plan-reset", {"who": who(person), "lost": lost}),
        is_high_risk=True,
        cooling_hours=least_hours(Action.MEMBER_RESET),
    )


def _check(work: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    membership = work.teams.find_membership(actor.the_team.id, payload_user(payload))
    if membership is None:
        return Refused(Reason.PERSON_UNKNOWN, {"person": str(payload["user_id"])})
    if membership.user_id == actor.person.user_id:
        return Refused(Reason.RESET_OWN)
    if membership.standing is not MembershipStatus.ACTIVE:
        return Refused(Reason.RESET_NOT_ACTIVE, {"who": who(work.people.get(membership.user_id))})
    return may_reset(situation_of(work, actor.the_team), membership.user_id)


def _record(work: Work, ticket: Ticket, __: Sequence[PartOutcome], now: datetime) -> Recorded:
    _, person = payload_member(work, ticket)
    reset_factor(work, person, now, by=ticket)
    return Recorded(Message("result-reset", {"who": who(person), "until": now + ENROL_WITHIN}))


def _is_same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return one["user_id"] == other["user_id"]


RESET_MEMBER = Operation(action=Action.MEMBER_RESET, prepare=_prepare, check=_check, record=_record, is_same=_is_same)
