from uuid import UUID

import pytest
from sqlalchemy import text

from storage.audit import ChainReport
from storage.audit_check import BEGINNING, MOST_FAULTS
from storage.audit_checkpoints import Checkpoint
from storage.database import Database, DatabaseError
from storage.listing import BATCH
from storage.records import Action, AuditEntry, Event, Outcome, Person
from storage.sealing import FieldCipher, KeyRing
from storage.tables import audit_entries, audit_heads, installation
from storage.tables.columns import NO_ONE
from storage.work import Work
from tests.storage.examples import NOW, OLGA, TEAM_ID, found

TRIGGERS = {
    "sqlite": ["DROP TRIGGER audit_entries_no_update", "DROP TRIGGER audit_entries_no_delete"],
    "postgresql": ["DROP TRIGGER audit_entries_append_only ON audit_entries"],
}


async def _write_four(database: Database) -> tuple[int, str]:
    for number in range(4):
        await database.write(
            lambda work, number=number: work.audit.add(  # type: ignore[misc]
                TEAM_ID, OLGA, Action.KEY_RENEW, Outcome.DONE, NOW, ticket_id=UUID(int=number), details={"n": [number]}
            )
        )
    return await database.read(lambda work: work.audit.head(TEAM_ID))


async def _attack(database: Database, *statements: str) -> None:
    def change(work: Work) -> None:
        for statement in (*TRIGGERS[work.connection.dialect.name], *statements):
            work.connection.execute(text(statement))

    await database.write(change)


async def _verify(database: Database, head: tuple[int, str] | None = None) -> ChainReport:
    return await database.read(lambda work: work.audit.verify(TEAM_ID, head))


async def test_lines_come_back_as_written_and_chains_do_not_touch(database: Database) -> None:
    def add(work: Work) -> None:
        work.audit.add(TEAM_ID, OLGA, Action.KEY_RENEW, Outcome.DONE, NOW, ticket_id=UUID(int=1), details={"n": (1,)})
        work.audit.add(None, None, Event.OWNER_ADD, Outcome.DONE, NOW)
        work.audit.add(TEAM_ID, None, Event.KEY_LIVE, Outcome.DONE, NOW)

    await database.write(add)

    def look(work: Work) -> None:
        newest, oldest = work.audit.list_latest(TEAM_ID, 5)
        assert oldest == AuditEntry(
            TEAM_ID,
            1,
            NOW,
            OLGA,
            Action.KEY_RENEW,
            Outcome.DONE,
            UUID(int=1),
            {"n": [1]},
            oldest.key_id,
            BEGINNING,
            oldest.hmac,
        )
        assert (newest.sequence, newest.what, newest.previous) == (2, Event.KEY_LIVE, oldest.hmac)
        assert work.audit.list_latest(TEAM_ID, 1) == [newest]
        assert work.audit.head(TEAM_ID) == (2, newest.hmac)
        assert work.audit.list_chains() == [None, TEAM_ID]
        assert [work.audit.verify(chain).lines for chain in work.audit.list_chains()] == [3, 2]

    await database.read(look)


_COPY_2_TO = (
    "INSERT INTO audit_entries SELECT chain_id, {}, format, at, actor, what, outcome,"
    " ticket_id, details, key_id, previous, hmac FROM audit_entries WHERE sequence = 2"
)
_MOVE = "UPDATE audit_entries SET sequence = {} WHERE sequence = {}"
_EDIT = "UPDATE audit_entries SET actor = 1002 WHERE sequence = {}"


@pytest.mark.parametrize(
    ("statements", "faults"),
    [
        ([_EDIT.format(3)], ["edited: line 3"]),
        ([_EDIT.format(2), _EDIT.format(4)], ["edited: line 2", "edited: line 4"]),
        (["UPDATE audit_entries SET details = '{\"n\":[9]}' WHERE sequence = 4"], ["edited: line 4"]),
        (["UPDATE audit_entries SET hmac = 'made up' WHERE sequence = 2"], ["edited: line 2"]),
        (["DELETE FROM audit_entries WHERE sequence = 1"], ["missing: line 1"]),
        (["DELETE FROM audit_entries WHERE sequence IN (2, 3)"], ["missing: lines 2 to 3"]),
        (
            ["DELETE FROM audit_entries WHERE sequence = 2", _MOVE.format(2, 3), _MOVE.format(3, 4)],
            ["missing: line 2, and the later lines were moved up"],
        ),
        ([_MOVE.format(5, 4), _MOVE.format(4, 3), _COPY_2_TO.format(3)], ["inserted: line 3"]),
        ([_MOVE.format(5, 4), _MOVE.format(4, 3), _COPY_2_TO.format(3), _EDIT.format(3)], ["inserted: line 3"]),
        ([_COPY_2_TO.format(5)], ["inserted: line 5"]),
        ([_COPY_2_TO.format(5), _EDIT.format(5)], ["inserted: line 5"]),
        ([_MOVE.format(9, 2), _MOVE.format(2, 3), _MOVE.format(3, 9)], ["reordered: line 2 is now line 3"]),
        ([_MOVE.format(9, 1)], ["reordered: line 1 is now line 9"]),
        (["DELETE FROM audit_entries WHERE sequence > 2"], ["cut off: lines 3 to 4 (against the stored head)"]),
        (["UPDATE audit_heads SET sequence = 3"], ["edited: the stored head 3 is not line 4"]),
    ],
    ids=lambda value: "" if "audit" in value[0] else value[0],
)
async def test_a_chain_that_was_tampered_with_says_how_and_where(
    database: Database, statements: list[str], faults: list[str]
) -> None:
    await _write_four(database)
    assert await _verify(database) == ChainReport(TEAM_ID, 4, [], is_head_proven=False)
    await _attack(database, *statements)
    assert (await _verify(database)).faults == faults


async def test_no_more_edits_are_named_than_a_person_reads(database: Database) -> None:
    for _ in range(6):
        await _write_four(database)
    await _attack(database, "UPDATE audit_entries SET actor = 1002")
    assert len((await _verify(database)).faults) == MOST_FAULTS


async def test_a_chain_longer_than_a_batch_is_verified_to_its_end(database: Database) -> None:
    def write(work: Work) -> None:
        for _ in range(BATCH + 1):
            work.audit.add(TEAM_ID, OLGA, Action.KEY_RENEW, Outcome.DONE, NOW)

    await database.write(write)

    assert await _verify(database) == ChainReport(TEAM_ID, BATCH + 1, [], is_head_proven=False)


async def test_a_transaction_writes_a_known_chain_and_a_new_one(database: Database) -> None:
    await _write_four(database)
    other = UUID(int=TEAM_ID.int + 1)

    def write(work: Work) -> None:
        for chain in (TEAM_ID, other):
            work.audit.add(chain, OLGA, Action.KEY_RENEW, Outcome.DONE, NOW)

    await database.write(write)

    reports = await database.read(lambda work: [work.audit.verify(chain) for chain in (TEAM_ID, other)])
    assert [(report.lines, report.faults) for report in reports] == [(5, []), (1, [])]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        (0, "edited: the stored head 2 is not line 4"),
        (1, "edited: the stored head 2 is not line 8"),
    ],
    ids=["nothing new", "new lines"],
)
async def test_a_head_before_a_checkpoint_is_a_fault(database: Database, more: int, fault: str) -> None:
    sequence, hmac = await _write_four(database)
    since = Checkpoint(TEAM_ID, sequence, hmac, NOW)
    for _ in range(more):
        await _write_four(database)
    await _attack(database, "UPDATE audit_heads SET sequence = 2")

    assert (await database.read(lambda work: work.audit.verify(TEAM_ID, since=since))).faults == [fault]


async def test_a_kept_head_is_looked_for_at_its_own_line(database: Database) -> None:
    sequence, hmac = await _write_four(database)
    last, newer_hmac = await _write_four(database)

    assert (await _verify(database, (sequence, hmac))).is_head_proven
    for head in ((sequence, newer_hmac), (last, hmac)):
        assert (await _verify(database, head)).faults == [
            f"edited: line {head[0]} or one before it (against the posted head {head[0]})"
        ]


async def test_lines_after_a_checkpoint_are_verified_alone_and_all_are_counted(database: Database) -> None:
    sequence, hmac = await _write_four(database)
    since = Checkpoint(TEAM_ID, sequence, hmac, NOW)
    await _write_four(database)

    assert await database.read(lambda work: work.audit.verify(TEAM_ID, since=since)) == ChainReport(
        TEAM_ID, 8, [], is_head_proven=False, since=since
    )


async def test_a_checkpoint_that_is_not_in_the_chain_is_a_fault(database: Database) -> None:
    sequence, _ = await _write_four(database)
    since = Checkpoint(TEAM_ID, sequence, BEGINNING, NOW)

    assert await database.read(lambda work: work.audit.verify(TEAM_ID, since=since)) == ChainReport(
        TEAM_ID,
        4,
        ["edited or missing: line 4, up to which it was verified before"],
        is_head_proven=False,
    )


async def test_a_cut_off_shows_only_against_a_kept_head(database: Database) -> None:
    head = await _write_four(database)
    assert await _verify(database, head) == ChainReport(TEAM_ID, 4, [], is_head_proven=True)
    second = (await database.read(lambda work: work.audit.list_latest(TEAM_ID, 3)))[-1]
    await _attack(
        database,
        "DELETE FROM audit_entries WHERE sequence > 2",
        f"UPDATE audit_heads SET sequence = 2, hmac = '{second.hmac}'",  # noqa: S608 - an attacker's
    )

    assert await _verify(database) == ChainReport(TEAM_ID, 2, [], is_head_proven=False)
    report = await _verify(database, head)
    assert not report.is_head_proven
    assert report.faults == ["cut off: lines 3 to 4 (against the posted head 4)"]
    assert (await _verify(database, (2, second.hmac))).is_head_proven


_AGAIN = (
    "INTO audit_entries SELECT chain_id, sequence, format, at, actor, what, 'failed',"
    " ticket_id, details, key_id, previous, hmac FROM audit_entries WHERE sequence = 2"
)


_REWRITES = {
    "sqlite": [f"INSERT OR REPLACE {_AGAIN}", f"REPLACE {_AGAIN}"],
    "postgresql": [
        f"INSERT {_AGAIN} ON CONFLICT (chain_id, sequence) DO UPDATE SET outcome = EXCLUDED.outcome",
        "TRUNCATE audit_entries",
    ],
}


async def test_the_database_itself_refuses_to_change_a_line(database: Database) -> None:
    await _write_four(database)
    for attack in [
        "UPDATE audit_entries SET outcome = 'failed'",
        "DELETE FROM audit_entries WHERE sequence = 4",
        *_REWRITES[await database.read(lambda work: work.connection.dialect.name)],
    ]:
        with pytest.raises(DatabaseError):
            await database.write(lambda work, attack=attack: work.connection.execute(text(attack)))  # type: ignore[misc]
    assert await _verify(database) == ChainReport(TEAM_ID, 4, [], is_head_proven=False)


async def test_a_refused_body_leaves_no_line(database: Database) -> None:
    def change(work: Work) -> None:
        work.audit.add(TEAM_ID, OLGA, Action.KEY_RENEW, Outcome.DONE, NOW)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await database.write(change)
    assert await database.read(lambda work: work.audit.list_chains()) == [None]
    assert await database.read(lambda work: work.audit.verify(None).lines) == 1


async def test_lines_under_an_older_master_key_count_and_lines_under_a_lost_one_do_not(
    database: Database, url: str, ring: KeyRing
) -> None:
    await _write_four(database)
    await database.close()

    newer = await Database.open(url, ring.with_new_key())
    await newer.write(lambda work: work.audit.add(TEAM_ID, OLGA, Event.KEY_LIVE, Outcome.DONE, NOW))
    assert await _verify(newer) == ChainReport(TEAM_ID, 5, [], is_head_proven=False)
    await newer.close()

    older = await Database.open(url, ring)
    key_id = ring.fingerprint
    [fault] = (await _verify(older)).faults
    assert fault.startswith("edited: line 5, or its master key ")
    assert key_id not in fault
    await older.close()


def test_another_master_key_signs_otherwise() -> None:
    one, other = KeyRing.new(), KeyRing.new()
    assert FieldCipher(one).sign("x", one.fingerprint) != FieldCipher(other).sign("x", other.fingerprint)
    assert FieldCipher(one).sign("x", other.fingerprint) is None


DELETED = "missing: every line, the chain was deleted"


async def _delete_whole(database: Database, chain: UUID | None) -> None:
    def change(work: Work) -> None:
        for statement in TRIGGERS[work.connection.dialect.name]:
            work.connection.execute(text(statement))
        for table in (audit_entries, audit_heads):
            work.connection.execute(table.delete().where(table.c.chain_id == (chain or NO_ONE)))

    await database.write(change)


def _verify_all(work: Work) -> dict[UUID | None, list[str]]:
    return {chain: list(work.audit.verify(chain).faults) for chain in work.audit.list_chains()}


async def test_a_team_s_chain_that_is_deleted_whole_is_missed(database: Database) -> None:
    await _write_four(database)
    await _delete_whole(database, TEAM_ID)
    assert await database.read(_verify_all) == {None: [], TEAM_ID: [DELETED]}


async def test_the_installation_s_chain_that_is_deleted_whole_is_missed(database: Database) -> None:
    await _write_four(database)
    await _delete_whole(database, None)
    assert await database.read(_verify_all) == {None: [DELETED], TEAM_ID: []}


async def test_a_team_without_any_line_is_missed_where_nothing_names_its_chain(database: Database) -> None:
    await database.write(found)
    await _delete_whole(database, TEAM_ID)
    assert (await database.read(_verify_all))[TEAM_ID] == [DELETED]


async def test_a_trail_deleted_whole_is_missed_where_there_are_neither_people_nor_teams(
    database: Database, url: str, ring: KeyRing
) -> None:
    await _delete_whole(database, None)
    assert await _faults_after_restarts(database, url, ring) == [GONE, GONE]


async def test_a_chain_that_begins_again_after_it_was_deleted_is_missed_in_a_database_of_an_earlier_version(
    database: Database, url: str, ring: KeyRing
) -> None:
    await database.write(lambda work: work.people.save(Person(OLGA, "Olga", enrolled_at=NOW)))
    await _delete_whole(database, None)
    await database.write(_forget_trail)
    assert await _faults_after_restarts(database, url, ring) == [GONE, GONE]


GONE = "but the trail had begun before: its lines are gone"


async def _faults_after_restarts(database: Database, url: str, ring: KeyRing) -> list[str]:
    """Return the last findings on the installation's chain after each of two restarts."""
    said = []
    for _ in range(2):
        await database.close()
        database = await Database.open(url, ring)
        [fault] = (await database.read(_verify_all))[None]
        said.append(fault.partition(", ")[2])
    await database.close()
    return said


def _forget_trail(work: Work) -> None:
    """Earlier versions did not note that the trail has begun."""
    work.connection.execute(installation.update().values(has_trail=False))


async def test_chains_of_a_version_before_are_entered_once(database: Database, url: str, ring: KeyRing) -> None:
    await _write_four(database)
    await _delete_whole(database, None)
    await database.write(_forget_trail)
    for _ in range(2):
        await database.close()
        database = await Database.open(url, ring)
        entries = await database.read(lambda work: work.audit.list_latest(None, 2))
        assert [(entry.what, entry.details) for entry in entries] == [(Event.TRAIL_BEGIN, {"chains": [str(TEAM_ID)]})]
        assert await database.read(_verify_all) == {None: [], TEAM_ID: []}
    await database.close()
