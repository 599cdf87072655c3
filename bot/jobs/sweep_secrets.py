"""Delete messages that still show a secret long after they were sent, before Telegram refuses to delete them.

Every secret has its own time, after which it is deleted. This finds what was left over, for example a seed that no code
has proven. What is too old to be deleted is overwritten when the deletion is delivered.
"""

from dataclasses import replace
from datetime import timedelta

from bot.clock import Clock
from bot.jobs.schedule import Round
from storage.database import Database
from storage.work import Work

OLDEST = timedelta(hours=40)
"""Telegram deletes a message of the bot for 48 hours. Source: Bot API, deleteMessage."""
SLICE = 100
"""Messages per write."""


class SweepSecrets:
    """Queues the deletion of what is left over. If it fails, it is queued again as long after."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> Round:
        """Sweep one slice. If there was something, the next follows at once."""
        if not await self._database.read(lambda work: work.cards.list_with_secret(self._clock.now() - OLDEST, 1)):
            return Round()
        return Round(did=await self._database.write(self._sweep))

    def _sweep(self, work: Work) -> int:
        now = self._clock.now()
        left = work.cards.list_with_secret(now - OLDEST, SLICE)
        for card in left:
            work.cards.save(replace(card, secret_since=now))
            if not work.outbox.is_deleting(card):
                work.outbox.delete(card, now)
        return len(left)
