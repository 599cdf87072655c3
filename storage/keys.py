"""Keys as we know them, without their secrets."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, func, or_, select, update

from storage.alerts import Alerts
from storage.counters import next_number
from storage.drifts import Drifts
from storage.due_slice import Slice, select_accounts
from storage.errors import RecordMissing
from storage.mapping import changed_columns, of_row, to_row
from storage.records import Key
from storage.statement import Statement
from storage.tables import alerts, drifts, keys
from storage.transaction import Transaction

_WHICH = keys.c.id == bindparam("which")
_ANY = select(*(column for column in keys.c if column is not keys.c.folded_remark))
_ALL = _ANY.order_by(keys.c.number)
_UNANNOUNCED = keys.c.announced_live_at.is_(None)
_ADD = Statement(keys.insert())
_SAVE = Statement(update(keys).where(_WHICH))
_REMOVE = Statement(delete(keys).where(_WHICH).returning(keys.c.account_id))
_REMOVE_ALERTS = Statement(delete(alerts).where(alerts.c.key_id == bindparam("which")))
_FIND = Statement(_ALL.where(_WHICH))
_LIST_OF_TEAM = Statement(_ALL.where(keys.c.team_id == bindparam("which")))
_LIST_OF_ACCOUNT = Statement(_ALL.where(keys.c.account_id == bindparam("which")))
_IN_SLICE = keys.c.account_id.in_(select_accounts())
_LIST_ENDING_IN = Statement(
    _ANY.where(
        _IN_SLICE,
        or_(keys.c.expires_at.is_(None), keys.c.expires_at <= bindparam("by"), keys.c.alert_steps.is_not(None)),
    )
)
_DIFFERING = select(drifts.c.key_id).where(drifts.c.team_id == bindparam("which"), drifts.c.settled_as.is_(None))
_LIST_ENDING = Statement(
    _ALL.where(
        keys.c.team_id == bindparam("which"),
        or_(keys.c.expires_at <= bindparam("by"), keys.c.id.in_(_DIFFERING)),
    )
)
_NEXT_ENDS_OF = Statement(
    select(keys.c.account_id, func.min(keys.c.expires_at))
    .where(keys.c.account_id.in_(bindparam("these", expanding=True)), keys.c.expires_at > bindparam("by"))
    .group_by(keys.c.account_id)
)
_COUNT_BY_ACCOUNT = Statement(
    select(keys.c.account_id, func.count()).where(keys.c.team_id == bindparam("which")).group_by(keys.c.account_id)
)
_COUNT_CALLED = Statement(
    select(func.count()).where(keys.c.team_id == bindparam("which"), keys.c.folded_remark == bindparam("folded"))
)
_LIST_TO_ANNOUNCE = Statement(_ALL.where(_UNANNOUNCED, keys.c.live_at <= bindparam("now")).limit(bindparam("most")))
_LIST_TO_PROBE = Statement(_ALL.where(_UNANNOUNCED, keys.c.live_at.is_(None)))
_NEXT_LIVE = Statement(select(func.min(keys.c.live_at)).where(_UNANNOUNCED, keys.c.live_at > bindparam("now")))


class Keys:
    """The keys of all teams."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._alerts = Alerts(transaction)
        self._drifts = Drifts(transaction)

    def add(self, key: Key) -> None:
        """Add a key. Raises RecordTaken if the account has its remark or access id."""
        _ADD.run(self._transaction, **_row(key))
        self._touch(key.account_id)

    def save(self, key: Key) -> None:
        """Write what changed of a known key."""
        if changed := changed_columns(_row(self.get(key.id)), _row(key)):
            _SAVE.run(self._transaction, which=key.id, **changed)
            self._touch(key.account_id)

    def remove(self, key_id: UUID) -> None:
        """Delete the key and its alerts."""
        _REMOVE_ALERTS.run(self._transaction, which=key_id)
        for account_id in _REMOVE.values(self._transaction, which=key_id):
            self._touch(account_id)

    def find(self, key_id: UUID) -> Key | None:
        """Return the key, or None."""
        key: Key | None = _FIND.record(self._transaction, _read, which=key_id)
        return key

    def get(self, key_id: UUID) -> Key:
        """Return the key. Raises RecordMissing."""
        key = self.find(key_id)
        if key is None:
            raise RecordMissing(f"There is no key {key_id}.")
        return key

    def list_of_team(self, team_id: UUID) -> list[Key]:
        """List all keys of a team, by number."""
        return [_read(row) for row in _LIST_OF_TEAM.rows(self._transaction, which=team_id)]

    def list_of_account(self, account_id: UUID) -> list[Key]:
        """List all keys of an account, by number."""
        return [_read(row) for row in _LIST_OF_ACCOUNT.rows(self._transaction, which=account_id)]

    def list_ending(self, team_id: UUID, by: datetime) -> list[Key]:
        """List the team's keys that expire by then, or may at their exchange as they have open drifts, by number."""
        return [_read(row) for row in _LIST_ENDING.rows(self._transaction, which=team_id, by=by)]

    def list_ending_in(self, accounts: Slice, by: datetime) -> list[Key]:
        """List keys of these accounts that expire by then or at an unknown time, or have steps of their own.

        In any order.
        """
        return [_read(row) for row in _LIST_ENDING_IN.rows(self._transaction, by=by, **accounts.bounds)]

    def next_ends_of(self, account_ids: Sequence[UUID], by: datetime) -> dict[UUID, datetime]:
        """Return the next expiry after `by` of each account's keys."""
        return dict(_NEXT_ENDS_OF.rows(self._transaction, by=by, these=account_ids)) if account_ids else {}

    def count_by_account(self, team_id: UUID) -> dict[UUID, int]:
        """Count the keys of each of the team's accounts. One without any is left out."""
        return dict(_COUNT_BY_ACCOUNT.rows(self._transaction, which=team_id))

    def count_called(self, team_id: UUID, remark: str) -> int:
        """Count the team's keys with this remark, in all accounts and in any case."""
        count: int = _COUNT_CALLED.value(self._transaction, which=team_id, folded=_fold(remark))
        return count

    def next_number(self, team_id: UUID) -> int:
        """Return a number that no key of the team has had."""
        return next_number(self._transaction, team_id, "keys")

    def list_to_announce(self, now: datetime, limit: int) -> list[Key]:
        """List keys that became usable and were not announced."""
        return [_read(row) for row in _LIST_TO_ANNOUNCE.rows(self._transaction, now=now, most=limit)]

    def list_to_probe(self) -> list[Key]:
        """List keys that only the exchange knows to be usable and that were not seen to work yet."""
        return [_read(row) for row in _LIST_TO_PROBE.rows(self._transaction)]

    def next_live(self, now: datetime) -> datetime | None:
        """Return when the next key becomes usable. None: no key waits."""
        moment: datetime | None = _NEXT_LIVE.value(self._transaction, now=now)
        return moment

    def _touch(self, account_id: UUID) -> None:
        self._alerts.mark_due(account_id)
        self._drifts.mark_due(account_id)


def _row(key: Key) -> dict[str, Any]:
    return {**to_row(key, keys), "folded_remark": _fold(key.remark)}


def _fold(remark: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", remark).casefold())


def _read(row: Any) -> Key:
    return Key(**of_row(row))
