"""What an alert says: the keys as rows, most urgent first, and the buttons that open the private step.

It must not know who reads it, nor words: only ids of sentences and what fills them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.operations.accounts.known import terms_outside
from bot.operations.answering import fitting
from bot.operations.keys.known import ends
from bot.rules.reminders import Rung, Urgency, by_urgency, rung_at
from storage.records import Account, Button, Content, Key, Saying, Team

ROWS = 20
"""Keys on one card; `/expiring` has the others."""
OWN_BUTTONS = 3
"""Keys with a button of their own."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A key on the ladder."""

    key: Key
    rung: Rung


def standings(keys: Sequence[Key], now: datetime) -> list[Standing]:
    """The keys whose end is near, over or unknown, most urgent first."""
    found = [Standing(key, rung) for key in keys if (rung := rung_at(key, now)) is not None]
    return sorted(found, key=lambda one: (by_urgency(one.rung), one.key.number))


def alert_content(
    team: Team, account: Account, found: Sequence[Standing], now: datetime, *, by: UUID | None
) -> Content:
    """The card of an account; `by` is the team its buttons name, where they are pressed outside the team's chat."""
    if not found:
        return Content(Saying("alerts-fine", {"account": account.name, "team": team.title}))
    outside = terms_outside(account)
    saying = Saying(
        "alerts-card",
        {
            "exchange": outside.name if outside else None,
            "account": account.name,
            "team": team.title,
            "worst": found[0].rung.urgency.value,
            "count": sum(one.rung.urgency is found[0].rung.urgency for one in found),
            "keys": rows(found[:ROWS], now),
            "more": max(0, len(found) - ROWS),
            "unknown": any(one.rung.urgency is Urgency.UNKNOWN for one in found),
        },
    )
    return Content(saying, buttons(found, by, may_renew=outside is None))


def rows(found: Sequence[Standing], now: datetime) -> list[Saying]:
    """One line for each key."""
    return [
        Saying(
            "alerts-line",
            {
                "urgency": one.rung.urgency.value,
                "number": one.key.number,
                "key": one.key.remark,
                "ends": ends(one.key, now),
            },
        )
        for one in found
    ]


def buttons(found: Sequence[Standing], by: UUID | None, *, may_renew: bool = True) -> list[list[Button]]:
    """[Renew] for the most urgent keys, [Renew all] under one code, [Bind IPs]; nothing where there is no key.

    Where all are at an exchange that has no call to renew one, each goes its own way, and there is no [Renew all].
    """
    if not found:
        return []
    opens = "ask" if by is None else f"in {by.hex}"
    numbers = [str(one.key.number) for one in found]
    bind = f"{opens} bind {numbers[0]}" if len(found) == 1 else f"{opens} bind"
    if len(found) == 1:
        renew = Button(Saying("button-renew"), press=f"{opens} renew {numbers[0]}")
        return [[renew, Button(Saying("button-bind"), press=bind)]]
    names = [one.key.remark for one in found]
    own = []
    for one in found[:OWN_BUTTONS]:
        # Keys of one name lie in several accounts; in the list above them only the number tells them apart.
        number = one.key.number if names.count(one.key.remark) > 1 else None
        label = Saying("button-renew-key", {"key": one.key.remark, "number": number})
        own.append([Button(label, press=f"{opens} renew {one.key.number}")])
    bind_ips = Button(Saying("button-bind"), press=bind)
    if not may_renew:
        return [*own, [bind_ips]]
    carried = fitting(f"{opens} renew", numbers)
    label = Saying("button-renew-all", {"count": len(carried), "all": len(carried) == len(numbers)})
    return [*own, [Button(label, press=" ".join([f"{opens} renew", *carried])), bind_ips]]
