"""What the message about drifts says: one line for each key, what became of it, and the buttons.

It must not know words, nor how a drift is found.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from bot.operations.telling import list_owners, who
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
from storage.records import Arg, Button, Card, Content, Drift, KeyFacts, Saying
from storage.work import Work

ROWS = 15
"""Keys on one card; the others are named one by one by its buttons."""
MARK = "="
"""Before a drift's own number in what a button says: a number alone means a key, as everywhere else."""


def difference_of(drift: Drift) -> Difference:
    """As it was found."""
    return Difference(drift.known, drift.there)


def new_cards(work: Work, drifts: Sequence[Drift], now: datetime) -> None:
    """Tells what one look at an account found: the team, and of what is urgent its owners in private too."""
    first = drifts[0]
    team, subject = work.teams.get(first.team_id), _subject(first.report_id)
    work.cards.add(Card(id=uuid4(), chat_id=team.chat_id, topic_id=team.topic_id, subject=subject))
    if any(difference_of(drift).is_urgent for drift in drifts):
        for owner in list_owners(work, team.id):
            work.cards.add(Card(id=uuid4(), chat_id=owner.user_id, user_id=owner.user_id, subject=subject))
    show(work, first.report_id, now)


def show(work: Work, report_id: UUID, now: datetime) -> None:
    """Brings every message about these drifts to what has become of them."""
    drifts = work.drifts.list_of_report(report_id)
    for card in work.cards.list_about(_subject(report_id)):
        content = _content(work, drifts, now, by=None if card.user_id is None else drifts[0].team_id)
        work.outbox.say(
            content, card.chat_id, topic_id=card.topic_id, card=card, user_id=card.user_id, is_news=True, due_at=now
        )


def lines(drift: Drift, now: datetime) -> list[Saying]:
    """What differs about one key, a sentence for each finding."""
    difference = difference_of(drift)
    return [_finding(finding, difference.there, now) for finding in difference.findings]


def name_of(drift: Drift) -> str:
    """What people call the key, or can tell it by."""
    facts = drift.known or drift.there
    return "" if facts is None else facts.remark or facts.access_id


def mark_of(drift: Drift) -> str:
    """The word by which a button means just this drift; no key's name begins so."""
    return f"{MARK}{drift.number}"


def number_of(work: Work, drift: Drift) -> int | None:
    """The number its key has in our lists; None for one that is not on them."""
    key = work.keys.find(drift.key_id) if drift.key_id is not None else None
    return None if key is None else key.number


def _subject(report_id: UUID) -> str:
    return f"drift:{report_id.hex}"


def _content(work: Work, drifts: Sequence[Drift], now: datetime, *, by: UUID | None) -> Content:
    account, team = work.accounts.get(drifts[0].account_id), work.teams.get(drifts[0].team_id)
    still_open = [drift for drift in drifts if drift.settled_as is None]
    args: dict[str, Arg] = {
        "team": team.title,
        "account": account.name,
        "kind": account.kind.value,
        "urgent": any(difference_of(drift).is_urgent for drift in still_open),
        "open": len(still_open),
        "keys": [_row(work, drift, now) for drift in drifts[:ROWS]],
        "more": max(0, len(drifts) - ROWS),
    }
    return Content(Saying("drift-card", args), _buttons(still_open, "ask" if by is None else f"in {by.hex}"))


def _row(work: Work, drift: Drift, now: datetime) -> Saying:
    by = work.people.find(drift.settled_by) if drift.settled_by is not None else None
    return Saying(
        "drift-line",
        {
            "settled": drift.settled_as.value if drift.settled_as else None,
            "who": who(by) if by else None,
            "number": number_of(work, drift),
            "key": name_of(drift),
            "urgent": difference_of(drift).is_urgent,
            "findings": lines(drift, now),
        },
    )


def _buttons(drifts: Sequence[Drift], opens: str) -> list[list[Button]]:
    """What can be done about one key; of several, all together or which."""
    if not drifts:
        return []
    if len(drifts) > 1:
        count = {"count": len(drifts)}
        ways = [Button(Saying("button-adopt-all", count), press=f"{opens} adopt all")]
        ways.append(Button(Saying("button-adopt-one"), press=f"{opens} adopt"))
        is_new = any(drift.known is None for drift in drifts)
        return [ways, [Button(Saying("button-discard"), press=f"{opens} discard")] if is_new else []]
    (drift,) = drifts
    adopt = Button(
        Saying("button-forget" if drift.there is None else "button-adopt"), press=f"{opens} adopt {mark_of(drift)}"
    )
    if drift.known is None:
        return [[adopt, Button(Saying("button-discard"), press=f"{opens} discard {mark_of(drift)}")]]
    return [[adopt]]


def _finding(finding: Finding, there: KeyFacts | None, now: datetime) -> Saying:
    match finding:
        case Appeared(key):
            saying = _appeared(key, now)
        case Vanished(key):
            saying = Saying("drift-vanished", {"access_id": key.access_id})
        case IpsChanged(added, removed, left):
            ends = None if left or there is None else _ends(there.expires_at, now)
            saying = Saying("drift-ips", {"added": list(added), "removed": list(removed), "ends": ends})
        case PermissionGained(permission):
            saying = Saying("drift-gained", {"permission": permission})
        case PermissionLost(permission):
            saying = Saying("drift-lost", {"permission": permission})
        case EndMoved(before, after):
            saying = Saying("drift-end", {"before": _ends(before, now), "after": _ends(after, now)})
        case Renamed(before, after):
            saying = Saying("drift-renamed", {"before": before, "after": after or None})
    return saying


def _appeared(key: KeyFacts, now: datetime) -> Saying:
    args: dict[str, Arg] = {
        "access_id": key.access_id,
        "permissions": [name for name in ("trade", "withdraw") if getattr(key, name)],
        "ips": list(key.ips),
        "ends": _ends(key.expires_at, now),
        "created": key.created_at,
    }
    return Saying("drift-appeared", args)


def _ends(expires_at: datetime | None, now: datetime) -> Saying:
    if expires_at is None:
        return Saying("key-ends-never")
    return Saying("key-ended-at" if is_expired(expires_at, now) else "key-ends-at", {"at": expires_at})
