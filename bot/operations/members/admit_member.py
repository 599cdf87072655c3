"""Admit a person who came by an invitation without a name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.lookup.members import meant, payload_member, payload_user
from bot.operations.members.joining_card import tick_joining
from bot.operations.model.notifications import who
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.operations.ticket.approvals import note_quorum
from bot.operations.ticket.screens import draw_again, screen_of
from bot.rules.policy import is_grave_role
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, MembershipStatus, Message, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    found = meant(work, actor, request, "admit")
    if not isinstance(found, tuple):
        return found
    membership, person, _ = found
    return Prepared(
        payload={"user_id": person.user_id, "role": membership.role.value},
        plan=Message("plan-admit", {"who": who(person), "role": membership.role.value}),
        is_high_risk=is_grave_role(membership.role),
    )


def _check(work: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    membership = work.teams.find_membership(actor.the_team.id, payload_user(payload))
    if membership is None:
        return Refused(Reason.PERSON_UNKNOWN, {"person": str(payload["user_id"])})
    if membership.standing != MembershipStatus.WAITING:
        return Refused(Reason.ALREADY_MEMBER, {"role": membership.role.value})
    return Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    membership, person = payload_member(work, ticket)
    work.teams.save_membership(replace(membership, standing=MembershipStatus.ACTIVE, joined_at=now))
    draw_again(work, [screen_of(membership)], now)
    note_quorum(work, membership.team_id, now)
    tick_joining(work, person.user_id, now)
    return Recorded(Message("result-admitted", {"who": who(person), "role": membership.role.value}))


ADMIT_MEMBER = Operation(action=Action.MEMBER_ADMIT, prepare=_prepare, check=_check, record=_record)
