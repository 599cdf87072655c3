"""Invite one person into the team for 24 hours."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.operations.lookup.members import find_by_username, read_role
from bot.operations.members.access import answered, close_access, has_asked
from bot.operations.model.notifications import who
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.rules.policy import is_grave_role
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import (
    Action,
    Button,
    Invitation,
    Link,
    LinkPurpose,
    MembershipStatus,
    Message,
    MessageContent,
    Person,
    Role,
    Ticket,
)
from storage.work import Work

OPEN_FOR = timedelta(hours=24)
NO_PEOPLE = frozenset({777_000, 136_817_688, 1_087_968_824})
"""Ids of Telegram's own senders: its service account, channels, anonymous admins. Source: Bot API, User and Chat."""


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    if request.about is not None and not request.about.is_person:
        return Refused(Reason.NO_PERSON_INVITED)
    role, user_id = Role.OPERATOR, request.about.user_id if request.about else None
    for word in request.words:
        if word.isdecimal():
            user_id = int(word)
            if user_id in NO_PEOPLE:
                return Refused(Reason.NO_PERSON_INVITED)
            continue
        if word.startswith("@"):
            found = _find_named(work, actor, word)
            if isinstance(found, Refused):
                return found
            user_id = found.user_id
            continue
        read = read_role(word)
        if isinstance(read, Refused):
            return read
        role = read
    invited = _name(work, actor, request, user_id) if user_id else ""
    return Prepared(
        payload={"role": role.value, "user_id": user_id},
        plan=Message("plan-invite", {"who": invited, "role": role.value})
        if user_id
        else Message("plan-invite-anybody", {"role": role.value}),
        is_high_risk=is_grave_role(role),
    )


def _find_named(work: Work, actor: Actor, word: str) -> Person | Refused:
    """Find a person with this @name. Every bot's name ends in "bot".

    Source: core.telegram.org/bots/features, "Username".
    """
    found = find_by_username(work, actor.the_team, word)
    if found is not None:
        return found
    is_bot = word.lower().endswith("bot")
    return Refused(Reason.NO_PERSON_INVITED) if is_bot else Refused(Reason.USERNAME_UNKNOWN, {"username": word})


def _name(work: Work, actor: Actor, request: Request, user_id: int) -> str:
    """Name from what this chat shows of the person, because the name in other teams is theirs only."""
    if request.about is not None and request.about.user_id == user_id:
        return f"{request.about.name} ({user_id})"
    team_id = actor.the_team.id
    if work.teams.find_membership(team_id, user_id) is not None or has_asked(work, team_id, user_id):
        return who(work.people.get(user_id))
    return str(user_id)


def _check(work: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    if payload["user_id"] is None:
        return Allowed()
    membership = work.teams.find_membership(actor.the_team.id, int(str(payload["user_id"])))
    if membership is not None and membership.standing == MembershipStatus.ACTIVE:
        return Refused(Reason.ALREADY_MEMBER, {"role": membership.role.value})
    return Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    if ticket.team_id is None:
        raise TypeError("an invitation leads into a team")
    user_id = ticket.payload["user_id"]
    invitation = Invitation(
        id=ticket.id,
        team_id=ticket.team_id,
        role=Role(str(ticket.payload["role"])),
        invited_by=ticket.user_id,
        expires_at=now + OPEN_FOR,
        user_id=int(str(user_id)) if user_id else None,
    )
    work.teams.add_invitation(invitation)
    work.end_alerts.mark_due(invitation.team_id)
    token = work.links.create(
        Link(
            purpose=LinkPurpose.INVITATION,
            subject_id=invitation.id,
            user_id=invitation.user_id,
            expires_at=invitation.expires_at,
        )
    )
    if invitation.user_id is not None:
        _answer_access(work, invitation, token, now)
    args = {"role": invitation.role.value, "until": invitation.expires_at, "person": str(user_id)}
    return Recorded(
        Message("result-invited" if user_id else "result-invited-anybody", args),
        result_button=Button(label=Message("button-join"), start=token),
    )


def _answer_access(work: Work, invitation: Invitation, token: str, now: datetime) -> None:
    """Send [Join] to a person who asked for access, and say to every owner that one has accepted."""
    team_id, user_id = invitation.team_id, invitation.user_id or 0
    if not has_asked(work, team_id, user_id):
        return
    close_access(work, team_id, user_id, answered("access-accepted", work, user_id, invitation.invited_by), now)
    said = {"team": work.teams.get(team_id).title, "role": invitation.role.value}
    join = Button(label=Message("button-join"), start=token)
    work.outbox.say(MessageContent(Message("access-granted", said), [[join]]), user_id, user_id=user_id, due_at=now)


INVITE_MEMBER = Operation(action=Action.MEMBER_INVITE, prepare=_prepare, check=_check, record=_record)
