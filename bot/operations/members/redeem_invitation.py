"""Join by an invitation: it names a person, or an owner admits the person who came."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from bot.clock import Clock
from bot.operations.members.access import answered, close_access
from bot.operations.members.close_invitation import close_invitation
from bot.operations.members.joining_card import send_joining
from bot.operations.members.presence import PresenceCheck
from bot.operations.members.revoke import may_invite
from bot.operations.model.button_data import CommandPress, encode, typed
from bot.operations.model.notifications import button, tell_team, who
from bot.operations.model.operation import Request
from bot.operations.model.replies import refuse
from bot.operations.ticket.approvals import note_quorum
from bot.operations.ticket.screens import screen_of
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import (
    Card,
    Event,
    Invitation,
    LinkPurpose,
    Membership,
    MembershipStatus,
    Message,
    MessageContent,
    Outcome,
    Person,
    Role,
    Team,
)
from storage.work import Work


class RedeemInvitation:
    """Make an invited person a member."""

    def __init__(self, database: Database, clock: Clock, presence_check: PresenceCheck) -> None:
        self._database = database
        self._clock = clock
        self._presence_check = presence_check

    async def redeem(self, request: Request, token: str) -> Membership | Refused | None:
        """Spend the invitation for this person. None if the token is not an invitation."""
        team = await self._database.read(lambda work: _find_team(work, token))
        if team is None:
            return None
        missing = await self._presence_check.refuse_newcomer(request.user_id, team.chat_id, team.title)

        def body(work: Work) -> Membership | Refused | None:
            now = self._clock.now()
            invitation = _find_invitation(work, token)
            if invitation is None:
                return None
            work.inbox.spend(request.update_id)
            person = work.people.upsert(request.user_id, request.name)
            refused = _speaks_against(work, invitation, person, now) or missing
            if refused is not None:
                return refuse(work, request, refused, now)
            return self._come_in(work, request, invitation, person)

        return await self._database.write(body)

    def _come_in(self, work: Work, request: Request, invitation: Invitation, person: Person) -> Membership:
        now, team = self._clock.now(), work.teams.get(invitation.team_id)
        standing = MembershipStatus.ACTIVE if invitation.user_id is not None else MembershipStatus.WAITING
        before = work.teams.find_membership(team.id, person.user_id)
        membership = Membership(
            team_id=team.id,
            user_id=person.user_id,
            role=invitation.role,
            standing=standing,
            joined_at=now,
            invited_by=invitation.invited_by,
            accounts=before.accounts if before is not None and invitation.role is not Role.OWNER else None,
        )
        work.teams.save_membership(membership)
        close_invitation(work, replace(invitation, redeemed_by=person.user_id, redeemed_at=now), now)
        if person.enrolled_at is None:
            person = replace(person, may_enrol_until=invitation.expires_at)
            work.people.save(person)
        details = {"role": invitation.role.value, "standing": standing.value}
        work.audit.add(team.id, person.user_id, Event.INVITATION_REDEEM, Outcome.DONE, now, details=details)
        accepted = answered("access-accepted", work, person.user_id, invitation.invited_by)
        close_access(work, team.id, person.user_id, accepted, now)
        args = {"who": who(person), "role": invitation.role.value, "team": team.title}
        if standing is MembershipStatus.ACTIVE:
            tell_team(work, team.id, Message("member-joined", args), now)
            note_quorum(work, team.id, now)
        else:
            _ask_to_admit(work, team, membership, Message("member-waits", args), now)
        send_joining(work, membership, now)
        return membership


def _find_invitation(work: Work, token: str) -> Invitation | None:
    link = work.links.find(LinkPurpose.INVITATION, token)
    return work.teams.find_invitation(link.subject_id) if link else None


def _find_team(work: Work, token: str) -> Team | None:
    invitation = _find_invitation(work, token)
    return work.teams.get(invitation.team_id) if invitation else None


def _speaks_against(work: Work, invitation: Invitation, person: Person, now: datetime) -> Refused | None:
    if invitation.user_id is not None and invitation.user_id != person.user_id:
        return Refused(Reason.NOT_YOURS)
    membership = work.teams.find_membership(invitation.team_id, person.user_id)
    if membership is not None and membership.standing is MembershipStatus.SUSPENDED:
        return Refused(Reason.SUSPENDED)
    if membership is not None:
        return Refused(Reason.ALREADY_MEMBER, {"role": membership.role.value})
    if invitation.redeemed_by is not None:
        return Refused(Reason.INVITATION_SPENT)
    host = work.teams.find_membership(invitation.team_id, invitation.invited_by)
    is_good = now < invitation.expires_at and may_invite(host, work.people.get(invitation.invited_by))
    return None if is_good else Refused(Reason.INVITATION_LAPSED)


def _ask_to_admit(work: Work, team: Team, membership: Membership, saying: Message, now: datetime) -> None:
    """Ask the owners. The message becomes the member's screen, as the inviter sees it."""
    user_id = membership.user_id
    screen = Card(
        id=uuid4(),
        chat_id=team.chat_id,
        topic_id=team.topic_id,
        subject=screen_of(membership),
        press=encode(CommandPress(("team", f"#{user_id}"), page=1)),
        reader=membership.invited_by,
    )
    work.cards.add(screen)
    content = MessageContent(saying, [[button("button-admit", typed(f"admit {user_id}"))]])
    work.outbox.say(content, team.chat_id, topic_id=team.topic_id, card=screen, is_news=True, due_at=now)
