"""Accounts: what owns keys and one whitelist.

It must not know an exchange.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, select, update

from storage.errors import RecordMissing
from storage.mapping import of_row, to_row
from storage.records import Account, AccountKind, AccountStanding, AccountTrouble
from storage.sealing import Vault
from storage.tables import accounts

_main = accounts.alias("main_accounts")
_WITH_CREDENTIALS = select(accounts, _main.c.sealed_credentials.label("main_credentials")).outerjoin_from(
    accounts, _main, accounts.c.main_id == _main.c.id
)
_IS_THERE = accounts.c.standing != AccountStanding.WAITING.value


class Accounts:
    """The accounts of all teams."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, account: Account) -> None:
        """A new account."""
        self._connection.execute(accounts.insert().values(self._row(account)))

    def save(self, account: Account) -> None:
        """Writes all of a known account."""
        self._connection.execute(update(accounts).where(accounts.c.id == account.id).values(self._row(account)))

    def drop_waiting(self, account_id: UUID) -> None:
        """An account whose ticket has ended is forgotten with its credentials, unless it was connected."""
        gone = accounts.c.id == account_id, accounts.c.standing == AccountStanding.WAITING.value
        self._connection.execute(delete(accounts).where(*gone))

    def find(self, account_id: UUID) -> Account | None:
        """The account, or None."""
        found = self._list(accounts.c.id == account_id)
        return found[0] if found else None

    def get(self, account_id: UUID) -> Account:
        """The account, or RecordMissing."""
        account = self.find(account_id)
        if account is None:
            raise RecordMissing(f"There is no account {account_id}.")
        return account

    def find_named(self, team_id: UUID, name: str) -> Account | None:
        """The team's account of that name, or None."""
        found = self._list(accounts.c.team_id == team_id, accounts.c.name == name, _IS_THERE)
        return found[0] if found else None

    def find_main(self, kind: AccountKind, remote_id: str) -> Account | None:
        """The main account with this id at the exchange, whichever team's, or None."""
        one = accounts.c.kind == kind.value, accounts.c.remote_id == remote_id, accounts.c.main_id.is_(None)
        found = self._list(*one, _IS_THERE)
        return found[0] if found else None

    def list_of(self, team_id: UUID) -> list[Account]:
        """The team's accounts, oldest first."""
        return self._list(accounts.c.team_id == team_id, _IS_THERE)

    def list_sub_accounts(self, main_id: UUID) -> list[Account]:
        """Those of a main account, oldest first."""
        return self._list(accounts.c.main_id == main_id)

    def list_connected_mains(self) -> list[Account]:
        """Every main account that can be asked, of all teams."""
        with_credentials = accounts.c.main_id.is_(None), accounts.c.sealed_credentials.is_not(None)
        return self._list(*with_credentials, accounts.c.standing == AccountStanding.CONNECTED.value)

    def _list(self, *conditions: Any) -> list[Account]:
        found = _WITH_CREDENTIALS.where(*conditions).order_by(accounts.c.created_at, accounts.c.name)
        return [self._read(row) for row in self._connection.execute(found)]

    def _row(self, account: Account) -> dict[str, Any]:
        secret = account.credentials_secret if account.main_id is None else None
        sealed = None if secret is None else self._vault.seal(accounts.c.sealed_credentials, account.id, secret)
        return {**to_row(account, accounts), "sealed_credentials": sealed}

    def _read(self, row: Row[Any]) -> Account:
        values = of_row(row)
        own, of_main = values.pop("sealed_credentials"), values.pop("main_credentials")
        holder_id, sealed = (row.id, own) if row.main_id is None else (row.main_id, of_main)
        secret = None if sealed is None else self._vault.open(accounts.c.sealed_credentials, holder_id, sealed)
        known = {
            "kind": AccountKind(row.kind),
            "standing": AccountStanding(row.standing),
            "trouble": AccountTrouble(row.trouble) if row.trouble else None,
            "credentials_secret": secret,
        }
        return Account(**{**values, **known})
