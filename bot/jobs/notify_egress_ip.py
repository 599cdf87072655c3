"""Tell people who are making a key for the bot which IP the exchange sees."""

from collections.abc import Awaitable, Callable

from bot.clock import Clock
from bot.exchanges.exchange import ExchangeError
from bot.jobs.schedule import Round
from bot.operations.accounts.egress_ip import is_wanted, tell
from bot.rules.exchange_terms import CONNECTABLE
from storage.database import Database
from storage.records import AccountKind

FindOwnIp = Callable[[AccountKind], Awaitable[str | None]]


class NotifyEgressIp:
    """Asks an exchange once for all who wait, outside any transaction."""

    def __init__(self, database: Database, clock: Clock, find_own_ip: FindOwnIp) -> None:
        self._database = database
        self._clock = clock
        self._find_own_ip = find_own_ip

    async def run(self) -> Round:
        """Tell them. If the exchange does not answer, the step goes on without the address."""
        wanted = await self._database.read(lambda work: [kind for kind in CONNECTABLE if is_wanted(work, kind)])
        for kind in wanted:
            await self._tell(kind)
        return Round()

    async def _tell(self, kind: AccountKind) -> None:
        try:
            ip = await self._find_own_ip(kind)
        except ExchangeError:
            ip = None
        await self._database.write(lambda work: tell(work, kind, ip, self._clock.now()))
