import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from storage.database import Database, RecordTaken
from storage.records import Card, End, Link, LinkPurpose, Message, Proof, ProofKind, Stage, Ticket
from storage.work import Work
from tests.storage.examples import CHAT, HOUR, MAX, NOW, OLGA, TEAM_ID, card, found, ticket


async def _add(database: Database, *added: Ticket) -> None:
    def change(work: Work) -> None:
        found(work)
        for one in added:
            work.tickets.add(one)

    await database.write(change)


async def test_a_ticket_comes_back_with_its_parts_and_sayings(database: Database) -> None:
    asked = ticket(1)
    await _add(database, asked)
    assert await database.read(lambda work: work.tickets.get(asked.id)) == asked

    over = replace(asked, stage=None, stage_until=None, end=End.DONE, ended_at=NOW, result=Message("done"), parts=())
    await database.write(lambda work: work.tickets.save(over))
    assert await database.read(lambda work: work.tickets.get(asked.id)) == over


async def test_a_ticket_that_has_ended_wakes_no_job(database: Database) -> None:
    told: list[frozenset[str]] = []
    asked = ticket(1)
    await _add(database, asked)
    database.on_write = told.append
    await database.write(lambda work: work.tickets.save(replace(asked, stage=Stage.RUNNING)))
    await database.write(lambda work: work.tickets.save(replace(asked, stage=None, stage_until=None, end=End.DONE)))
    assert told == [frozenset({"tickets"}), frozenset()]


async def test_open_tickets_are_listed_oldest_first(database: Database) -> None:
    second, first, ended, personal = ticket(2), ticket(1), ticket(3, stage=None), ticket(1, team_id=None)
    personal = replace(personal, asked_at=NOW)
    await _add(database, second, first, ended, personal)

    def look(work: Work) -> None:
        assert work.tickets.list_open(TEAM_ID) == [first, second]
        assert work.tickets.list_open_of(OLGA) == [personal, first, second]
        assert work.tickets.list_open_of(MAX) == []

    await database.read(look)
    with pytest.raises(RecordTaken):
        await database.write(lambda work: work.tickets.add(ticket(1)))


STAGES = (Stage.APPROVAL, Stage.APPROVAL, None)


async def test_approvals_of_tickets_that_wait_for_more_are_found(database: Database) -> None:
    first, second, ended = (ticket(number, stage=stage) for number, stage in enumerate(STAGES, start=1))
    await _add(database, first, second, ended)

    def body(work: Work) -> None:
        for asked, kind, person in (
            (first, ProofKind.APPROVAL, MAX),
            (ended, ProofKind.APPROVAL, MAX),
            (second, ProofKind.CODE, MAX),
            (second, ProofKind.APPROVAL, OLGA),
        ):
            work.tickets.add_proof(Proof(asked.id, kind, person, NOW, "hash"))

    await database.write(body)

    approvals = await database.read(lambda work: work.tickets.list_approvals(TEAM_ID))
    assert approvals == {(first.id, MAX), (second.id, OLGA)}


async def test_private_steps_are_listed_the_latest_opened_first(database: Database) -> None:
    first, second, ended = ticket(1), ticket(2), ticket(3, stage=None)
    await _add(database, first, second, ended)

    def body(work: Work) -> None:
        for number, (asked, reader, opened_at) in enumerate(
            [(first, OLGA, NOW + HOUR), (second, OLGA, NOW), (second, MAX, NOW), (first, MAX, None), (ended, MAX, NOW)]
        ):
            work.cards.add(card(number, ticket_id=asked.id, user_id=reader, opened_at=opened_at))

    await database.write(body)

    assert await database.read(lambda work: work.tickets.list_opened(OLGA)) == [first, second]
    assert await database.read(lambda work: work.tickets.list_opened(MAX)) == [second]

    await database.write(lambda work: work.cards.close_steps(first.id))
    assert await database.read(lambda work: work.tickets.list_opened(OLGA)) == [second]


@pytest.mark.parametrize("stage", list(Stage))
async def test_stages_that_wait_for_people_time_out(database: Database, stage: Stage) -> None:
    asked = ticket(1, stage)
    await _add(database, asked)
    lapses = stage not in {Stage.RUNNING, Stage.COOLING}
    end = NOW + 2 * HOUR
    assert await database.read(lambda work: work.tickets.next_end(NOW)) == (end if lapses else None)
    assert await database.read(lambda work: work.tickets.list_timed_out(end - timedelta(microseconds=1), 9)) == []
    assert await database.read(lambda work: work.tickets.list_timed_out(end, 9)) == ([asked] if lapses else [])


@pytest.mark.parametrize("stage", list(Stage))
async def test_the_wait_before_a_start_is_over_at_its_end(database: Database, stage: Stage) -> None:
    asked = ticket(1, stage)
    await _add(database, asked)
    waits = [asked] if stage is Stage.COOLING else []
    end = NOW + 2 * HOUR
    assert await database.read(lambda work: work.tickets.next_cooled()) == (end if waits else None)
    assert await database.read(lambda work: work.tickets.list_cooled(end - timedelta(microseconds=1), 9)) == []
    assert await database.read(lambda work: work.tickets.list_cooled(end, 9)) == waits


async def test_a_person_gives_each_kind_of_proof_once(database: Database) -> None:
    asked = ticket(1)
    await _add(database, asked)
    code = Proof(asked.id, ProofKind.CODE, OLGA, NOW, "hash")
    proofs = [code, replace(code, kind=ProofKind.APPROVAL, user_id=MAX, given_at=NOW + HOUR)]

    async def give(proof: Proof) -> bool:
        return await database.write(lambda work: work.tickets.add_proof(proof))

    assert [await give(one) for one in (*proofs, replace(code, payload_hash="other"))] == [True, True, False]
    assert await database.read(lambda work: work.tickets.list_proofs(asked.id)) == proofs
    with pytest.raises(RecordTaken):
        await give(replace(code, ticket_id=uuid4()))
    assert sum(await asyncio.gather(*(give(replace(code, kind=ProofKind.EMAIL)) for _ in range(5)))) == 1


async def test_links_end_and_can_be_taken_back(database: Database) -> None:
    links = [Link(purpose, uuid4(), None, NOW + HOUR) for purpose in LinkPurpose]
    tokens = [await database.write(lambda work, one=one: work.links.create(one)) for one in links]  # type: ignore[misc]

    async def look() -> list[Link | None]:
        pairs = list(zip(links, tokens, strict=True))
        return await database.read(lambda work: [work.links.find(one.purpose, token) for one, token in pairs])

    assert await look() == links
    await database.write(lambda work: work.links.drop(links[0].subject_id, links[0].purpose))
    await database.write(lambda work: work.links.drop_expired(NOW, 500))
    assert await look() == [None, *links[1:]]
    await database.write(lambda work: work.links.drop_expired(NOW + HOUR, 500))
    assert await look() == [None] * len(LinkPurpose)


async def test_cards_are_found_by_ticket_subject_and_message(database: Database) -> None:
    asked = ticket(1)
    await _add(database, asked)
    full = Card(uuid4(), CHAT, 7, asked.id, OLGA, "enrol", 55, 60)
    bare = Card(uuid4(), CHAT)

    def change(work: Work) -> None:
        work.cards.add(full)
        work.cards.add(replace(bare, message_id=1))
        work.cards.save(bare)

    await database.write(change)

    def look(work: Work) -> None:
        assert work.cards.find(bare.id) == bare
        assert work.cards.list_of_ticket(asked.id) == work.cards.list_of_subject(OLGA, "enrol") == [full]
        assert work.cards.find_by_message(CHAT, 55) == full
        assert work.cards.find_by_message(CHAT, 1) is None

    await database.read(look)
    await database.write(lambda work: work.cards.remove(full.id))
    assert await database.read(lambda work: work.cards.find(full.id)) is None
