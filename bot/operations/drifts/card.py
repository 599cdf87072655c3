"""Content of a drift message: one line for each key, its resolution, and the buttons."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from bot.operations.lookup.accounts import exchange_name
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button, list_owners, who, with_sound
from bot.operations.ticket.screens import draw_again, screen_of
from bot.rules.drift import (
    Appeared,
    Difference,
    EndMoved,
    Finding,
    IpsChanged,
    PermissionGained,
    PermissionLost,
    Renamed,
    Vanished,
)
from bot.rules.key_terms import is_expired
from bot.rules.topics import topic_of
from storage.records import (
    Arg,
    Button,
    Card,
    Drift,
    DriftResolution,
    Key,
    KeyFacts,
    Message,
    MessageContent,
    MessageKind,
)
from storage.work import Work

ROWS = 10
"""Keys in one message. Its buttons name the others one by one."""
MARK = "="
"""Prefix of a drift's number in a button. A plain number always means a key."""
ALL_OF, ONE_OF = f"{MARK}all", f"{MARK}one"
"""Prefixes for all keys of a card without urgent drifts, and for one key of a card."""
LOST = f"{MARK}lost"
"""The IPs of a key before someone removed them all. Other IPs bound since then are replaced."""
_BOUND_AGAIN = 3
"""Keys on one card that have a button to bind them again."""


def difference_of(drift: Drift) -> Difference:
    """The difference as it was found."""
    return Difference(drift.known, drift.there)


def new_cards(work: Work, drifts: Sequence[Drift], now: datetime) -> None:
    """Report the drifts of one comparison to the team, and urgent ones to its owners in private."""
    first = drifts[0]
    team, subject = work.teams.get(first.team_id), card_subject(first.report_id)
    work.cards.add(Card(id=uuid4(), chat_id=team.chat_id, topic_id=topic_of(team, MessageKind.NEWS), subject=subject))
    if _is_urgent(drifts):
        for owner in list_owners(work, team.id):
            work.cards.add(Card(id=uuid4(), chat_id=owner.user_id, user_id=owner.user_id, subject=subject))
    show(work, first.report_id, now)


def show(work: Work, report_id: UUID, now: datetime) -> None:
    """Bring every message about these drifts up to date."""
    drifts = work.drifts.list_of_report(report_id)
    keys = [work.keys.find(drift.key_id) for drift in drifts if drift.key_id is not None]
    draw_again(work, [screen_of(key) for key in keys if key is not None], now)
    is_urgent, team = _is_urgent(drifts), work.teams.get(drifts[0].team_id)
    for card in work.cards.list_about(card_subject(report_id)):
        content = _content(work, drifts, now, by=None if card.user_id is None else drifts[0].team_id)
        work.outbox.say(
            content if is_urgent else with_sound(content, team, MessageKind.NEWS),
            card.chat_id,
            topic_id=card.topic_id,
            card=card,
            user_id=card.user_id,
            is_news=True,
            is_urgent=is_urgent,
            due_at=now,
        )


def _is_urgent(drifts: Sequence[Drift]) -> bool:
    return any(difference_of(drift).is_urgent for drift in drifts)


def lines(drift: Drift, now: datetime, *, but: type[Finding] | None = None) -> list[Message]:
    """List the differences of one key as sentences, without findings of type `but`."""
    difference = difference_of(drift)
    told = [finding for finding in difference.findings if but is None or not isinstance(finding, but)]
    return [_finding(finding, difference.there, now) for finding in told]


def name_of(drift: Drift) -> str:
    """Name of the key for people, or another mark to recognise it."""
    facts = drift.known or drift.there
    return "" if facts is None else facts.remark or facts.access_id


def mark_of(drift: Drift) -> str:
    """The word with which a button means this drift. No key's name begins with it."""
    return f"{MARK}{drift.number}"


def number_of(work: Work, drift: Drift) -> int | None:
    """Number of the drift's key in our lists, or None for a key that is not in them."""
    key = work.keys.find(drift.key_id) if drift.key_id is not None else None
    return None if key is None else key.number


def differing_buttons(by: UUID | None, key: Key, drift: Drift) -> list[list[Button]]:
    """Build the buttons for a key of ours that has an open drift."""
    adopt = _adopt(drift, by)
    if drift.there is None:
        return [[adopt]]
    bind = button("button-bind", typed(f"bind {key.number}", by))
    if difference_of(drift).lost_ips:
        bind = button("button-bind-lost", typed(f"bind {key.number} {LOST}", by))
    return [[adopt, bind], [button("button-delete", typed(f"deletekey {key.number}", by))]]


def ends_at(expires_at: datetime | None, now: datetime) -> Message:
    """Say when a key expires or expired at the exchange. None: never."""
    if expires_at is None:
        return Message("key-ends-never")
    return Message("key-ended-at" if is_expired(expires_at, now) else "key-ends-at", {"at": expires_at})


def card_subject(report_id: UUID) -> str:
    """The subject of the messages about the drifts of one comparison."""
    return f"drift:{report_id.hex}"


def _content(work: Work, drifts: Sequence[Drift], now: datetime, *, by: UUID | None) -> MessageContent:
    account, team = work.accounts.get(drifts[0].account_id), work.teams.get(drifts[0].team_id)
    still_open = [drift for drift in drifts if drift.settled_as is None]
    rows = [*still_open, *(drift for drift in drifts if drift.settled_as is not None)][:ROWS]
    args: dict[str, Arg] = {
        "team": team.title,
        "account": account.name,
        "exchange": exchange_name(account.kind),
        "urgent": any(difference_of(drift).is_urgent for drift in still_open),
        "open": len(still_open),
        "lost": any(difference_of(drift).lost_ips for drift in still_open),
        "keys": [_row(work, drift, now) for drift in rows],
        "more": len(drifts) - len(rows),
    }
    return MessageContent(Message("drift-card", args), _buttons(work, still_open, by))


def _row(work: Work, drift: Drift, now: datetime) -> Message:
    by = work.people.find(drift.settled_by) if drift.settled_by is not None else None
    return Message(
        "drift-line",
        {
            "settled": drift.settled_as.value if drift.settled_as else None,
            "was": "new" if drift.known is None else "gone" if drift.there is None else "other",
            "listed": drift.settled_as is DriftResolution.GONE and _is_listed(work, drift),
            "who": who(by) if by else None,
            "number": number_of(work, drift),
            "key": name_of(drift),
            "urgent": difference_of(drift).is_urgent,
            "findings": lines(drift, now),
        },
    )


def _is_listed(work: Work, drift: Drift) -> bool:
    return any(key.remote_id == drift.remote_id for key in work.keys.list_of_account(drift.account_id))


def _buttons(work: Work, drifts: Sequence[Drift], by: UUID | None) -> list[list[Button]]:
    """Build the buttons for open drifts of a card. An urgent drift is handled before any is adopted."""
    if not drifts:
        return []
    lost = [drift for drift in drifts if difference_of(drift).lost_ips]
    label = "button-bind-lost" if len(drifts) == 1 else "button-bind-lost-key"
    rows = [
        [button(Message(label, {"key": name_of(drift)}), typed(f"bind {number_of(work, drift)} {LOST}", by))]
        for drift in lost[:_BOUND_AGAIN]
    ]
    delete = [drift for drift in drifts if _is_deletable(drift)]
    urgent = [drift for drift in drifts if difference_of(drift).is_urgent]
    adopting = [_adopt(drifts[0], by)] if len(drifts) == 1 else _adopt_several(drifts, by)
    if not delete:
        return [*rows, adopting]
    said = f"discard {mark_of(drifts[0]) if len(drifts) == 1 else ONE_OF + str(drifts[0].number)}"
    if len(drifts) == 1 and drifts[0].known is not None:
        said = f"deletekey {number_of(work, drifts[0])}"
    deleting = [button("button-discard", typed(said, by))]
    if len(drifts) == 1:
        return [*rows, [*deleting, *adopting] if urgent else [*adopting, *deleting]]
    return [*rows, *([deleting, adopting] if urgent else [adopting, deleting])]


def _is_deletable(drift: Drift) -> bool:
    """Whether its card offers to delete the key at the exchange: it is new there, or urgent."""
    return drift.there is not None and (drift.known is None or difference_of(drift).is_urgent)


def _adopt(drift: Drift, by: UUID | None) -> Button:
    label = "button-forget" if drift.there is None else "button-adopt"
    return button(Message(label), typed(f"adopt {mark_of(drift)}", by))


def _adopt_several(drifts: Sequence[Drift], by: UUID | None) -> list[Button]:
    """If an attacker may have access, each drift is adopted alone, since a harmless key may be theirs too."""
    one = button("button-adopt-one", typed(f"adopt {ONE_OF}{drifts[0].number}", by))
    if any(difference_of(drift).is_urgent for drift in drifts):
        return [one]
    return [
        button(Message("button-adopt-all", {"count": len(drifts)}), typed(f"adopt {ALL_OF}{drifts[0].number}", by)),
        one,
    ]


def _finding(finding: Finding, there: KeyFacts | None, now: datetime) -> Message:
    match finding:
        case Appeared(key):
            saying = _appeared(key, now)
        case Vanished(key):
            saying = Message("drift-vanished", {"access_id": key.access_id})
        case IpsChanged():
            saying = _ips_changed(finding, there, now)
        case PermissionGained(permission):
            saying = Message("drift-gained", {"permission": permission})
        case PermissionLost(permission):
            saying = Message("drift-lost", {"permission": permission})
        case EndMoved(before, after):
            saying = Message("drift-end", {"before": ends_at(before, now), "after": ends_at(after, now)})
        case Renamed(before, after):
            saying = Message("drift-renamed", {"before": before, "after": after or None})
    return saying


def _ips_changed(finding: IpsChanged, there: KeyFacts | None, now: datetime) -> Message:
    leaves = "some"
    if finding.has_lost_all:
        leaves = "foreign" if finding.left else "open"
    elif finding.is_first:
        leaves = "first"
    args: dict[str, Arg] = {
        "added": list(finding.added),
        "removed": list(finding.removed),
        "leaves": leaves,
        "ends": ends_at(there.expires_at if there else None, now),
    }
    return Message("drift-ips", args)


def _appeared(key: KeyFacts, now: datetime) -> Message:
    args: dict[str, Arg] = {
        "access_id": key.access_id,
        "permissions": [name for name in ("trade", "withdraw") if getattr(key, name)],
        "ips": list(key.ips),
        "ends": ends_at(key.expires_at, now),
        "created": key.created_at,
    }
    return Message("drift-appeared", args)
