"""Content of an alert card: keys as rows, most urgent first, and buttons that open the private step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from uuid import UUID

from bot.operations.drifts.card import differing_buttons, mark_of
from bot.operations.drifts.guard import by_key
from bot.operations.keys.stated_expiry import is_told
from bot.operations.lookup.accounts import terms_outside
from bot.operations.lookup.keys import due_text, mark_text
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button
from bot.operations.model.replies import fitting
from bot.rules.alert_steps import PolicyStep, policy_steps
from bot.rules.alert_tone import Tone, effect_of, tone_of
from bot.rules.escalation import current_alert
from bot.rules.reminders import USUAL, AlertStep, Urgency, alert_step_at, by_urgency
from storage.records import Account, Alert, Arg, Button, Drift, Key, Message, MessageContent, Team

ROWS = 20
"""Keys on one card. `/expiring` shows the others."""
OWN_BUTTONS = 3
"""Keys with a button of their own."""


_NOTHING_SAID: Mapping[UUID, Sequence[Alert]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class KeyAlert:
    """One key with the warning that its expiry deserves."""

    key: Key
    alert_step: AlertStep
    drift: Drift | None = None
    """The key is not the same at its exchange, so that is settled before it is renewed."""
    said: Alert | None = None
    """The last announcement about this end of the key, with the reactions to it."""
    reactor: str | None = None
    """Name of the person who reacted."""
    former: str | None = None
    """Name of the person who was on it before them."""

    def announced(self, said: Alert | None) -> "KeyAlert":
        """Return it with this announcement, before it is known who has reacted."""
        return KeyAlert(self.key, self.alert_step, self.drift, said)


def list_key_alerts(keys: Sequence[Key], now: datetime, drifts: Iterable[Drift] = ()) -> list[KeyAlert]:
    """List the keys that expire within 30 days, have expired or may have, most urgent first.

    `drifts` are the open ones of these keys.
    """
    return _sort([(key, alert_step_at(key, now, USUAL)) for key in keys], drifts)


def list_warned(
    team: Team,
    keys: Sequence[Key],
    now: datetime,
    drifts: Iterable[Drift] = (),
    said: Mapping[UUID, Sequence[Alert]] = _NOTHING_SAID,
) -> list[KeyAlert]:
    """List the keys of which a step has come, by the policy of each, most urgent first."""
    warned = _sort([(key, alert_step_at(key, now, steps_of(team, key))) for key in keys], drifts)
    return [
        one.announced(current_alert(said[one.key.id], one.alert_step, now)) if one.key.id in said else one
        for one in warned
    ]


def steps_of(team: Team, key: Key) -> tuple[PolicyStep, ...]:
    """Return the key's own steps, or the team's."""
    return policy_steps(key.alert_steps or team.alert_steps)


def _sort(reached: Iterable[tuple[Key, AlertStep | None]], drifts: Iterable[Drift]) -> list[KeyAlert]:
    differing = by_key(drifts)
    found = [KeyAlert(key, step, differing.get(key.id)) for key, step in reached if step is not None]
    return sorted(found, key=lambda one: (by_urgency(one.alert_step), one.key.number))


def alert_content(
    team: Team,
    account: Account,
    found: Sequence[KeyAlert],
    now: datetime,
    *,
    by: UUID | None,
) -> MessageContent:
    """Build the card of an account. `by` is the team in its buttons, for presses outside the team's chat."""
    if not found:
        return MessageContent(Message("alerts-fine", {"account": account.name, "team": team.title}))
    outside, worst = terms_outside(account), found[0].alert_step
    tone = tone_of(worst)
    saying = Message(
        "alerts-card",
        {
            "exchange": outside.name if outside else None,
            "told": is_told(account),
            "account": account.name,
            "team": team.title,
            "tone": tone.value,
            "within": within(worst.before),
            "count": _count_worst(found, tone),
            "keys": [_row(one, now, _effect_text(one)) for one in found[:ROWS]],
            "more": max(0, len(found) - ROWS),
            "next": _next_step(found),
            "unknown": any(one.alert_step.urgency is Urgency.UNKNOWN for one in found),
        },
    )
    changing = [*buttons(found, by, may_renew=outside is None)]
    rotatable = [one.key for one in found if one.drift is None]
    if rotatable:
        command = f"rotate {rotatable[0].number}" if len(found) == 1 else "rotate"
        changing[-1] = [*changing[-1], button("button-rotate", typed(command, by))]
    return MessageContent(saying, [*changing, _reactions(by)])


def _count_worst(found: Sequence[KeyAlert], tone: Tone) -> int:
    """Count the keys that the first words are about."""
    longest = found[0].alert_step.before
    return 1 + sum(one.alert_step.before <= longest and tone_of(one.alert_step) is tone for one in found[1:])


def _effect_text(one: KeyAlert) -> Message:
    """Say what stops with the key."""
    has_ended = one.alert_step.urgency is Urgency.ENDED
    return Message("alerts-effect", {"what": effect_of(one.key).value, "ended": has_ended})


@lru_cache(maxsize=1024)
def _reactions(by: UUID | None) -> tuple[Button, ...]:
    return button("button-on-it", typed("onit", by)), button("button-snooze", typed("snooze", by))


def within(before: timedelta) -> Message:
    """Say a step's time before the expiry in whole days or hours."""
    hours = int(before.total_seconds()) // 3600
    unit, number = ("hours", hours) if hours % 24 else ("days", hours // 24)
    return Message("alerts-within", {"unit": unit, "number": number})


def _next_step(found: Sequence[KeyAlert]) -> str:
    """Name what the buttons can do: a changed key is accepted first, and one that is gone is only removed."""
    drifts = [one.drift for one in found if one.drift is not None]
    if len(drifts) < len(found):
        return "renew"
    return "remove" if all(drift.there is None for drift in drifts) else "accept"


def rows(found: Sequence[KeyAlert], now: datetime) -> list[Message]:
    """Return one line for each key, with who reacted."""
    return [_row(one, now, effect=None) for one in found]


def _row(one: KeyAlert, now: datetime, effect: Message | None) -> Message:
    return Message(
        "alerts-line",
        {
            "mark": mark_text(one.key, now),
            "number": one.key.number,
            "key": one.key.remark,
            "due": due_text(one.key, now),
            "differs": None if one.drift is None else "gone" if one.drift.there is None else "changed",
            "effect": effect,
            "act": None if one.said is None else act_of(one.said, one.reactor, one.former),
        },
    )


def act_of(said: Alert, reactor: str | None, former: str | None = None) -> Message | None:
    """Say who is on it or snoozed it, and who was on it before, or that there was no reaction."""
    if reactor is None:
        return Message("alerts-unheard") if said.escalated else None
    args: dict[str, Arg] = {"who": reactor, "at": said.acted_at, "until": said.snoozed_until, "former": former}
    return Message("alerts-act", args)


def buttons(found: Sequence[KeyAlert], by: UUID | None, *, may_renew: bool = True) -> list[list[Button]]:
    """Build [Renew] for the most urgent keys, [Renew all] and [Bind IPs], or no rows without keys.

    A key with a drift gets the buttons of that drift instead of [Renew].
    """
    if len(found) < 2:
        return buttons_for_all(found, by)
    names = [one.key.remark for one in found]
    # Keys of one name can be in several accounts, and only the number in the list above distinguishes them.
    own = [[_own(one, by, is_named_twice=names.count(one.key.remark) > 1)] for one in found[:OWN_BUTTONS]]
    return [*own, *buttons_for_all(found, by, may_renew=may_renew)]


def buttons_for_all(found: Sequence[KeyAlert], by: UUID | None, *, may_renew: bool = True) -> list[list[Button]]:
    """Build [Renew all] and [Bind IPs], for a single key its own buttons, or no rows without keys.

    [Renew all] needs one code only. It is missing where every key is at an exchange that has no call to renew, since
    each is then renewed on its page.
    """
    if not found:
        return []
    if len(found) == 1:
        return _of_one(found[0], by)
    bind = button("button-bind", typed("bind", by))
    numbers = [str(one.key.number) for one in found if one.drift is None]
    if not may_renew or len(numbers) < 2:
        return [[bind]]
    renew = fitting(typed("renew", by), numbers)
    count = len(renew.words) - 1
    label = Message("button-renew-all", {"count": count, "all": count == len(numbers)})
    return [[button(label, renew), bind]]


def _of_one(one: KeyAlert, by: UUID | None) -> list[list[Button]]:
    if one.drift is not None:
        return differing_buttons(by, one.key, one.drift)
    renew = button("button-renew", typed(f"renew {one.key.number}", by))
    return [[renew, button("button-bind", typed(f"bind {one.key.number}", by))]]


def _own(one: KeyAlert, by: UUID | None, *, is_named_twice: bool) -> Button:
    args: dict[str, Arg] = {"key": one.key.remark, "number": one.key.number if is_named_twice else None}
    if one.drift is None:
        return button(Message("button-renew-key", args), typed(f"renew {one.key.number}", by))
    label = "button-forget-key" if one.drift.there is None else "button-adopt-key"
    return button(Message(label, args), typed(f"adopt {mark_of(one.drift)}", by))
