"""The coins an exchange told of last, one text for each exchange.

It must not know what the text says.
"""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage.tables import coin_tables


class Coins:
    """The coin tables of all exchanges."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, exchange: str, coins: str, now: datetime) -> None:
        """Takes the place of what was told before."""
        self._connection.execute(delete(coin_tables).where(coin_tables.c.exchange == exchange))
        self._connection.execute(coin_tables.insert().values(exchange=exchange, coins=coins, read_at=now))

    def find(self, exchange: str) -> str | None:
        """What was told last, or None."""
        found: str | None = self._connection.scalar(
            select(coin_tables.c.coins).where(coin_tables.c.exchange == exchange)
        )
        return found
