"""Accounts: owners of keys and of one whitelist."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update

from storage.due_slice import Slice, select_accounts
from storage.errors import RecordMissing
from storage.mapping import of_row, to_row
from storage.reconciliations import Reconciliations
from storage.records import Account, AccountKind, ConnectionProblem, ConnectionStatus, Reconciliation
from storage.sealing import FieldCipher
from storage.statement import Statement
from storage.tables import accounts
from storage.transaction import Transaction

_main = accounts.alias("main_accounts")
_ALL = (
    select(accounts, _main.c.sealed_credentials.label("main_credentials"))
    .outerjoin_from(accounts, _main, accounts.c.main_id == _main.c.id)
    .order_by(accounts.c.created_at, accounts.c.name)
)
_IS_THERE = accounts.c.standing != ConnectionStatus.WAITING.value
_IS_CONNECTED = accounts.c.standing == ConnectionStatus.CONNECTED.value
_IS_MAIN = accounts.c.main_id.is_(None)
_WHICH = accounts.c.id == bindparam("which")
_OF_TEAM = accounts.c.team_id == bindparam("whose")
_ADD = Statement(accounts.insert())
_SAVE = Statement(update(accounts).where(_WHICH))
_DROP_WAITING = Statement(delete(accounts).where(_WHICH, accounts.c.standing == ConnectionStatus.WAITING.value))
_FIND = Statement(_ALL.where(_WHICH))
_LIST_IN = Statement(
    select(*(one for one in accounts.c if one not in {accounts.c.sealed_credentials, accounts.c.ask_at})).where(
        accounts.c.id.in_(select_accounts())
    )
)
_FIND_NAMED = Statement(_ALL.where(_OF_TEAM, accounts.c.name == bindparam("which"), _IS_THERE))
_FIND_MAIN = Statement(
    _ALL.where(accounts.c.kind == bindparam("where"), accounts.c.remote_id == bindparam("which"), _IS_MAIN, _IS_THERE)
)
_LIST_OF = Statement(_ALL.where(_OF_TEAM, _IS_THERE))
_LIST_EVERY = Statement(_ALL.where(_OF_TEAM))
_LIST_SUB_ACCOUNTS = Statement(_ALL.where(accounts.c.main_id == bindparam("which")))
_CAN_BE_ASKED = accounts.c.sealed_credentials.is_not(None), _IS_CONNECTED
_LIST_TO_ASK = tuple(
    Statement(
        select(accounts.c.id)
        .where(*_CAN_BE_ASKED, is_due)
        .order_by(accounts.c.ask_at, accounts.c.id)
        .limit(bindparam("most"))
    )
    for is_due in (accounts.c.ask_at <= bindparam("now"), accounts.c.ask_at > bindparam("latest"))
)
_FIND_TO_ASK = Statement(
    select(accounts.c.id).where(*_CAN_BE_ASKED, accounts.c.kind == bindparam("where")).order_by(accounts.c.id).limit(1)
)
_ASK_AT = Statement(update(accounts).where(_WHICH), wakes=False)


class Accounts:
    """The accounts of all teams."""

    def __init__(self, transaction: Transaction, cipher: FieldCipher) -> None:
        self._transaction = transaction
        self._cipher = cipher
        self._reconciliations = Reconciliations(transaction)

    def add(self, account: Account) -> None:
        """Add an account. One with facts at an exchange is due to be asked and compared at once."""
        asked = {"ask_at": account.created_at} if account.main_id is None else {}
        _ADD.run(self._transaction, **{**self._row(account), **asked})
        if account.main_id is not None:
            self._reconciliations.save(
                Reconciliation(account.id, due_at=account.created_at, looked_at=account.created_at)
            )

    def save(self, account: Account) -> None:
        """Write all of a known account."""
        _SAVE.run(self._transaction, which=account.id, **self._row(account))

    def drop_waiting(self, account_id: UUID) -> None:
        """Delete an account with its credentials after its ticket ended, unless it was connected."""
        _DROP_WAITING.run(self._transaction, which=account_id)

    def find(self, account_id: UUID) -> Account | None:
        """Return the account, or None."""
        account: Account | None = _FIND.record(self._transaction, self._read, which=account_id)
        return account

    def get(self, account_id: UUID) -> Account:
        """Return the account. Raises RecordMissing."""
        account = self.find(account_id)
        if account is None:
            raise RecordMissing(f"There is no account {account_id}.")
        return account

    def find_named(self, team_id: UUID, name: str) -> Account | None:
        """Return the team's account of that name, or None."""
        return self._read_one(_FIND_NAMED.first(self._transaction, whose=team_id, which=name))

    def find_main(self, kind: AccountKind, remote_id: str) -> Account | None:
        """Return the main account with this id at the exchange, of any team, or None."""
        return self._read_one(_FIND_MAIN.first(self._transaction, where=kind.value, which=remote_id))

    def list_of(self, team_id: UUID) -> list[Account]:
        """List the team's accounts, oldest first."""
        return [self._read(row) for row in _LIST_OF.rows(self._transaction, whose=team_id)]

    def by_id(self, team_id: UUID) -> dict[UUID, Account]:
        """Map every account of the team, connected or not, by id."""
        return {row.id: self._read(row) for row in _LIST_EVERY.rows(self._transaction, whose=team_id)}

    def by_id_in(self, accounts: Slice) -> dict[UUID, Account]:
        """Map every account of a slice, of any team, by id. They come without their secret, so they are never saved."""
        return {row.id: _make(of_row(row), None) for row in _LIST_IN.rows(self._transaction, **accounts.bounds)}

    def list_sub_accounts(self, main_id: UUID) -> list[Account]:
        """List those of a main account, oldest first."""
        return [self._read(row) for row in _LIST_SUB_ACCOUNTS.rows(self._transaction, which=main_id)]

    def list_to_ask(self, now: datetime, latest: datetime, limit: int) -> list[UUID]:
        """List connected main accounts that are due, of all teams, the longest due first.

        One that is due after `latest` counts as due, because the clock was set back.
        """
        moments = {"now": now}, {"latest": latest}
        due = [
            one
            for statement, moment in zip(_LIST_TO_ASK, moments, strict=True)
            for one in statement.values(self._transaction, **moment, most=limit)
        ]
        return due[:limit]

    def find_to_ask(self, kind: AccountKind) -> UUID | None:
        """Return a connected main account at this exchange, of any team, or None."""
        found: UUID | None = _FIND_TO_ASK.value(self._transaction, where=kind.value)
        return found

    def ask_at(self, account_id: UUID, moment: datetime) -> None:
        """Set when the main account is asked next."""
        _ASK_AT.run(self._transaction, which=account_id, ask_at=moment)

    def _row(self, account: Account) -> dict[str, Any]:
        secret = account.credentials_secret if account.main_id is None else None
        sealed = None if secret is None else self._cipher.seal(accounts.c.sealed_credentials, account.id, secret)
        row = {**to_row(account, accounts), "sealed_credentials": sealed}
        # A main account is asked as soon as it is connected.
        is_to_come = account.main_id is None and account.standing is not ConnectionStatus.CONNECTED
        return {**row, "ask_at": account.created_at} if is_to_come else row

    def _read_one(self, row: Any) -> Account | None:
        return None if row is None else self._read(row)

    def _read(self, row: Any) -> Account:
        values = of_row(row)
        own, of_main = values.pop("sealed_credentials"), values.pop("main_credentials")
        del values["ask_at"]
        holder_id, sealed = (row.id, own) if row.main_id is None else (row.main_id, of_main)
        secret = None if sealed is None else self._cipher.open(accounts.c.sealed_credentials, holder_id, sealed)
        return _make(values, secret)


def _make(values: dict[str, Any], secret: str | None) -> Account:
    trouble = values["trouble"]
    values["kind"] = AccountKind(values["kind"])
    values["standing"] = ConnectionStatus(values["standing"])
    values["trouble"] = ConnectionProblem(trouble) if trouble else None
    return Account(**values, credentials_secret=secret)
