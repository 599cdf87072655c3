"""What the home of a team shows to one person, and to the group."""

from dataclasses import replace

from bot.operations.model.operation import Request
from bot.operations.queries.home import HomeSeen
from bot.operations.queries.overview import Overview
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import ChatLocation, Drift, MembershipStatus, Person, Proof, ProofKind, Role, Stage, Ticket
from storage.work import Work
from tests.operations.office import PAVEL, Watch
from tests.storage.examples import ACCOUNT_ID, CHAT, HOUR, MAX, NOW, OLGA, TEAM_ID, VERA, found, key, member, ticket

DAY = 24 * HOUR
OLD = NOW - 2 * DAY


def asked(number: int, stage: Stage, user_id: int = MAX) -> Ticket:
    return replace(ticket(number, stage), user_id=user_id, stage_until=NOW + HOUR)


async def begin(database: Database, *tickets: Ticket) -> None:
    """Olga owns the team, Max asks, Vera approves."""

    def body(work: Work) -> None:
        found(work)
        for user_id, name, role in (
            (OLGA, "Olga", Role.OWNER),
            (MAX, "Max", Role.OPERATOR),
            (VERA, "Vera", Role.APPROVER),
        ):
            work.people.save(Person(user_id, name, enrolled_at=OLD))
            work.teams.save_membership(member(user_id, role))
        for one in tickets:
            work.tickets.add(one)

    await database.write(body)


async def look(database: Database, user_id: int, chat_id: int | None = None) -> HomeSeen:
    place = ChatLocation(chat_id) if chat_id else ChatLocation(user_id, is_private=True)
    watch = Watch()
    watch.moment = NOW
    seen = await Overview(database, watch).home(Request(1, user_id, "", place))
    assert isinstance(seen, HomeSeen)
    return seen


async def numbers(database: Database, user_id: int, chat_id: int | None = None) -> list[int]:
    return [one.number for one, _ in (await look(database, user_id, chat_id)).requests]


async def test_own_steps_wait_for_the_requester_and_approvals_for_approvers(database: Database) -> None:
    stages = [Stage.CODE, Stage.EMAIL, Stage.APPROVAL, Stage.RUNNING, Stage.BY_HAND]
    await begin(database, *(asked(number, stage) for number, stage in enumerate(stages, start=1)))

    assert await numbers(database, MAX) == [1, 2, 5]
    assert await numbers(database, VERA) == [3]
    assert await numbers(database, OLGA) == [3]


async def test_the_group_sees_every_request_that_waits_for_a_person(database: Database) -> None:
    await begin(database, asked(1, Stage.CODE), asked(2, Stage.RUNNING), asked(3, Stage.APPROVAL, VERA))
    assert await numbers(database, MAX, CHAT) == await numbers(database, OLGA, CHAT) == [1, 3]


async def test_an_approval_that_was_given_waits_no_more(database: Database) -> None:
    waiting = asked(3, Stage.APPROVAL)
    await begin(database, waiting)
    proof = Proof(waiting.id, ProofKind.APPROVAL, VERA, NOW, "hash")
    await database.write(lambda work: work.tickets.add_proof(proof))

    assert await numbers(database, VERA) == []
    assert await numbers(database, OLGA) == [3]


async def test_a_person_who_wants_to_join_waits_for_an_owner_and_is_seen_by_the_group(database: Database) -> None:
    await begin(database)
    waiting = replace(member(PAVEL, Role.OPERATOR), standing=MembershipStatus.WAITING)

    def body(work: Work) -> None:
        work.people.save(Person(PAVEL, "Pavel"))
        work.teams.save_membership(waiting)

    await database.write(body)
    for user_id, chat_id, expected in ((OLGA, None, [PAVEL]), (VERA, None, []), (MAX, CHAT, [PAVEL])):
        assert [one.user_id for _, one in (await look(database, user_id, chat_id)).joining] == expected


async def test_a_request_that_has_timed_out_waits_for_no_one(database: Database) -> None:
    await begin(database, replace(asked(1, Stage.CODE), stage_until=NOW))
    assert await numbers(database, MAX) == await numbers(database, MAX, CHAT) == []


async def test_only_keys_of_a_week_or_already_expired_are_urgent(database: Database) -> None:
    await begin(database)
    ends = {1: NOW + 8 * DAY, 2: NOW + 6 * DAY, 3: NOW - DAY, 4: NOW + 2 * HOUR}

    def body(work: Work) -> None:
        for number, expires_at in ends.items():
            work.keys.add(replace(key(number), ips=(), expires_at=expires_at))
        work.keys.add(replace(key(5), expires_at=None))

    await database.write(body)
    seen = await look(database, VERA)
    assert [one.key.number for one in seen.soon] == [3, 4, 2]
    assert (seen.has_keys, seen.differing) == (True, 0)


async def test_a_key_that_expires_sooner_at_its_exchange_is_urgent(database: Database) -> None:
    await begin(database)
    late = replace(key(1), ips=(), expires_at=NOW + 80 * DAY)
    there = replace(late.facts, expires_at=NOW + DAY)

    def body(work: Work) -> None:
        work.keys.add(late)
        work.drifts.add(
            Drift(late.id, TEAM_ID, ACCOUNT_ID, 1, late.id, late.remote_id, late.id, late.facts, there, NOW)
        )

    await database.write(body)
    seen = await look(database, MAX)
    assert [one.key.number for one in seen.soon] == [1]
    assert seen.differing == 1


async def test_a_stranger_sees_nothing(database: Database) -> None:
    await begin(database)
    stranger = Request(1, 1999, "Mallory", ChatLocation(CHAT))
    assert await Overview(database, Watch()).home(stranger) == Refused(Reason.NOT_A_MEMBER)
