"""The last coin table of each exchange, as one text."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from storage.statement import Statement
from storage.tables import coin_tables
from storage.transaction import Transaction

_WHICH = coin_tables.c.exchange == bindparam("which")
_ADD = Statement(coin_tables.insert())
_FIND = Statement(select(coin_tables.c.coins).where(_WHICH))
_REMOVE = Statement(delete(coin_tables).where(_WHICH))


class Coins:
    """The coin tables of all exchanges."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def save(self, exchange: str, coins: str, now: datetime) -> None:
        """Store the coin table of an exchange, replacing the last one."""
        _REMOVE.run(self._transaction, which=exchange)
        _ADD.run(self._transaction, exchange=exchange, coins=coins, read_at=now)

    def find(self, exchange: str) -> str | None:
        """Return the last stored coin table, or None."""
        found: str | None = _FIND.value(self._transaction, which=exchange)
        return found
