"""Announce keys once their activation has ended."""

from dataclasses import replace
from datetime import datetime

from bot.clock import Clock
from bot.jobs.schedule import Round
from bot.operations.lookup.keys import display_name, expiry_text
from bot.operations.model.notifications import tell_team
from bot.operations.ticket.screens import draw_again, screen_of
from storage.database import Database
from storage.records import Event, Key, Message, MessageKind, Outcome
from storage.work import Work

AT_ONCE = 50


class AnnounceLive:
    """Announces each key once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> Round:
        """Announce up to fifty keys."""
        now = self._clock.now()
        live, next_at = await self._database.read(
            lambda work: (work.keys.list_to_announce(now, 1), work.keys.next_live(now))
        )
        if not live:
            return Round(next_at=next_at)

        def body(work: Work) -> int:
            keys = work.keys.list_to_announce(now, AT_ONCE)
            for key in keys:
                announce(work, key, "key-live", now)
            return len(keys)

        return Round(did=await self._database.write(body))


def announce(work: Work, key: Key, sentence: str, now: datetime) -> None:
    """Tell the team, this once, that the key can be used."""
    work.keys.save(replace(key, live_at=key.live_at or now, announced_live_at=now))
    draw_again(work, [screen_of(key)], now)
    details = {"key": key.remark, "number": key.number}
    work.audit.add(key.team_id, None, Event.KEY_LIVE, Outcome.DONE, now, details=details)
    rotation = work.rotations.find_of(key.id)
    if rotation is not None and rotation.new_key_id == key.id:
        return  # A rotation announces its own new key, together with the next step.
    saying = Message(sentence, {"key": display_name(work, key), "ends": expiry_text(key, now)})
    tell_team(work, key.team_id, saying, now, kind=MessageKind.NEWS)
