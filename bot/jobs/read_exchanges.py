"""Read each connected main account every ten minutes, and the coins hourly.

An account is asked whether it works and for its sub-accounts.
"""

import json
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from bot.clock import Clock
from bot.exchanges.exchange import ExchangeError, ExchangeRefused
from bot.exchanges.main_account import Coin, MainAccount, SubAccount
from bot.jobs.schedule import Round
from bot.operations.accounts.health import note_refused, note_unreachable, note_works
from bot.operations.accounts.sub_accounts import follow_sub_account
from bot.operations.accounts.vanished_accounts import note_vanished
from bot.operations.lookup.accounts import exchange_name
from bot.operations.model.notifications import tell_team
from storage.database import Database
from storage.records import Account, AccountKind, ConnectionStatus, Message, MessageKind
from storage.work import Work

ACCOUNTS_EVERY = timedelta(minutes=10)
"""As often as keys are compared, so that an account's state is never older than its keys' state."""
COINS_EVERY = timedelta(hours=1)
AGAIN = timedelta(minutes=5)
"""Pause after a missing answer."""
PAGE = 100

_log = structlog.get_logger(__name__)


class ReadExchanges:
    """Asks outside any transaction, and writes down what changed."""

    def __init__(self, database: Database, clock: Clock, main_account_of: Callable[[Account], MainAccount]) -> None:
        self._database = database
        self._clock = clock
        self._main_account_of = main_account_of
        self._coins_at: dict[AccountKind, datetime] = {}
        """When the coins of each exchange are read next."""
        self._missing: dict[UUID, frozenset[str]] = {}
        """Main account → its sub-accounts that the last answer lacked: a list that moves may miss one once."""

    async def run(self) -> Round:
        """Ask up to a hundred due accounts, a new one at once, and one of each exchange for its coins."""
        now = self._clock.now()
        kinds = [kind for kind in AccountKind if self._coins_at.get(kind, now) <= now]
        due, able = await self._database.read(
            lambda work: (
                work.accounts.list_to_ask(now, now + ACCOUNTS_EVERY, PAGE),
                {kind: work.accounts.find_to_ask(kind) for kind in kinds},
            )
        )
        for main_id in due:
            await self._put_off(main_id, now + ACCOUNTS_EVERY)
            await self._ask(main_id, self._look_at)
        for kind, able_id in able.items():
            if able_id is not None:
                self._coins_at[kind] = now + COINS_EVERY
                await self._ask(able_id, self._read_coins)
        return Round(len(due))

    async def _put_off(self, main_id: UUID, moment: datetime) -> None:
        """Put the account off before it is asked, so that a fault of ours does not hold up the others."""
        await self._database.write(lambda work: work.accounts.ask_at(main_id, moment))

    async def _ask(self, main_id: UUID, ask: Callable[[Account], Awaitable[None]]) -> None:
        """Ask, unless it was disconnected while others were asked."""
        main = await self._database.read(lambda work: work.accounts.find(main_id))
        if main is not None and main.standing is ConnectionStatus.CONNECTED:
            await ask(main)

    async def _look_at(self, main: Account) -> None:
        try:
            found = await self._main_account_of(main).list_sub_accounts()
        except ExchangeRefused as no:
            refused = no.refused
            await self._database.write(lambda work: note_refused(work, main, refused, self._clock.now()))
        except ExchangeError:
            await self._database.write(lambda work: _ask_soon(work, main, self._clock.now()))
        else:
            missed, now = self._missing.get(main.id, frozenset()), self._clock.now()
            self._missing[main.id] = await self._database.write(lambda work: _follow(work, main, found, missed, now))

    async def _read_coins(self, main: Account) -> None:
        try:
            coins = await self._main_account_of(main).list_coins()
        except ExchangeError as error:
            self._coins_at[main.kind] = self._clock.now() + AGAIN
            _log.info("the coins could not be read", exchange=main.kind.value, why=type(error).__name__)
            return
        await self._database.write(lambda work: _keep(work, main.kind, coins, self._clock.now()))


def _ask_soon(work: Work, main: Account, now: datetime) -> None:
    work.accounts.ask_at(main.id, now + AGAIN)
    note_unreachable(work, main, now)


def _follow(
    work: Work, main: Account, found: Sequence[SubAccount], missed: Collection[str], now: datetime
) -> frozenset[str]:
    """Record the sub-accounts. Those that were `missed` before too are gone. Return those missed now.

    An account that was disconnected in between stays as it is.
    """
    current = work.accounts.get(main.id)
    if current.standing is not ConnectionStatus.CONNECTED:
        return frozenset()
    note_works(work, main, now)
    known = {account.remote_id: account for account in work.accounts.list_sub_accounts(main.id)}
    for seen in found:
        account = follow_sub_account(work, current, seen, now)
        if seen.remote_id not in known:
            args = {"exchange": exchange_name(main.kind), "account": account.name}
            tell_team(work, main.team_id, Message("sub-account-appeared", args), now, kind=MessageKind.NEWS)
    missing = {name: account for name, account in known.items() if name not in {seen.remote_id for seen in found}}
    for name, account in missing.items():
        if name in missed:
            note_vanished(work, account, now)
    return frozenset(name for name in missing if name is not None)


def _keep(work: Work, kind: AccountKind, coins: Sequence[Coin], now: datetime) -> None:
    """Store the coins in the form that the rules read. An empty list is ignored."""
    rows = [
        {
            "asset": {"ccy": coin.name, "withdraw_enabled": coin.may_withdraw},
            "chains": [
                {
                    "chain": chain.name,
                    "withdraw_enabled": chain.may_withdraw,
                    "memo": chain.memo_label,
                    "is_memo_required_for_deposit": chain.needs_memo,
                }
                for chain in coin.chains
            ],
        }
        for coin in coins
    ]
    if rows:
        work.coins.save(kind.value, json.dumps(rows), now)
