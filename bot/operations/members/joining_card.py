"""The first steps of a new member: a private card for each team, edited when a step is done."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button, who
from storage.records import Arg, Card, Membership, MembershipStatus, Message, MessageContent, Person, Team
from storage.work import Work


def send_joining(work: Work, membership: Membership, now: datetime) -> None:
    """Welcome a person who has just come in, with what is left to do."""
    user_id = membership.user_id
    card = Card(id=uuid4(), chat_id=user_id, user_id=user_id, subject=_subject(membership))
    work.cards.add(card)
    _show(work, membership, card, now)


def tick_joining(work: Work, user_id: int, now: datetime) -> None:
    """Bring the person's unfinished cards up to date."""
    for membership in work.teams.list_memberships_of(user_id):
        for card in work.cards.list_of_subject(user_id, _subject(membership)):
            _show(work, membership, card, now)


def _subject(membership: Membership) -> str:
    return f"joining:{membership.team_id.hex}"


def _show(work: Work, membership: Membership, card: Card, now: datetime) -> None:
    team, person = work.teams.get(membership.team_id), work.people.get(membership.user_id)
    if person.enrolled_at is not None and membership.standing is not MembershipStatus.WAITING:
        card = replace(card, subject="")
        work.cards.save(card)
    content = joining_content(team, person, membership)
    work.outbox.say(content, card.chat_id, card=card, user_id=person.user_id, due_at=now)


def joining_content(team: Team, person: Person, membership: Membership) -> MessageContent:
    """Build the card. Without a step that must be done, it is one line."""
    waits, is_enrolled = membership.standing is MembershipStatus.WAITING, person.enrolled_at is not None
    args: dict[str, Arg] = {"team": team.title, "who": who(person), "role": membership.role.value}
    email = button("button-set-email", typed("settings email"))
    if is_enrolled and not waits:
        return MessageContent(Message("joining-done", args), [] if person.email else [[email]])
    done = {"authenticator": is_enrolled, "email": person.email is not None, "accepted": not waits}
    steps = [
        Message("joining-step", {"step": step, "state": _state(step, is_done=is_done, is_enrolled=is_enrolled)})
        for step, is_done in done.items()
    ]
    buttons = [[button("button-enrol", typed("enrol"))]] if not is_enrolled else [] if person.email else [[email]]
    return MessageContent(Message("joining", {**args, "waits": waits, "steps": steps}), buttons)


def _state(step: str, *, is_done: bool, is_enrolled: bool) -> str:
    if is_done:
        return "done"
    return "next" if step == "authenticator" or (is_enrolled and step == "accepted") else "later"
