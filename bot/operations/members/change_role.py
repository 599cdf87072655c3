"""Give a member another role, or re-admit a suspended one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.lookup.members import meant, payload_member, payload_user, read_role
from bot.operations.members.invite_member import OPEN_FOR
from bot.operations.members.revoke import take_back
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import who
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.operations.ticket.approvals import note_quorum, situation_of
from bot.operations.ticket.screens import draw_again, screen_of
from bot.rules.lockout import may_change
from bot.rules.policy import is_grave_role
from bot.rules.verdict import Reason, Refused, Verdict
from storage.records import Action, MembershipStatus, Message, Role, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    found = meant(work, actor, request, "role")
    if not isinstance(found, tuple):
        return found
    membership, person, words = found
    if not words:
        choices = [
            (Message("choice-role", {"role": role.value}), typed(f"role {person.user_id} {role.value}"))
            for role in Role
        ]
        return Question(Message("ask-which-role", {"who": who(person), "role": membership.role.value}), choices)
    role = read_role(words[0])
    if isinstance(role, Refused):
        return role
    if request.absent == person.user_id:
        return Refused(Reason.NOT_BACK, {"who": who(person)})
    again = membership.standing != MembershipStatus.ACTIVE
    return Prepared(
        payload={"user_id": person.user_id, "role": role.value},
        plan=Message(
            "plan-readmit" if again else "plan-role",
            {"who": who(person), "old_role": membership.role.value, "role": role.value},
        ),
        is_high_risk=is_grave_role(role),
    )


def _check(work: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    membership = work.teams.find_membership(actor.the_team.id, payload_user(payload))
    if membership is None:
        return Refused(Reason.PERSON_UNKNOWN, {"person": str(payload["user_id"])})
    role = Role(str(payload["role"]))
    if membership.role == role and membership.standing == MembershipStatus.ACTIVE:
        return Refused(
            Reason.ROLE_UNCHANGED, {"who": who(work.people.get(membership.user_id)), "role": membership.role.value}
        )
    before = situation_of(work, actor.the_team)
    return may_change(before, before.with_role(membership, role))


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    membership, person = payload_member(work, ticket)
    if membership.standing is not MembershipStatus.ACTIVE and person.enrolled_at is None:
        # As after an invitation: the time of a reset may have passed.
        work.people.save(replace(person, may_enrol_until=now + OPEN_FOR))
    role = Role(str(ticket.payload["role"]))
    joined_at = membership.joined_at if membership.standing is MembershipStatus.ACTIVE else now
    membership = replace(membership, role=role, standing=MembershipStatus.ACTIVE, joined_at=joined_at)
    if role is Role.OWNER:
        membership = replace(membership, accounts=None)
    work.teams.save_membership(membership)
    draw_again(work, [screen_of(membership)], now)
    take_back(work, membership, now, by=ticket)
    note_quorum(work, membership.team_id, now)
    return Recorded(Message("result-role", {"who": who(person), "role": role.value}))


CHANGE_ROLE = Operation(action=Action.MEMBER_ROLE, prepare=_prepare, check=_check, record=_record)
