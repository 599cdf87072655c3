"""getUpdates: the bot fetches what is new, one caller at a time.

Source: tdlib/telegram-bot-api, Client.cpp, process_get_updates_query and do_get_updates.
"""

import asyncio

from bot.sandbox.telegram.faults import ConnectionCut
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.refusals import conflict
from bot.sandbox.telegram.world import World

LONGEST_POLL_SECONDS = 50
TWO_POLLERS = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_IS_SET = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
WEBHOOK_WAS_SET = "terminated by setWebhook request"


class Polling:
    """One caller waits at a time. The next one ends its wait."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._turn = 0
        self._is_closed = False

    async def get_updates(self, call: Parameters) -> object:
        """Forget what the offset confirms, then wait for the first new update, at most 50 s of real time.

        Raises ApiRefusal, or ConnectionCut if the connection breaks while waiting.
        """
        if self._world.state.webhook is not None:
            raise conflict(WEBHOOK_IS_SET)
        updates = self._world.updates
        updates.allow(call.texts("allowed_updates"))
        updates.confirm(call.integer("offset") or 0)
        self._world.changed()
        limit = min(max(call.integer("limit") or 100, 1), 100)
        timeout = min(max(call.integer("timeout") or 0, 0), LONGEST_POLL_SECONDS)
        if timeout and not updates.list_waiting():
            self.send_away()
        turn = self._turn
        clock = asyncio.get_running_loop()
        deadline = clock.time() + timeout
        while not self._is_closed and not updates.list_waiting() and (left := deadline - clock.time()) > 0:
            await updates.changes.wait(updates.changes.count, left)
            if self._world.faults.is_down:
                raise ConnectionCut
            if self._turn != turn and not self._is_closed:
                raise conflict(TWO_POLLERS if self._world.state.webhook is None else WEBHOOK_WAS_SET)
        return [update.body() for update in updates.list_waiting()[:limit]]

    def send_away(self) -> None:
        """End the poll that waits now."""
        self._turn += 1
        self._world.updates.changes.ring()

    def close(self) -> None:
        """Answer the poll that waits now, because the server stops."""
        self._is_closed = True
        self._world.updates.changes.ring()
