"""Opening the team's door for one person, for 24 hours.

It must not know how the invited person comes in.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from bot.operations.asked import Asked, Operation, PartOutcome, Prepared, Question, Recorded, Setting
from bot.operations.members.known import read_role
from bot.rules.policy import is_grave_role
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Button, Invitation, Link, LinkPurpose, Role, Saying, Standing, Ticket
from storage.work import Work

OPEN_FOR = timedelta(hours=24)


def _prepare(work: Work, setting: Setting, asked: Asked) -> Prepared | Refused | Question:
    role, user_id = Role.OPERATOR, asked.about_user[0] if asked.about_user else None
    for word in asked.words:
        if word.isdecimal():
            user_id = int(word)
            continue
        read = read_role(word)
        if isinstance(read, Refused):
            return read
        role = read
    known = work.people.find(user_id) if user_id else None
    name = asked.about_user[1] if asked.about_user and asked.about_user[0] == user_id else known.name if known else None
    invited = f"{name} ({user_id})" if name else str(user_id)
    return Prepared(
        payload={"role": role.value, "user_id": user_id},
        plan=Saying("plan-invite", {"who": invited, "role": role.value})
        if user_id
        else Saying("plan-invite-anybody", {"role": role.value}),
        is_grave=is_grave_role(role),
    )


def _check(work: Work, setting: Setting, payload: Mapping[str, object]) -> Verdict:
    if payload["user_id"] is None:
        return Allowed()
    membership = work.teams.find_membership(setting.the_team.id, int(str(payload["user_id"])))
    if membership is not None and membership.standing == Standing.ACTIVE:
        return Refused(Reason.ALREADY_MEMBER, {"role": membership.role.value})
    return Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    if ticket.team_id is None:
        raise TypeError("an invitation leads into a team")
    user_id = ticket.payload["user_id"]
    invitation = Invitation(
        id=uuid4(),
        team_id=ticket.team_id,
        role=Role(str(ticket.payload["role"])),
        invited_by=ticket.user_id,
        expires_at=now + OPEN_FOR,
        user_id=int(str(user_id)) if user_id else None,
    )
    work.teams.add_invitation(invitation)
    token = work.links.mint(
        Link(
            purpose=LinkPurpose.INVITATION,
            subject_id=invitation.id,
            user_id=invitation.user_id,
            expires_at=invitation.expires_at,
        )
    )
    args = {"role": invitation.role.value, "until": invitation.expires_at, "person": str(user_id)}
    return Recorded(
        Saying("result-invited" if user_id else "result-invited-anybody", args),
        door=Button(label=Saying("button-join"), start=token),
    )


INVITE_MEMBER = Operation(action=Action.MEMBER_INVITE, prepare=_prepare, check=_check, record=_record)
