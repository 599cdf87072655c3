"""Reading a hundred rows costs as many statements as reading three, and a renewal few."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from bot.exchanges.channel import ChannelPool
from bot.operations.alerts.digest import blindness
from bot.operations.alerts.pinned_card import needs_work
from bot.operations.desk.choices import Choice, Choices
from bot.operations.doctor.database_checks import look_at_records
from bot.operations.drifts.lookup import which_drift
from bot.operations.lookup.keys import named_keys
from bot.operations.model.actor import find_actor
from bot.operations.model.operation import Actor, Request
from bot.operations.model.service_status import ServiceStatus
from bot.operations.queries.overview import Overview
from bot.wiring.measurements import Measurements
from storage.database import Database
from storage.records import (
    Action,
    AddressStatus,
    Alert,
    Card,
    ChatLocation,
    Drift,
    Event,
    Message,
    Outcome,
    Person,
    PinnedCard,
    Reconciliation,
    Role,
    Rotation,
    Stage,
)
from storage.sealing import KeyRing
from storage.work import Work
from tests.operations.office import Office, Watch
from tests.statements import CONTROL, note_statements
from tests.storage.examples import (
    ACCOUNT,
    ACCOUNT_ID,
    CHAT,
    HOUR,
    NOW,
    OLGA,
    TEAM_ID,
    an_address,
    found,
    key,
    member,
    ticket,
)

FEW, MANY = 3, 100
AT_MOST = 8
RENEWAL_AT_MOST = 66
"""Statements to ask for a renewal in the group and to confirm it in private."""
MORE = {
    "/start": 9,
    "/start in private": 10,
    "/key": 12,
    "/audit with words": 13,
    "doctor": 12,
    "/renew, a tap": 10,
    "pinned overview": 10,
}
"""What reads more than one list, or also writes."""
HERE = Request(1, OLGA, "Olga", ChatLocation(CHAT))
VIEWER = 999
LIMITED = Request(1, VIEWER, "Max", ChatLocation(CHAT))
PINNED = PinnedCard(TEAM_ID, shown="other", message_id=5, is_pinned=True)
IN_PRIVATE = Request(1, OLGA, "Olga", ChatLocation(OLGA, is_private=True))
TAPPED = replace(HERE, place=ChatLocation(CHAT, message_id=7), is_press=True, command="renew", words=("+2",))


def _fill(work: Work, numbers: range) -> None:
    """Add this many keys, each with a drift in an account of its own, and as many of everything else."""
    for number in numbers:
        account = replace(ACCOUNT, id=UUID(int=1000 + number), name=f"sub {number}", main_id=ACCOUNT_ID)
        work.accounts.add(replace(account, credentials_secret=None))
        one = replace(key(number, remark=f"name {number % 2}"), account_id=account.id, ips=(), live_at=NOW)
        work.keys.add(replace(one, expires_at=NOW + number * HOUR))
        work.alerts.add([Alert(one.id, NOW, number, NOW)])
        there = replace(one.facts, trade=False)
        drift_id = UUID(int=2000 + number)
        facts = {"remote_id": one.remote_id, "key_id": one.id, "known": one.facts, "there": there}
        work.drifts.add(Drift(drift_id, TEAM_ID, account.id, number, drift_id, found_at=NOW, **facts))  # type: ignore[arg-type]  # each as it is
        trouble = Message("exchange-silent") if number % 2 else None
        work.reconciliations.save(
            Reconciliation(account.id, NOW, NOW, trouble=trouble, trouble_since=NOW if trouble else None)
        )
        work.addresses.add(replace(an_address(number), account_id=account.id, status=AddressStatus.ACTIVE))
        person = Person(OLGA + number, f"Person {number}")
        work.people.save(person)
        work.teams.save_membership(member(person.user_id, Role.VIEWER))
        work.audit.add(TEAM_ID, person.user_id, Event.KEY_LIVE, Outcome.DONE, NOW)
        payload = {"account_id": str(account.id), "addresses": []}
        asked = replace(ticket(number, Stage.RUNNING), user_id=person.user_id, action=Action.WHITELIST_ADD)
        work.tickets.add(replace(asked, payload=payload))
        work.tickets.add(replace(asked, id=UUID(int=3000 + number), number=1000 + number, stage=Stage.APPROVAL))
        if number % 2 == 0:
            old_id = UUID(int=number - 1)
            work.rotations.add(Rotation(one.id, old_id, TEAM_ID, overlap_seconds=60, offered_at=NOW))


def _begin(work: Work) -> None:
    found(work)
    work.cards.add(Card(UUID(int=7), CHAT, subject=f"pinned:{TEAM_ID.hex}", message_id=PINNED.message_id))
    work.people.save(replace(work.people.get(OLGA), enrolled_at=NOW))
    work.teams.save_membership(member(OLGA, Role.OWNER))
    work.people.save(Person(VIEWER, "Max", enrolled_at=NOW))
    work.teams.save_membership(replace(member(VIEWER, Role.VIEWER), accounts=frozenset({ACCOUNT_ID})))


def _inside(look: Callable[[Work, Actor], object]) -> Callable[[Database], Awaitable[object]]:
    def body(work: Work) -> object:
        actor = find_actor(work, HERE, NOW)
        assert isinstance(actor, Actor)
        return look(work, actor)

    return lambda database: database.read(body)


def _overview(look: Callable[[Overview], Awaitable[object]]) -> Callable[[Database], Awaitable[object]]:
    return lambda database: look(Overview(database, Watch()))


def _choosing(look: Callable[[Choices], Awaitable[object]]) -> Callable[[Database], Awaitable[object]]:
    async def choose(database: Database) -> object:
        seen = await look(Choices(database, Watch()))
        assert isinstance(seen, Choice)
        return seen

    return choose


LOOKS = {
    "/start": _overview(lambda overview: overview.home(HERE)),
    "/start in private": _overview(lambda overview: overview.home(IN_PRIVATE)),
    "/keys": _overview(lambda overview: overview.keys(HERE, (), 1)),
    "/key without a name": _overview(lambda overview: overview.key(HERE, "")),
    "/key": _overview(lambda overview: overview.key(HERE, "#2")),
    "/expiring": _overview(lambda overview: overview.expiring(HERE, (), 1)),
    "/alerts": _overview(lambda overview: overview.alerts(HERE)),
    "/whitelist": _overview(lambda overview: overview.addresses(HERE, (), 1)),
    "/accounts": _overview(lambda overview: overview.accounts(HERE)),
    "/team": _overview(lambda overview: overview.members(HERE)),
    "/audit with words": _overview(lambda overview: overview.audit(HERE, ("olga", "7d"), 2)),
    "/pending": _overview(lambda overview: overview.pending(HERE, 1)),
    "/report": _overview(lambda overview: overview.report(HERE)),
    "/audit": _overview(lambda overview: overview.audit(HERE, ())),
    "/audit of a limited reader": _overview(lambda overview: overview.audit(LIMITED, ())),
    "/renew without a name": _choosing(lambda choosing: choosing.look(Action.KEY_RENEW, HERE, 1)),
    "/renew, a tap": _choosing(lambda choosing: choosing.look(Action.KEY_RENEW, TAPPED, 1)),
    "/removeaddress alone": _choosing(lambda choosing: choosing.look(Action.WHITELIST_REMOVE, HERE, 1)),
    "/adopt alone": _choosing(lambda choosing: choosing.look(Action.KEY_ADOPT, HERE, 1)),
    "/renew with a name of several": _inside(lambda work, actor: named_keys(work, actor, ["name 1"])),
    "/adopt without a name": _inside(lambda work, actor: which_drift(work, work.drifts.list_open(TEAM_ID), "adopt")),
    "/metrics": lambda database: Measurements(
        database, Watch(), {}, ChannelPool({}), ServiceStatus(Watch()), list
    ).measure(),
    "pinned overview": _inside(lambda work, _: needs_work(work, PINNED, NOW)),
    "digest": _inside(lambda work, actor: blindness(work, TEAM_ID)),
    "doctor": _inside(lambda work, actor: look_at_records(work, work.accounts.list_of(TEAM_ID), NOW)),
}


@pytest.fixture(scope="module")
def filled(sqlite_template: Path, ring: KeyRing, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Make a database with few of everything, and one with many. Tests work on copies."""
    folder = tmp_path_factory.mktemp("filled")
    few, many = folder / "few.db", folder / "many.db"

    async def fill(path: Path, *bodies: Callable[[Work], None]) -> None:
        database = await Database.open(f"sqlite+aiosqlite:///{path}", ring)
        for body in bodies:
            await database.write(body)
        await database.close()

    shutil.copy(sqlite_template, few)
    asyncio.run(fill(few, _begin, lambda work: _fill(work, range(1, FEW + 1))))
    shutil.copy(few, many)
    asyncio.run(fill(many, lambda work: _fill(work, range(FEW + 1, MANY + 1))))
    return few, many


@pytest.mark.parametrize("name", LOOKS)
async def test_a_list_of_a_hundred_takes_as_many_statements_as_one_of_three(
    filled: tuple[Path, Path], tmp_path: Path, ring: KeyRing, name: str
) -> None:
    counts = []
    for made in filled:
        with note_statements() as noted:
            database = await Database.open(f"sqlite+aiosqlite:///{shutil.copy(made, tmp_path)}", ring)
            noted.clear()
            await LOOKS[name](database)
            counts.append(len([text for text in noted if not text.startswith(CONTROL)]))
            await database.close()
    few, many = counts
    assert few == many <= MORE.get(name, AT_MOST)


async def test_a_renewal_does_not_read_the_members_of_the_team(sqlite_url: str, ring: KeyRing) -> None:
    with note_statements() as noted:
        office = await Office.found(await Database.open(sqlite_url, ring))
        await office.does(OLGA, Action.KEY_CREATE, "trading")
        noted.clear()
        await office.does(OLGA, Action.KEY_RENEW, "trading")
        await office.database.close()
    assert len([text for text in noted if not text.startswith((*CONTROL, "SAVEPOINT", "RELEASE"))]) <= RENEWAL_AT_MOST
