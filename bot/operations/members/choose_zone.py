"""The time zone in which a person reads: their own setting, so it changes at once."""

import re
import zoneinfo
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from importlib import resources

from bot.clock import Clock
from bot.operations.members.checklist import tick_for
from bot.operations.members.digest_schedule import plan_anew
from bot.operations.model.actor import refuse_outsider
from bot.operations.model.button_data import typed
from bot.operations.model.operation import Question, Request
from bot.operations.model.replies import ask_back, ask_further, asked_card, mark_answered, transact
from bot.rules.time_zone import is_no_place, list_near_zones, read_zone
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import Message, MessageContent, Person
from storage.work import Work

_SHOWN = 40


class ChooseZone:
    """`/settings zone`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def choose(self, request: Request, text: str) -> Refused | Question | None:
        """Set a member's zone and say so. Without a zone, or with one that is nearly right, ask which."""

        def body(work: Work, now: datetime) -> Refused | Question | None:
            if not work.teams.list_of(request.user_id):
                return refuse_outsider(work, request.user_id)
            person = work.people.upsert(request.user_id, request.name)
            zone = _read(text, person, now)
            if isinstance(zone, Refused) and request.dialogue is not None:
                zone = ask_further(zone, _ask(person), request.dialogue)
            if isinstance(zone, Question):
                ask_back(work, replace(request, said="/settings zone"), zone, now)
            if not isinstance(zone, str):
                return zone
            if request.dialogue is not None:
                mark_answered(work, request.dialogue)
            person = replace(person, zone=zone)
            work.people.save(person)
            plan_anew(work, person.user_id, now)
            tick_for(work, person.user_id, now)
            _tell(work, request, person, now)
            return None

        return await transact(self._database, self._clock, request, body)


def find_zone_name(text: str) -> str | None:
    """Return the IANA name of a typed zone in its own capitals, or None."""
    return read_zone(text, _names())


def _read(text: str, person: Person, now: datetime) -> str | Refused | Question:
    return read_zone_words(text, "settings zone", now) if text else _ask(person)


def read_zone_words(text: str, command: str, now: datetime) -> str | Refused | Question:
    """Return the IANA name of a typed zone. One that is nearly right is asked back with buttons of this command."""
    zone, shown = read_zone(text, _names()), text[:_SHOWN]
    if zone is not None:
        return zone
    near = list_near_zones(text, _names(), _countries(), now)
    if not near:
        return Refused(Reason.ZONE_UNKNOWN, {"zone": shown})
    choices = [(Message("choice-zone", {"zone": name}), typed(f"{command} {name}")) for name in near]
    sentence = "ask-zone-place" if is_no_place(text) else "ask-zone-near"
    return Question(Message(sentence, {"zone": shown}), choices, so_far=f"/{command}")


def _ask(person: Person) -> Question:
    return Question(Message("ask-zone", {"zone": person.zone}), so_far="/settings zone")


def _tell(work: Work, request: Request, person: Person, now: datetime) -> None:
    """Answer in place of the question, if its button was pressed."""
    place, question = request.place, asked_card(work, request)
    if question is not None:
        question = replace(question, subject="")
        work.cards.save(question)
    work.outbox.say(
        MessageContent(Message("zone-set", {"zone": person.zone, "now": now})),
        place.chat_id,
        card=question,
        user_id=person.user_id,
        due_at=now,
    )


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones() - {"Factory", "localtime"})


@lru_cache(maxsize=1)
def _countries() -> dict[str, list[str]]:
    """Zones of each country by its English name without brackets, most populous places first.

    Source: iso3166.tab and zone.tab of the IANA time zone database, as tzdata ships them.
    """
    names = {code: re.sub(r"[()]", "", name) for code, name in _rows("iso3166.tab")}
    zones: dict[str, list[str]] = {}
    for code, _, zone, *_ in _rows("zone.tab"):
        zones.setdefault(names[code], []).append(zone)
    return zones


def _rows(file: str) -> list[list[str]]:
    lines = resources.files("tzdata.zoneinfo").joinpath(file).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
