"""A team with ten thousand keys: lists, searches and choosers cost little more than reading the keys."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.operations.desk.choices import Choice, Choices
from bot.operations.model.operation import Request
from bot.operations.queries.alerts import ExpiringSeen
from bot.operations.queries.keys import KeysSeen
from bot.operations.queries.overview import Overview
from storage.database import Database
from storage.records import Action, ChatLocation, Role
from storage.sealing import KeyRing
from storage.work import Work
from tests.operations.office import Watch
from tests.storage.examples import CHAT, HOUR, NOW, OLGA, TEAM_ID, found, key, member

MANY = 10_000
TIMES = 6
"""Of the time that reading the keys takes."""
HERE = Request(1, OLGA, "Olga", ChatLocation(CHAT), command="renew")


def _fill(work: Work) -> None:
    found(work)
    work.people.save(replace(work.people.get(OLGA), enrolled_at=NOW))
    work.teams.save_membership(member(OLGA, Role.OWNER))
    for number in range(1, MANY + 1):
        name = f"{'鍵' * 44} {number}"
        work.keys.add(replace(key(number, name), ips=(), live_at=NOW, expires_at=NOW + number * HOUR))


async def _timed(look: Callable[[], Awaitable[object]]) -> tuple[object, float]:
    """What it returns, and the processor's seconds."""
    began = time.process_time()
    seen = await look()
    return seen, time.process_time() - began


async def test_ten_thousand_keys_are_listed_searched_and_chosen_from(sqlite_url: str, ring: KeyRing) -> None:
    database = await Database.open(sqlite_url, ring)
    await database.write(_fill)
    overview, choosing = Overview(database, Watch()), Choices(database, Watch())
    for _ in range(2):  # the first reading is slower
        _, reading = await _timed(lambda: database.read(lambda work: work.keys.list_of_team(TEAM_ID)))

    shown, took = await _timed(lambda: overview.keys(HERE, (), 1000))
    assert isinstance(shown, KeysSeen)
    assert ([row.number for row in shown.page.items], shown.page.of) == ([*range(9991, 10_001)], 1000)
    assert took < TIMES * reading

    shown, took = await _timed(lambda: overview.keys(HERE, ("999",), 1))
    assert isinstance(shown, KeysSeen)
    assert [row.number for row in shown.page.items][:3] == [999, 1999, 2999], "the whole word first"
    assert took < TIMES * reading

    shown, took = await _timed(lambda: overview.expiring(HERE, (), 2))
    assert isinstance(shown, ExpiringSeen)
    assert ([one.key.number for one, _ in shown.page.items], len(shown.found)) == ([*range(11, 21)], 719)
    assert took < TIMES * reading

    chosen, took = await _timed(lambda: choosing.look(Action.KEY_RENEW, replace(HERE, words=("9999",)), 1))
    assert isinstance(chosen, Choice)
    assert [row.number for row in chosen.page.items] == [9999]
    assert took < TIMES * reading

    _, took = await _timed(lambda: overview.key(HERE, "鍵鍵鍵"))
    assert took < 5 * TIMES * reading, "looks for near names"
    await database.close()
