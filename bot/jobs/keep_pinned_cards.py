"""Keep the pinned overviews of teams up to date, at most once a minute, and pin those that are not pinned yet.

A change of keys or requests waits for none of this. Telegram is asked outside of transactions, once a day for each
team, whether the overview is still pinned.
"""

from datetime import datetime
from uuid import UUID

from bot.clock import Clock
from bot.jobs.schedule import Round
from bot.operations.alerts.pinned_card import Place, keep_card, needs_work, note_pin, today
from bot.operations.model.pins import Pins
from storage.database import Database
from storage.records import PinnedCard
from storage.work import Work

AT_ONCE = 50


class KeepPinnedCards:
    """Looks at every team with an overview. Only what has changed is written."""

    def __init__(self, database: Database, clock: Clock, pins: Pins) -> None:
        self._database = database
        self._clock = clock
        self._pins = pins

    async def run(self) -> Round:
        """Look once at each overview."""
        now = self._clock.now()
        after: UUID | None = None
        while page := await self._database.read(lambda work, after=after: _list(work, after, now)):  # type: ignore[misc]
            for pinned, chat_id, has_changed in page:
                if pinned.is_ended:
                    await self._end(pinned, chat_id)
                elif has_changed or pinned.looked_on != today(now):
                    await self._keep(pinned, chat_id, now)
            after = page[-1][0].team_id
        return Round()

    async def _keep(self, pinned: PinnedCard, chat_id: int, now: datetime) -> None:
        seen = None if pinned.looked_on == today(now) else await self._pins.look(chat_id)
        place = await self._database.write(lambda work: keep_card(work, pinned.team_id, seen, now))
        if place is not None:
            await self._pin(pinned.team_id, place)

    async def _pin(self, team_id: UUID, place: Place) -> None:
        is_pinned = await self._pins.pin(place.chat_id, place.message_id)
        await self._database.write(lambda work: note_pin(work, team_id, place, is_pinned=is_pinned))

    async def _end(self, pinned: PinnedCard, chat_id: int) -> None:
        if pinned.message_id is not None:
            await self._pins.unpin(chat_id, pinned.message_id)
        await self._database.write(lambda work: _drop_ended(work, pinned.team_id))


def _list(work: Work, after: UUID | None, now: datetime) -> list[tuple[PinnedCard, int, bool]]:
    """A page of overviews with their chats, and whether each needs work."""
    return [
        (one, work.teams.get(one.team_id).chat_id, not one.is_ended and needs_work(work, one, now))
        for one in work.pinned_cards.list_after(after, AT_ONCE)
    ]


def _drop_ended(work: Work, team_id: UUID) -> None:
    """It may be wanted again by now."""
    pinned = work.pinned_cards.find(team_id)
    if pinned is not None and pinned.is_ended:
        work.pinned_cards.drop(team_id)
