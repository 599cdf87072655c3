"""Differences between an exchange's list of an account's keys and ours, as values.

A change that one of our tickets is making is not a drift. An exchange's names may be invalid here, so a key can have
another name that follows from it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import ClassVar
from uuid import UUID

from bot.rules.remark import REMARK_LIMIT, check_remark, clean
from bot.rules.verdict import Allowed
from storage.records import Action, Key, KeyFacts, Ticket

STEADY = timedelta(days=1)
"""An expiry that moves by less has not moved: some exchanges give only whole days."""
SETTLED_AFTER = timedelta(minutes=10)
"""A list may not show a key yet that is younger."""


@dataclass(frozen=True, slots=True)
class Appeared:
    """A key that is unknown here."""

    word: ClassVar[str] = "appeared"
    key: KeyFacts


@dataclass(frozen=True, slots=True)
class Vanished:
    """One of our keys that the exchange no longer has."""

    word: ClassVar[str] = "vanished"
    key: KeyFacts


@dataclass(frozen=True, slots=True)
class IpsChanged:
    """Other addresses are bound to the key."""

    word: ClassVar[str] = "ips changed"
    added: tuple[str, ...]
    removed: tuple[str, ...]
    left: tuple[str, ...]
    """All that are bound now. Empty: the key works from any address."""

    @property
    def is_first(self) -> bool:
        """Whether the key was unbound before."""
        return not self.removed and set(self.left) == set(self.added)

    @property
    def has_lost_all(self) -> bool:
        """Whether nothing of what bound it is left.

        The key then works from anywhere, or only for the person who changed it.
        """
        return bool(self.removed) and set(self.left) == set(self.added)


@dataclass(frozen=True, slots=True)
class PermissionGained:
    """The key may do more: `trade` or `withdraw`."""

    word: ClassVar[str] = "permission gained"
    permission: str


@dataclass(frozen=True, slots=True)
class PermissionLost:
    """The key may do less: `trade` or `withdraw`."""

    word: ClassVar[str] = "permission lost"
    permission: str


@dataclass(frozen=True, slots=True)
class EndMoved:
    """The key expires at another time, though its IPs do not say so. None: never."""

    word: ClassVar[str] = "end moved"
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Renamed:
    """The key has another name."""

    word: ClassVar[str] = "renamed"
    before: str
    after: str


Finding = Appeared | Vanished | IpsChanged | PermissionGained | PermissionLost | EndMoved | Renamed

EVERYTHING: frozenset[type[Finding]] = frozenset(
    {Appeared, Vanished, IpsChanged, PermissionGained, PermissionLost, EndMoved, Renamed}
)
_OUR_DOING: Mapping[Action, frozenset[type[Finding]]] = MappingProxyType(
    {
        Action.KEY_CREATE: frozenset({Appeared}),
        Action.KEY_RENEW: frozenset({EndMoved}),
        Action.KEY_EDIT: frozenset({Renamed, PermissionGained, PermissionLost, EndMoved}),
        Action.KEY_BIND: frozenset({IpsChanged, EndMoved}),
        Action.KEY_UNBIND: frozenset({IpsChanged, EndMoved}),
        Action.KEY_DELETE: frozenset({Vanished}),
        Action.KEY_ROTATE: frozenset({Appeared}),
        Action.KEY_ROTATE_ALL: frozenset({Appeared}),
        Action.KEY_KEEP: frozenset(),
        Action.KEY_OWNER: frozenset(),
        Action.KEY_ADOPT: frozenset(),
        Action.KEY_DISCARD: frozenset(),
    }
)
"""What a running ticket can bring about. An action that is missing here can bring about anything."""


_MAY_WITHDRAW = PermissionGained("withdraw")
"""No ticket of ours brings this about, so no ticket hides it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One key as we know it and as the exchange has it. At least one of both is set."""

    known: KeyFacts | None
    there: KeyFacts | None

    @property
    def remote_id(self) -> str:
        """The exchange's own id of the key."""
        return self._either.remote_id

    @property
    def name(self) -> str:
        """The name people use. Without one here, the name it was made with, which may be empty."""
        return self._either.remark

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The differences. Empty if both agree."""
        if self.known is None or self.there is None:
            return (Appeared(self._either) if self.known is None else Vanished(self._either),)
        return tuple(_changes(self.known, self.there))

    @property
    def is_urgent(self) -> bool:
        """Whether it opens a way for money or access.

        Money may leave, or a person may connect from anywhere or in our place, who could not before.
        """
        return any(_is_urgent(finding) for finding in self.findings)

    @property
    def touches_money(self) -> bool:
        """Whether accepting it decides who may withdraw, or from where: like making or binding such a key."""
        high_risk = (Appeared, IpsChanged, PermissionGained)
        return (
            self.there is not None and self.there.withdraw and any(isinstance(one, high_risk) for one in self.findings)
        )

    @property
    def lost_ips(self) -> tuple[str, ...]:
        """The IPs that bound one of our keys, if none of them is bound any more."""
        if self.known is None or self.there is None or set(self.known.ips) & set(self.there.ips):
            return ()
        return self.known.ips

    @property
    def _either(self) -> KeyFacts:
        if (either := self.known or self.there) is None:
            raise ValueError("a difference is about a key")
        return either


def differences(known: Collection[KeyFacts], there: Collection[KeyFacts], now: datetime) -> list[Difference]:
    """Compare two lists of keys. Ours come first and keep their order."""
    by_id = {key.remote_id: key for key in there}
    ours = {key.remote_id for key in known}
    found = [
        Difference(key, by_id.get(key.remote_id))
        for key in known
        if key.remote_id in by_id or now - key.created_at >= SETTLED_AFTER
    ]
    found += [Difference(None, key) for key in there if key.remote_id not in ours]
    return [one for one in found if one.findings]


def is_same(one: Difference, other: Difference) -> bool:
    """Whether two reads found the same difference of the same key."""
    return (
        one.remote_id == other.remote_id
        and _is_unchanged(one.known, other.known)
        and _is_unchanged(one.there, other.there)
    )


def is_our_doing(
    one: Difference, key_id: UUID | None, account: Collection[UUID], under_way: Collection[Ticket]
) -> bool:
    """Whether tickets that run, or are being done manually, bring all of this about.

    `account` is the account's id and those of its keys. A key that appeared is not among them yet, so a ticket of any
    of them counts.
    """
    about = set(account) if key_id is None else {key_id}
    expected: set[type[Finding]] = set()
    for ticket in under_way:
        if about & {part.subject_id for part in ticket.parts}:
            expected |= _OUR_DOING.get(ticket.action, EVERYTHING)
    return all(type(finding) in expected and finding != _MAY_WITHDRAW for finding in one.findings)


def as_it_may_end(key: Key, there: KeyFacts | None) -> Key:
    """Return the key with the earlier of both expiries, for alerts while it differs."""
    if there is None or there.expires_at is None:
        return key
    if key.expires_at is not None and key.expires_at <= there.expires_at:
        return key
    return replace(key, ips=(), expires_at=there.expires_at)


def name_for(wanted: str, remote_id: str, access_id: str, taken: Iterable[str]) -> str:
    """Return the wanted name if it is valid and free here, else one with the exchange's ids."""
    *names, last = _names_for(wanted, remote_id, access_id)
    used = list(taken)
    return next((name for name in names if check_remark(name, used) == Allowed()), last)


def _changes(known: KeyFacts, there: KeyFacts) -> list[Finding]:
    found: list[Finding] = []
    before, after = set(known.ips), set(there.ips)
    if before != after:
        found.append(IpsChanged(tuple(sorted(after - before)), tuple(sorted(before - after)), there.ips))
    for permission in ("withdraw", "trade"):
        had, has = getattr(known, permission), getattr(there, permission)
        if had != has:
            found.append(PermissionGained(permission) if has else PermissionLost(permission))
    if bool(before) == bool(after) and _has_moved(known.expires_at, there.expires_at):
        found.append(EndMoved(known.expires_at, there.expires_at))
    if clean(known.remark) not in _names_for(there.remark, there.remote_id, there.access_id):
        found.append(Renamed(known.remark, there.remark))
    return found


def _has_moved(before: datetime | None, after: datetime | None) -> bool:
    if before is None or after is None:
        return before is not after
    return abs(after - before) >= STEADY


def _is_unchanged(one: KeyFacts | None, other: KeyFacts | None) -> bool:
    if one is None or other is None:
        return one is other
    return not _changes(one, other)


def _is_urgent(finding: Finding) -> bool:
    match finding:
        case Appeared(key):
            return key.withdraw
        case PermissionGained(permission):
            return permission == "withdraw"
        case IpsChanged():
            return finding.has_lost_all
        case _:
            return False


def _names_for(wanted: str, remote_id: str, access_id: str) -> tuple[str, ...]:
    remark = clean(wanted)
    short = remark[: REMARK_LIMIT - len(remote_id) - 1]
    return remark, f"{short} {remote_id}", f"key-{remote_id}", f"key-{access_id}"
