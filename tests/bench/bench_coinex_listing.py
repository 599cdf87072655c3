"""Time to read every key of every sub-account at CoinEx, beside the least that its budget allows.

    python -m tests.bench.bench_coinex_listing

Prints one line for each size of page, and fails above 1.1 times the budget's own minimum.
"""

import asyncio
import sys
import time

from bot.exchanges.channel import Pace
from bot.exchanges.coinex_api import CALLS_PER_SECOND
from bot.sandbox.exchanges.coinex.state import SubAccount
from bot.sandbox.exchanges.coinex.switches import Switches
from tests.exchanges.coinex_desk import Desk, open_desk

SUB_ACCOUNTS, KEYS = 20, 50
MOST = 1.1


def fill(desk: Desk) -> None:
    """Add twenty sub-accounts with fifty keys each."""
    desk.user.sub_accounts.clear()
    for number in range(SUB_ACCOUNTS):
        name = f"desk-{number:02}"
        desk.user.sub_accounts[name] = SubAccount(name)
        for key in range(KEYS):
            desk.server.state.add_key(desk.user, name, desk.server.now, remark=f"bot-{key:02}")


async def list_everything(desk: Desk) -> int:
    """Read all keys, and return how many."""
    accounts = await desk.main().list_sub_accounts()
    lists = await asyncio.gather(*(desk.account(account.remote_id).list_keys() for account in accounts))
    return sum(len(keys) for keys in lists)


async def measure(longest_page: int) -> float:
    """Return the time taken, as a multiple of the least that the budget allows."""
    async with open_desk(Pace(), Switches(longest_page=longest_page)) as desk:
        fill(desk)
        begun = time.monotonic()
        count = await list_everything(desk)
        taken = time.monotonic() - begun
        assert count == SUB_ACCOUNTS * KEYS
        calls = len(desk.server.calls)
        assert all(one.code == 0 for one in desk.server.calls)
        # A burst of one second's worth goes out at once, the rest in its turn.
        least = (calls - CALLS_PER_SECOND) / CALLS_PER_SECOND
    print(f"pages of {longest_page}: {count} keys, {calls} calls, {taken:.2f} s, ratio {taken / least:.3f}")
    return taken / least


async def _main() -> int:
    return int(max([await measure(100), await measure(25)]) > MOST)


if __name__ == "__main__":
    sys.exit(asyncio.run(_main()))
