"""How far a long call to an exchange is, shown where its cards are."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from uuid import UUID

from bot.clock import Clock
from bot.operations.model.operation import ShowWork
from bot.operations.ticket.cards import show
from storage.database import Database
from storage.records import ChatLocation, Message, Stage
from storage.work import Work

PAUSE_SECONDS = 3.0
"""Real time before the first edit and between two. A short call needs none, and Telegram limits edits."""


class Progress:
    """The progress of one running ticket."""

    def __init__(self, database: Database, clock: Clock, ticket_id: UUID, pause_seconds: float = PAUSE_SECONDS) -> None:
        self._database = database
        self._clock = clock
        self._ticket_id = ticket_id
        self._pause = pause_seconds
        self._last = asyncio.get_running_loop().time()

    @asynccontextmanager
    async def at_work(self, show_work: ShowWork) -> AsyncIterator[None]:
        """Show in every chat with a card of the ticket that the bot is at work, as long as the block runs."""
        cards = await self._database.read(lambda work: work.cards.list_of_ticket(self._ticket_id))
        async with AsyncExitStack() as showing:
            for place in dict.fromkeys(ChatLocation(card.chat_id, card.topic_id) for card in cards):
                await showing.enter_async_context(show_work(place))
            yield

    async def tell(self, done: int, count: int) -> None:
        """Say that `done` of `count` accounts were read, at most once in a pause."""
        now = asyncio.get_running_loop().time()
        if now < self._last + self._pause:
            return
        self._last = now
        await self._database.write(lambda work: self._show(work, Message("ticket-reads", {"done": done, "of": count})))

    def _show(self, work: Work, saying: Message) -> None:
        current = work.tickets.get(self._ticket_id)
        if current.stage is Stage.RUNNING:
            reading = replace(current, result=saying)
            work.tickets.save(reading)
            show(work, reading, self._clock.now())
