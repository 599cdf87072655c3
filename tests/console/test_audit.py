"""`keyminder audit`: a changed chain is found, and its lines go to other programs."""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from uuid import UUID

import pytest

from storage.database import Database
from storage.records import Event, Outcome, Team
from storage.sealing import AUDIT, KeyRing
from storage.work import Work
from tests.console.terminal import Terminal

TEAM = UUID(int=7)
OTHERS = ("sealing", "tokens")
"""Purposes of the other keys that are made from the master key."""
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def write(terminal: Terminal, body: Callable[[Work], None]) -> None:
    async def once() -> None:
        ring = KeyRing.from_text((terminal.folder / "data" / "master.key").read_text())
        database = await Database.open(f"sqlite+aiosqlite:///{terminal.folder}/data/keyminder.db", ring)
        try:
            await database.write(body)
        finally:
            await database.close()

    asyncio.run(once())


def three_lines_each(work: Work) -> None:
    work.people.upsert(11, "Olga")
    work.teams.add(Team(TEAM, -100, None, "Desk", 11, NOW))
    for chain in (None, TEAM):
        for _ in range(3):
            work.audit.add(chain, 11, Event.CODE_BURN, Outcome.DONE, NOW, details={"where": "group"})


def three_more(work: Work) -> None:
    for _ in range(3):
        work.audit.add(TEAM, 11, Event.CODE_BURN, Outcome.DONE, NOW)


def meddle(terminal: Terminal, *statements: str) -> None:
    """Change the file as an attacker with write access, who first removes the table's triggers."""
    with closing(sqlite3.connect(terminal.folder / "data" / "keyminder.db")) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert connection.execute(statement).rowcount > 0
        connection.commit()


def head_of(terminal: Terminal) -> str:
    with closing(sqlite3.connect(terminal.folder / "data" / "keyminder.db")) as connection:
        rows = connection.execute("SELECT chain_id, sequence, hmac FROM audit_heads").fetchall()
    [(sequence, mac)] = [(row[1], row[2]) for row in rows if str(row[0]).replace("-", "") == TEAM.hex]
    return f"{sequence}:{mac}"


@pytest.fixture
def written(terminal: Terminal) -> Terminal:
    write(terminal, three_lines_each)
    return terminal


def test_an_empty_audit_is_intact(terminal: Terminal) -> None:
    said = terminal.types("audit", "verify")
    assert (said.code, said.out) == (
        0,
        "installation: intact up to 1. Lines missing at the end show only with --head.\n",
    )


def test_every_chain_is_listed_with_what_is_not_provable(written: Terminal) -> None:
    said = written.types("audit", "verify")
    assert said.code == 0
    assert "installation: intact up to 5. Lines missing at the end show only with --head" in said.out
    assert f"team {TEAM} (Desk): intact up to 3. Lines missing at the end show only with --head" in said.out


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET outcome = 'refused' WHERE sequence = 2",
        "UPDATE audit_entries SET details = '{}' WHERE sequence = 2",
        "UPDATE audit_entries SET actor = 12 WHERE sequence = 3",
        "DELETE FROM audit_entries WHERE sequence = 2",
        "DELETE FROM audit_entries WHERE sequence = 3",
    ],
)
def test_a_changed_line_is_found(written: Terminal, statement: str) -> None:
    meddle(written, statement)
    said = written.types("audit", "verify")
    assert said.code == 1
    assert "intact" not in said.out


def test_an_exchange_of_two_lines_is_found(written: Terminal) -> None:
    meddle(
        written,
        "UPDATE audit_entries SET sequence = 9 WHERE sequence = 1",
        "UPDATE audit_entries SET sequence = 1 WHERE sequence = 2",
        "UPDATE audit_entries SET sequence = 2 WHERE sequence = 9",
    )
    assert written.types("audit", "verify").code == 1


CUT_OFF = (
    f"DELETE FROM audit_entries WHERE sequence = 3 AND chain_id = '{TEAM.hex}'",  # noqa: S608 - our own id
    "UPDATE audit_heads SET sequence = 2,"  # noqa: S608 - our own id
    " hmac = (SELECT hmac FROM audit_entries e WHERE e.chain_id = audit_heads.chain_id AND e.sequence = 2)"
    f" WHERE chain_id = '{TEAM.hex}'",
)
EDIT = "UPDATE audit_entries SET outcome = 'refused' WHERE sequence = 2"


def test_only_what_came_after_the_last_verification_is_checked_again_unless_all_is_asked_for(written: Terminal) -> None:
    written.types("audit", "verify")
    write(written, three_more)
    meddle(written, EDIT)

    said = written.types("audit", "verify")
    assert (said.code, "intact up to 6, up to 3 as verified on" in said.out) == (0, True)
    full = written.types("audit", "verify", "--full")
    assert (full.code, "edited: line 2" in full.out) == (1, True)


@pytest.mark.parametrize("more", [[], ["--full"]])
def test_a_line_that_is_changed_or_cut_off_after_a_verification_is_found(written: Terminal, more: list[str]) -> None:
    written.types("audit", "verify")
    write(written, three_more)
    meddle(written, "UPDATE audit_entries SET outcome = 'refused' WHERE sequence = 5")
    said = written.types("audit", "verify", *more)
    assert (said.code, "edited: line 5" in said.out) == (1, True)


@pytest.mark.parametrize("more", [[], ["--full"]])
def test_a_cut_off_end_shows_after_a_verification(written: Terminal, more: list[str]) -> None:
    written.types("audit", "verify")
    meddle(written, *CUT_OFF)
    said = written.types("audit", "verify", *more)
    assert (said.code, "Desk): intact" in said.out) == (1, False)


def test_a_checkpoint_that_was_moved_is_found_and_one_that_is_gone_hides_nothing(written: Terminal) -> None:
    written.types("audit", "verify")
    write(written, three_more)
    meddle(written, "UPDATE audit_entries SET outcome = 'refused' WHERE sequence = 5")
    meddle(
        written,
        "UPDATE audit_checkpoints SET sequence = 6,"
        " hmac = (SELECT hmac FROM audit_entries e WHERE e.chain_id = audit_checkpoints.chain_id AND e.sequence = 6)"
        " WHERE chain_id <> '00000000000000000000000000000000'",
    )
    moved = written.types("audit", "verify")
    assert (moved.code, "the checkpoint was changed" in moved.out) == (1, True)
    meddle(written, "DELETE FROM audit_checkpoints")
    gone = written.types("audit", "verify")
    assert (gone.code, "edited: line 5" in gone.out) == (1, True)


def test_what_was_found_changed_is_not_remembered_as_whole(written: Terminal) -> None:
    meddle(written, EDIT)
    for _ in range(2):
        assert written.types("audit", "verify").code == 1


def test_a_cut_off_end_shows_only_against_a_kept_head(written: Terminal) -> None:
    head = head_of(written)
    meddle(written, *CUT_OFF)
    for more in ([], ["--team", str(TEAM)]):
        said = written.types("audit", "verify", "--head", head, *more)
        assert said.code == 1
        assert "cut off" in said.out


def test_a_kept_head_proves_that_nothing_before_it_is_cut_off(written: Terminal) -> None:
    kept = written.types("audit", "verify", "--head", head_of(written), "--team", str(TEAM))
    assert (kept.code, "No line is missing before" in kept.out) == (0, True)


@pytest.mark.parametrize(
    "words", [["--head", "12"], ["--head", "x:y"], ["--team", "Desk"], ["--team", str(UUID(int=8))]]
)
def test_a_wrong_head_and_a_wrong_team_are_one_sentence(written: Terminal, words: list[str]) -> None:
    assert written.cannot("audit", "verify", *words)


@pytest.mark.parametrize("chain", [TEAM.hex, "0" * 32])
def test_a_chain_that_is_deleted_whole_is_found_also_after_a_restart(written: Terminal, chain: str) -> None:
    meddle(
        written,
        f"DELETE FROM audit_entries WHERE chain_id = '{chain}'",  # noqa: S608 - our own id
        f"DELETE FROM audit_heads WHERE chain_id = '{chain}'",  # noqa: S608 - our own id
        "UPDATE people SET enrolled_at = '2026-11-22 00:00:00.000000'",
    )
    for _ in range(2):
        said = written.types("audit", "verify")
        assert said.code == 1
        assert "missing: every line" in said.out or "its lines are gone" in said.out


def test_an_export_has_every_line_of_every_chain(written: Terminal) -> None:
    lines = [json.loads(line) for line in written.types("audit", "export").out.splitlines()]
    assert sorted((str(line["chain_id"]), line["sequence"]) for line in lines) == sorted(
        [(str(TEAM), number) for number in (1, 2, 3)] + [("None", number) for number in range(1, 6)]
    )
    only = [json.loads(line) for line in written.types("audit", "export", "--team", str(TEAM)).out.splitlines()]
    assert {line["chain_id"] for line in only} == {str(TEAM)}
    assert only[0]["details"] == {"where": "group"}


def test_the_audit_keys_sign_and_open_nothing_else(written: Terminal) -> None:
    ring = KeyRing.from_text((written.folder / "data" / "master.key").read_text())
    said = written.types("audit", "keys")
    assert (said.code, said.out) == (0, f"{ring.fingerprint}:{ring.derive(AUDIT)[ring.fingerprint].hex()}\n")
    assert said.out.partition(":")[2].strip() not in {ring.derive(one)[ring.fingerprint].hex() for one in OTHERS}


def test_an_export_of_an_unknown_team_is_one_sentence(written: Terminal) -> None:
    assert "audit verify" in written.cannot("audit", "export", "--team", str(UUID(int=8)))
