"""The first steps of a new team: one card in its place, edited when a step is done, by any person and in any way.

Which steps are done is read from what is stored. Only an unfinished card has a subject.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from bot.operations.members.digest_schedule import zone_of
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button, who
from bot.operations.model.operation import Request
from bot.rules.digest import USUAL_MINUTE
from storage.records import Action, Arg, Button, Card, MembershipStatus, Message, MessageContent, Team
from storage.work import Work


class FirstStep(StrEnum):
    """The steps, in the order in which they are offered."""

    AUTHENTICATOR = "authenticator"
    EMAIL = "email"
    KEY = "key"
    INVITE = "invite"
    ALERTS = "alerts"


TICKING = frozenset(
    {
        Action.PERSON_EMAIL,
        Action.KEY_CREATE,
        Action.KEY_TRACK,
        Action.KEY_ADOPT,
        Action.ACCOUNT_CONNECT,
        Action.MEMBER_INVITE,
        Action.MEMBER_ADMIT,
        Action.MEMBER_ROLE,
        Action.ALERTS_DIGEST,
    }
)
"""Actions that can do a step."""

_PRIVATE_STARTS = {
    FirstStep.AUTHENTICATOR: "enrol",
    FirstStep.EMAIL: "email",
    FirstStep.ALERTS: "zone",
}
"""Words of the link `t.me/<bot>?start=<word>` that open the step in the private chat."""


def find_done(work: Work, team: Team, now: datetime) -> frozenset[FirstStep]:
    """The steps that are done."""
    members = [one for one in work.teams.list_members(team.id) if one[0].standing is not MembershipStatus.SUSPENDED]
    owners = [person for membership, person in members if membership.is_owner]
    is_invited = any(work.teams.list_open_invitations(team.id, owner.user_id, now) for owner in owners)
    has_time = team.digest_minute != USUAL_MINUTE or team.digested_on is not None or zone_of(work, team) != "UTC"
    done = {
        FirstStep.AUTHENTICATOR: any(owner.enrolled_at is not None for owner in owners),
        FirstStep.EMAIL: any(owner.email is not None for owner in owners),
        FirstStep.KEY: any(work.keys.count_by_account(team.id).values()),
        FirstStep.INVITE: len(members) > 1 or is_invited,
        FirstStep.ALERTS: has_time,
    }
    return frozenset(step for step, is_done in done.items() if is_done)


def has_checklist(work: Work, team: Team) -> bool:
    """Whether the team has a card with steps left."""
    return bool(work.cards.list_about(_subject(team.id)))


def send_checklist(work: Work, team: Team, request: Request, now: datetime) -> None:
    """Send the card to the place of the request, and delete the one before."""
    for old in work.cards.list_about(_subject(team.id)):
        work.outbox.delete(old, now)
        work.cards.save(replace(old, subject=""))
    place = request.place
    card = Card(id=uuid4(), chat_id=place.chat_id, topic_id=place.topic_id, subject=_subject(team.id))
    work.cards.add(card)
    _show(work, team, card, now, reply_to=None if request.is_press else place.message_id)


def tick(work: Work, team_id: UUID, now: datetime) -> None:
    """Bring the team's unfinished card up to date."""
    for card in work.cards.list_about(_subject(team_id)):
        _show(work, work.teams.get(team_id), card, now)


def tick_for(work: Work, user_id: int, now: datetime) -> None:
    """Bring the cards of a person's teams up to date."""
    for membership in work.teams.list_memberships_of(user_id):
        tick(work, membership.team_id, now)


def _subject(team_id: UUID) -> str:
    return f"checklist:{team_id.hex}"


def _show(work: Work, team: Team, card: Card, now: datetime, *, reply_to: int | None = None) -> None:
    done = find_done(work, team, now)
    if len(done) == len(FirstStep):
        card = replace(card, subject="")
        work.cards.save(card)
    content = checklist_content(team, who(work.people.get(team.claimed_by)), done)
    work.outbox.say(content, card.chat_id, topic_id=card.topic_id, reply_to=reply_to, card=card, due_at=now)


def checklist_content(team: Team, owner: str, done: Collection[FirstStep]) -> MessageContent:
    """Build the card. When every step is done, it is one line."""
    left = [step for step in FirstStep if step not in done]
    if not left:
        return MessageContent(Message("checklist-done", {"team": team.title}))
    lines = [
        Message("checklist-step", {"step": step.value, "number": number, "state": _state(step, left)})
        for number, step in enumerate(FirstStep, start=1)
    ]
    args: dict[str, Arg] = {
        "team": team.title,
        "who": owner,
        "done": len(done),
        "count": len(FirstStep),
        "steps": lines,
    }
    return MessageContent(Message("checklist", args), _buttons(left))


def _state(step: FirstStep, left: Sequence[FirstStep]) -> str:
    if step not in left:
        return "done"
    return "next" if step is left[0] else "later"


def _buttons(left: Sequence[FirstStep]) -> list[list[Button]]:
    """The next step's buttons, and those of later steps as far as they do not need it.

    Without an authenticator no change can be confirmed. Without a mail server the e-mail must not stop the rest.
    """
    reachable = left[:1] if left[0] is FirstStep.AUTHENTICATOR else left
    return [_row(step) for step in reachable]


def _row(step: FirstStep) -> list[Button]:
    start = _PRIVATE_STARTS.get(step)
    if start is not None:
        return [Button(label=Message("button-first-step", {"step": step.value}), start=start)]
    if step is FirstStep.KEY:
        return [button("button-make-key", typed("newkey")), button("button-watch-keys", typed("track"))]
    return [button(Message("button-first-step", {"step": step.value}), typed("invite"))]
