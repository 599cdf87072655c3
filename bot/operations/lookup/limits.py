"""A transaction as it is read by a member who is limited to some accounts: what is in others does not exist there."""

from collections.abc import Callable, Collection, Iterable, Sequence
from copy import copy
from datetime import datetime
from functools import cached_property
from uuid import UUID

from bot.operations.model.operation import Prepared
from bot.rules.limits import may_know_request
from bot.rules.remark import fold
from storage.accounts import Accounts
from storage.addresses import Addresses
from storage.audit_lines import AuditLines, AuditPage
from storage.drifts import Drifts
from storage.keys import Keys
from storage.records import Account, Address, AuditEntry, AuditFilter, Drift, Event, Key, Membership, Ticket
from storage.tickets import Tickets
from storage.work import Work

_LINES = 250
"""Lines of the trail that are read at once."""
_SLICES = 4
"""Times that this is done for one page."""
_ABOUT_ACCOUNTS = frozenset({"key", "drift", "account", "whitelist", "credentials", "exchange"})


def within_limits(work: Work, membership: Membership | None) -> Work:
    """Return the transaction as this member may read it. Without limits it is the same."""
    if membership is None or membership.accounts is None:
        return work
    _ = work.audit  # Both must have one, as its lines are written at the end of the transaction.
    view, within = copy(work), membership.accounts
    view.accounts = _Accounts(work, within)
    view.keys = _Keys(work, within)
    view.addresses = _Addresses(work, within)
    view.drifts = _Drifts(work, within)
    view.tickets = _Tickets(work, membership)
    view.audit_lines = _AuditLines(work, view, membership.team_id)
    return view


def accounts_of(work: Work, prepared: Prepared) -> frozenset[UUID]:
    """The accounts that a change is about."""
    named = [UUID(str(prepared.payload["account_id"]))] if "account_id" in prepared.payload else []
    keys = [work.keys.find(one) for one in prepared.subjects if one is not None]
    others = (one for one in prepared.subjects if one is not None and work.accounts.find(one) is not None)
    return frozenset([*named, *prepared.accounts, *(key.account_id for key in keys if key is not None), *others])


class _Accounts(Accounts):
    def __init__(self, work: Work, within: frozenset[UUID]) -> None:
        super().__init__(work.transaction, work.cipher)
        self._within = within

    def find(self, account_id: UUID) -> Account | None:
        return super().find(account_id) if account_id in self._within else None

    def find_named(self, team_id: UUID, name: str) -> Account | None:
        found = super().find_named(team_id, name)
        return found if found is not None and found.id in self._within else None

    def list_of(self, team_id: UUID) -> list[Account]:
        return [one for one in super().list_of(team_id) if one.id in self._within]

    def by_id(self, team_id: UUID) -> dict[UUID, Account]:
        return {one.id: one for one in self.list_of(team_id)}


class _Keys(Keys):
    def __init__(self, work: Work, within: frozenset[UUID]) -> None:
        super().__init__(work.transaction)
        self._within = within

    def find(self, key_id: UUID) -> Key | None:
        found = super().find(key_id)
        return found if found is not None and found.account_id in self._within else None

    def list_of_team(self, team_id: UUID) -> list[Key]:
        return self._only(super().list_of_team(team_id))

    def list_of_account(self, account_id: UUID) -> list[Key]:
        return self._only(super().list_of_account(account_id))

    def list_ending(self, team_id: UUID, by: datetime) -> list[Key]:
        return self._only(super().list_ending(team_id, by))

    def count_by_account(self, team_id: UUID) -> dict[UUID, int]:
        return {one: number for one, number in super().count_by_account(team_id).items() if one in self._within}

    def count_called(self, team_id: UUID, remark: str) -> int:
        return sum(fold(key.remark) == fold(remark) for key in self.list_of_team(team_id))

    def _only(self, keys: Iterable[Key]) -> list[Key]:
        return [key for key in keys if key.account_id in self._within]


class _Addresses(Addresses):
    def __init__(self, work: Work, within: frozenset[UUID]) -> None:
        super().__init__(work.transaction)
        self._within = within

    def find(self, address_id: UUID) -> Address | None:
        found = super().find(address_id)
        return found if found is not None and found.account_id in self._within else None

    def list_of_team(self, team_id: UUID) -> list[Address]:
        return [one for one in super().list_of_team(team_id) if one.account_id in self._within]

    def list_of_account(self, account_id: UUID) -> list[Address]:
        return super().list_of_account(account_id) if account_id in self._within else []

    def count_by_account(self, team_id: UUID) -> dict[UUID, int]:
        return {one: number for one, number in super().count_by_account(team_id).items() if one in self._within}


class _Drifts(Drifts):
    def __init__(self, work: Work, within: frozenset[UUID]) -> None:
        super().__init__(work.transaction)
        self._within = within

    def find(self, drift_id: UUID) -> Drift | None:
        return self._one(super().find(drift_id))

    def find_numbered(self, team_id: UUID, number: int) -> Drift | None:
        return self._one(super().find_numbered(team_id, number))

    def list_open(self, team_id: UUID) -> list[Drift]:
        return [one for one in super().list_open(team_id) if one.account_id in self._within]

    def list_open_of(self, account_id: UUID) -> list[Drift]:
        return super().list_open_of(account_id) if account_id in self._within else []

    def _one(self, found: Drift | None) -> Drift | None:
        return found if found is not None and found.account_id in self._within else None


class _Tickets(Tickets):
    def __init__(self, work: Work, membership: Membership) -> None:
        super().__init__(work.transaction)
        self._membership = membership

    def find(self, ticket_id: UUID) -> Ticket | None:
        return self._one(super().find(ticket_id))

    def find_numbered(self, team_id: UUID, number: int) -> Ticket | None:
        return self._one(super().find_numbered(team_id, number))

    def by_id(self, ticket_ids: Iterable[UUID]) -> dict[UUID, Ticket]:
        found = super().by_id(ticket_ids)
        return {one: ticket for one, ticket in found.items() if may_know_request(self._membership, ticket)}

    def list_open(self, team_id: UUID) -> list[Ticket]:
        return [one for one in super().list_open(team_id) if may_know_request(self._membership, one)]

    def _one(self, found: Ticket | None) -> Ticket | None:
        return found if found is not None and may_know_request(self._membership, found) else None


class _AuditLines(AuditLines):
    """Lines are read on until enough of them may be shown, or so many were read that the reader turns the page."""

    def __init__(self, work: Work, view: Work, team_id: UUID) -> None:
        super().__init__(work.transaction)
        self._view = view
        self._team_id = team_id

    def list_up_to(self, team_id: UUID, wanted: AuditFilter, top: int, limit: int) -> AuditPage:
        """List the lines that the reader may know. A page may be short or empty although others follow."""
        read = super().list_up_to
        found = self._read_on(lambda rest: read(team_id, wanted, rest, _LINES), top, limit)
        return AuditPage(found.lines[:limit], found.lines[limit].sequence if len(found.lines) > limit else found.rest)

    def list_after(self, team_id: UUID | None, wanted: AuditFilter, top: int, limit: int) -> AuditPage:
        """List the lines that the reader may know. A page may be short or empty although others follow."""
        read = super().list_after
        found = self._read_on(lambda rest: read(team_id, wanted, rest, _LINES), top, limit)
        last = found.lines[limit - 1].sequence if len(found.lines) > limit else found.rest
        return AuditPage(found.lines[:limit], last)

    def _read_on(self, read: Callable[[int], AuditPage], top: int, limit: int) -> AuditPage:
        """Read until there are more than enough lines, or no more, or the most that one page costs."""
        found: list[AuditEntry] = []
        rest: int | None = top
        for _ in range(_SLICES):
            if rest is None or len(found) > limit:
                break
            page = read(rest)
            found += self._only(page.lines)
            rest = page.rest
        return AuditPage(found, rest)

    def _only(self, lines: Sequence[AuditEntry]) -> list[AuditEntry]:
        known = self._view.tickets.by_id(line.ticket_id for line in lines if line.ticket_id is not None)
        return [line for line in lines if self._may_know(line, known)]

    def _may_know(self, line: AuditEntry, known: Collection[UUID]) -> bool:
        """A line without a request says by name which account or key it is about. A refused one names nothing."""
        if line.ticket_id is not None:
            return line.ticket_id in known
        if not isinstance(line.what, Event) or line.what.value.partition(":")[0] not in _ABOUT_ACCOUNTS:
            return True
        about = [str(line.details[name]) for name in ("account", "key") if name in line.details]
        return bool(about) and all(fold(one) in self._names for one in about)

    @cached_property
    def _names(self) -> frozenset[str]:
        """Folded names of the reader's accounts and keys."""
        accounts = self._view.accounts.list_of(self._team_id)
        keys = self._view.keys.list_of_team(self._team_id)
        return frozenset([*(fold(one.name) for one in accounts), *(fold(one.remark) for one in keys)])
