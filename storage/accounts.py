"""Accounts: what owns keys and one whitelist.

It must not know an exchange.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from storage.errors import RecordMissing
from storage.mapping import of_row, to_row
from storage.records import Account, AccountKind
from storage.sealing import Vault
from storage.tables import accounts


class Accounts:
    """The accounts of all teams."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, account: Account) -> None:
        """A new account."""
        secret = account.credentials_secret
        sealed = None if secret is None else self._vault.seal(accounts.c.sealed_credentials, account.id, secret)
        self._connection.execute(accounts.insert().values({**to_row(account, accounts), "sealed_credentials": sealed}))

    def find(self, account_id: UUID) -> Account | None:
        """The account, or None."""
        row = self._connection.execute(select(accounts).where(accounts.c.id == account_id)).one_or_none()
        return self._read(row) if row else None

    def get(self, account_id: UUID) -> Account:
        """The account, or RecordMissing."""
        account = self.find(account_id)
        if account is None:
            raise RecordMissing(f"There is no account {account_id}.")
        return account

    def find_named(self, team_id: UUID, name: str) -> Account | None:
        """The team's account of that name, or None."""
        one = accounts.c.team_id == team_id, accounts.c.name == name
        row = self._connection.execute(select(accounts).where(*one)).one_or_none()
        return self._read(row) if row else None

    def list_of(self, team_id: UUID) -> list[Account]:
        """The team's accounts, oldest first."""
        found = select(accounts).where(accounts.c.team_id == team_id).order_by(accounts.c.created_at, accounts.c.name)
        return [self._read(row) for row in self._connection.execute(found)]

    def _read(self, row: Row[Any]) -> Account:
        values = of_row(row)
        sealed = values.pop("sealed_credentials")
        secret = None if sealed is None else self._vault.open(accounts.c.sealed_credentials, row.id, sealed)
        return Account(**{**values, "kind": AccountKind(values["kind"]), "credentials_secret": secret})
