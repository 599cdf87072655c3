"""The time zone in which somebody reads: their own matter, so it is changed at once.

It must not know how a moment is told.
"""

import zoneinfo
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from bot.operations.answering import ask_back, asked_card, transact
from bot.operations.asked import Question, Sender
from bot.operations.clock import Clock
from bot.operations.setting import refuse_outsider
from bot.rules.time_zone import list_near_zones, read_zone
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import Content, Person, Saying
from storage.work import Work

_SHOWN = 40


class ZoneChoosing:
    """`/settings zone`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def choose(self, sender: Sender, text: str) -> Refused | Question | None:
        """Sets the zone of a member, and says so; without one, or with one that is nearly right, asks which."""

        def body(work: Work, now: datetime) -> Refused | Question | None:
            if not work.teams.list_of(sender.user_id):
                return refuse_outsider(work, sender.user_id)
            person = work.people.meet(sender.user_id, sender.name)
            zone = _read(text, person)
            if isinstance(zone, Question):
                ask_back(work, sender, "/settings zone", zone, now)
            if not isinstance(zone, str):
                return zone
            person = replace(person, zone=zone)
            work.people.save(person)
            _tell(work, sender, person, now)
            return None

        return await transact(self._database, self._clock, sender, body)


def _read(text: str, person: Person) -> str | Refused | Question:
    if not text:
        return Question(Saying("ask-zone", {"zone": person.zone}), so_far="/settings zone")
    zone, shown = read_zone(text, _names()), text[:_SHOWN]
    if zone is not None:
        return zone
    near = list_near_zones(text, _names())
    if not near:
        return Refused(Reason.ZONE_UNKNOWN, {"zone": shown})
    choices = [(Saying("choice-zone", {"zone": name}), f"settings zone {name}") for name in near]
    return Question(Saying("ask-zone-near", {"zone": shown}), choices)


def _tell(work: Work, sender: Sender, person: Person, now: datetime) -> None:
    """In the place of the question whose button was pressed, if one was."""
    place, question = sender.place, asked_card(work, sender)
    if question is not None:
        question = replace(question, subject="")
        work.cards.save(question)
    work.outbox.say(
        Content(Saying("zone-set", {"zone": person.zone, "now": now})),
        place.chat_id,
        card=question,
        user_id=person.user_id,
        due_at=now,
    )


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones() - {"Factory", "localtime"})
