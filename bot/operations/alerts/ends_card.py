"""The owners' card about other ends than those of keys: each due step once, as a new message to every owner in private.

All other changes are edits. If no owner reacts in time, they get it by e-mail.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from bot.operations.alerts.card import act_of
from bot.operations.alerts.other_ends import list_ends
from bot.operations.members.digest_schedule import quiet_end_of
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button, list_owners, who
from bot.rules.escalation import LETTERS, current_alert, is_snooze_over, must_escalate, next_press
from bot.rules.other_ends import OtherEnd, end_patience, end_step_at, next_end_step
from bot.rules.quiet_hours import heard_at, quiet_until
from bot.rules.reminders import REFRESH, AlertStep, by_urgency, is_due
from storage.records import Alert, Card, Message, MessageContent, Team
from storage.work import Work

_SUBJECT = "ends:"


@dataclass(frozen=True, slots=True)
class EndAlert:
    """An end of which a step has come."""

    end: OtherEnd
    step: AlertStep
    said: Alert | None
    """The last announcement about it, with the reactions to it."""


def look_at_ends(work: Work, team: Team, now: datetime) -> None:
    """Tell the owners of due steps, keep their cards true and set the next look."""
    ends = list_ends(work, team, now)
    found = list_end_alerts(work, team, ends, now)
    quiet_end = quiet_end_of(work, team, now)
    heard = [heard_at(one.step, quiet_end, now) for one in found]
    is_news, letters, kept = False, False, list[EndAlert]()
    new: list[Alert] = []
    for one, heard_from in zip(found, heard, strict=True):
        said = one.said
        if heard_from > now:
            kept.append(one)
            continue
        if is_due(one.step, [said] if said is not None else [], now):
            said = _announce(one, now)
            new.append(said)
            is_news = True
        elif said is not None and is_snooze_over(said, now):
            said = replace(said, acted_by=None, acted_at=None, snoozed_until=None, escalate_at=_patient_until(one, now))
            work.end_alerts.save(team.id, said)
            is_news = True
        elif said is not None and must_escalate(said, now):
            said = replace(said, escalated=LETTERS, escalate_at=None)
            work.end_alerts.save(team.id, said)
            letters = True
        kept.append(replace(one, said=said))
    work.end_alerts.add(team.id, new)
    shown = [one for one in kept if one.said is not None]
    _show(work, team, shown, now, is_news=is_news)
    if letters:
        _send_letters(work, team, shown, now)
    work.end_alerts.set_next(team.id, _next_look(ends, kept, heard, now))


def list_end_alerts(work: Work, team: Team, ends: Sequence[OtherEnd], now: datetime) -> list[EndAlert]:
    """List the ends of which a step has come, the most urgent first."""
    announced = work.end_alerts.by_end(team.id)
    steps = [(end, step) for end in ends if (step := end_step_at(end, now)) is not None]
    found = [EndAlert(end, step, current_alert(announced.get(end.id, ()), step, now)) for end, step in steps]
    return sorted(found, key=lambda one: (by_urgency(one.step), one.end.id))


def is_ends_card(card: Card | None) -> bool:
    """Whether this is the open card of a team's other ends."""
    return card is not None and card.subject.startswith(_SUBJECT)


def team_of(card: Card) -> UUID:
    """The team that the card is about."""
    return UUID(card.subject.removeprefix(_SUBJECT))


def _announce(one: EndAlert, now: datetime) -> Alert:
    return Alert(one.end.id, one.step.anchor_at, one.step.before_seconds, now, escalate_at=_patient_until(one, now))


def _patient_until(one: EndAlert, now: datetime) -> datetime | None:
    patience = end_patience(one.end, one.step.before_seconds)
    return None if patience is None else now + patience


def _next_look(
    ends: Sequence[OtherEnd], found: Sequence[EndAlert], heard: Sequence[datetime], now: datetime
) -> datetime:
    """Time of the next step or reaction, or one day at most, since nothing tells that a recovery code was used."""
    steps = (next_end_step(end, now) for end in ends)
    presses = (next_press(one.said) for one in found if one.said is not None)
    return min(
        [
            *steps,
            *(moment for moment in presses if moment is not None and moment > now),
            *(moment for moment in heard if moment > now),
            now + REFRESH,
        ]
    )


def _content(work: Work, team: Team, found: Sequence[EndAlert]) -> MessageContent:
    if not found:
        return MessageContent(Message("ends-fine", {"team": team.title}))
    lines = [
        Message(
            "ends-line",
            {"kind": one.end.kind.value, "name": one.end.name, "at": one.end.anchor_at, "act": _act(work, one.said)},
        )
        for one in found
    ]
    reacting = [button("button-on-it", typed("onit", team.id)), button("button-snooze", typed("snooze", team.id))]
    return MessageContent(Message("ends-card", {"team": team.title, "ends": lines}), [reacting])


def _act(work: Work, said: Alert | None) -> Message | None:
    if said is None:
        return None
    return act_of(said, None if said.acted_by is None else who(work.people.get(said.acted_by)))


def _show(work: Work, team: Team, found: Sequence[EndAlert], now: datetime, *, is_news: bool) -> None:
    """Send every owner a new card if there is news, and edit the open ones. Without an end they say so and close.

    It makes no sound in the owner's quiet hours.
    """
    content, subject = _content(work, team, found), f"{_SUBJECT}{team.id.hex}"
    old = {card.user_id: card for card in work.cards.list_about(subject)}
    readers = {owner.user_id: owner for owner in list_owners(work, team.id)} if is_news else {}
    for card in old.values():
        if card.user_id not in readers or card.message_id is None:
            _write(work, card, content, now)
            if not found:
                work.cards.save(replace(card, subject=""))
            continue
        work.cards.save(replace(card, subject=""))
        _write(work, card, MessageContent(Message("ends-replaced", {"team": team.title})), now)
    for user_id, reader in readers.items():
        waiting = old.get(user_id)
        if waiting is None or waiting.message_id is not None:
            new = Card(uuid4(), user_id, user_id=user_id, subject=subject)
            work.cards.add(new)
            is_night = quiet_until(reader.quiet_hours, reader.zone, now) is not None
            _write(work, new, replace(content, is_silent=is_night), now)


def _send_letters(work: Work, team: Team, found: Sequence[EndAlert], now: datetime) -> None:
    saying = _content(work, team, found).saying
    for owner in list_owners(work, team.id):
        if owner.email is not None:
            letter = MessageContent(Message("ends_by_mail", {"text": saying}))
            work.outbox.mail(letter, owner.email, user_id=owner.user_id, due_at=now)


def _write(work: Work, card: Card, content: MessageContent, now: datetime) -> None:
    work.outbox.say(content, card.chat_id, card=card, user_id=card.user_id, is_news=True, due_at=now)
