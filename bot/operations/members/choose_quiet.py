"""The quiet hours in which warnings do not come to a person in private: their own setting, so it changes at once."""

from dataclasses import replace
from datetime import datetime

from bot.operations.members.choose_zone import ChooseZone, find_zone_name
from bot.operations.members.digest_schedule import plan_anew
from bot.operations.model.actor import refuse_outsider
from bot.operations.model.operation import Request
from bot.operations.model.replies import answer, transact
from bot.rules.quiet_hours import read_quiet
from bot.rules.verdict import Reason, Refused
from storage.records import Message, Person
from storage.work import Work

_OFF = "off"
_SHOWN = 40


class ChooseTimes(ChooseZone):
    """`/settings zone`, and `/alerts quiet` in private."""

    async def choose_quiet(self, request: Request) -> Refused | None:
        """Set a member's quiet hours, and the zone typed behind them. Without words, say what is set."""

        def body(work: Work, now: datetime) -> Refused | None:
            if not work.teams.list_of(request.user_id):
                return refuse_outsider(work, request.user_id)
            before = work.people.upsert(request.user_id, request.name)
            person = _read(before, " ".join(request.words))
            if isinstance(person, Refused):
                return person
            if person != before:
                work.people.save(person)
                plan_anew(work, person.user_id, now)
            answer(work, request, say_quiet(person), now)
            return None

        return await transact(self._database, self._clock, request, body)


def say_quiet(person: Person) -> Message:
    """Say when a person is left in peace."""
    return Message("quiet-own", {"hours": person.quiet_hours, "zone": person.zone})


def _read(person: Person, typed: str) -> Person | Refused:
    """Return the person with the typed hours, and with the zone behind them."""
    if not typed:
        return person
    if typed.lower() == _OFF:
        return replace(person, quiet_hours=None)
    hours = read_quiet(typed)
    if isinstance(hours, str):
        return replace(person, quiet_hours=hours)
    words = typed.split()
    for count in range(len(words) - 1, 0, -1):
        hours_before, named = read_quiet(" ".join(words[:count])), " ".join(words[count:])
        if isinstance(hours_before, str):
            zone = find_zone_name(named)
            unknown = Refused(Reason.ZONE_UNKNOWN, {"zone": named[:_SHOWN]})
            return unknown if zone is None else replace(person, quiet_hours=hours_before, zone=zone)
    return hours
