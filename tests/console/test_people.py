"""Obstacles to backup, restore and key rotation."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.sealing import KeyRing
from tests.console.terminal import Terminal


def key_of(terminal: Terminal) -> KeyRing:
    return KeyRing.from_text((terminal.folder / "data" / "master.key").read_text())


def database_of(terminal: Terminal) -> Path:
    return terminal.folder / "data" / "keyminder.db"


def forget_database(terminal: Terminal) -> None:
    for file in (terminal.folder / "data").glob("keyminder.db*"):
        file.unlink()


def test_a_backup_holds_no_master_key(terminal: Terminal) -> None:
    terminal.types("backup", "copy.db")
    secret = (terminal.folder / "data" / "master.key").read_text().strip().rpartition(":")[2]
    assert secret.encode() not in (terminal.folder / "copy.db").read_bytes()


def test_a_backup_is_taken_while_something_is_being_written(terminal: Terminal) -> None:
    with closing(sqlite3.connect(database_of(terminal), isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO people (user_id, name, zone, failed_codes) VALUES (1, 'Half', 'UTC', 0)")
        assert terminal.types("backup", "copy.db").code == 0
        writer.execute("ROLLBACK")
    with closing(sqlite3.connect(terminal.folder / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM people").fetchone() == (0,)


def test_a_backup_overwrites_nothing(terminal: Terminal) -> None:
    (terminal.folder / "copy.db").write_text("precious")
    assert "exists already" in terminal.cannot("backup", "copy.db")
    assert (terminal.folder / "copy.db").read_text() == "precious"


def test_a_backup_needs_a_database(bare: Terminal) -> None:
    assert "There is no database" in bare.cannot("backup", "copy.db")


def test_a_restore_replaces_no_database(terminal: Terminal) -> None:
    terminal.types("backup", "copy.db")
    before = database_of(terminal).read_bytes()
    assert "There is a database in the way" in terminal.cannot("restore", "copy.db")
    assert database_of(terminal).read_bytes() == before


def test_what_is_left_beside_a_database_is_named_at_once(terminal: Terminal) -> None:
    terminal.types("backup", "copy.db")
    database_of(terminal).unlink()
    for end in ("-wal", "-shm"):
        Path(f"{database_of(terminal)}{end}").touch()
    sentence = terminal.cannot("restore", "copy.db")
    assert "keyminder.db-wal, data/keyminder.db-shm away first" in sentence


def test_a_restore_without_the_key_makes_none(terminal: Terminal) -> None:
    terminal.types("backup", "copy.db")
    shutil.rmtree(terminal.folder / "data")
    assert "put it back from your copy" in terminal.cannot("restore", "copy.db")
    assert not (terminal.folder / "data").exists()


def test_a_file_that_is_not_a_backup_is_not_restored(terminal: Terminal) -> None:
    forget_database(terminal)
    (terminal.folder / "junk.db").write_bytes(b"junk" * 5000)
    with closing(sqlite3.connect(terminal.folder / "other.db")) as other:
        other.execute("CREATE TABLE t (x)")
    for name in ("junk.db", "other.db", "missing.db"):
        assert name in terminal.cannot("restore", name)
        assert not database_of(terminal).exists()


def test_a_rotated_key_opens_everything_and_the_older_backup_too(terminal: Terminal) -> None:
    terminal.types("backup", "copy.db")
    old = key_of(terminal).fingerprint
    said = terminal.types("rotate-master-key")
    assert said.code == 0
    new = key_of(terminal)
    assert new.fingerprint in said.out
    assert new.fingerprints == (new.fingerprint, old)
    assert terminal.types("audit", "verify").code == 0
    forget_database(terminal)
    assert terminal.types("restore", "copy.db").code == 0
    assert terminal.types("audit", "verify").code == 0


def test_a_rotation_is_rehearsed_on_a_sandbox_and_nothing_real_is_touched(
    terminal: Terminal, empty_installation: Path
) -> None:
    real = key_of(terminal)
    folder = terminal.folder / "data" / "sandbox"
    folder.mkdir()
    for name in ("keyminder.db", "master.key"):
        shutil.copy(empty_installation / name, folder / name)
    old = KeyRing.from_text((folder / "master.key").read_text().strip())
    terminal.set({"KEYMINDER_MASTER_KEY": real.to_text()})
    for _ in range(2):
        assert "The master key is" in terminal.types("rotate-master-key", "--sandbox", "data/sandbox").out
    ring = KeyRing.from_text((folder / "master.key").read_text().strip())
    assert (len(ring.fingerprints), ring.fingerprints[-1]) == (3, old.fingerprint)
    assert key_of(terminal).fingerprints == real.fingerprints
    assert "belongs to a real installation" in terminal.cannot("rotate-master-key", "--sandbox", "data")
    assert "There is no sandbox in elsewhere" in terminal.cannot("rotate-master-key", "--sandbox", "elsewhere")
    assert key_of(terminal).fingerprints == real.fingerprints


def test_a_key_in_the_environment_cannot_be_rotated(terminal: Terminal) -> None:
    terminal.set({"KEYMINDER_MASTER_KEY": key_of(terminal).to_text()})
    assert "KEYMINDER_MASTER_KEY_FILE" in terminal.cannot("rotate-master-key")


def test_a_key_that_a_command_prints_opens_the_database_and_is_not_rotated(terminal: Terminal) -> None:
    key = terminal.folder / "data" / "master.key"
    key.rename(terminal.folder / "kms")
    terminal.set({"KEYMINDER_MASTER_KEY_COMMAND": "cat kms"})
    assert terminal.types("audit", "verify").code == 0
    assert "The master key comes from KEYMINDER_MASTER_KEY_COMMAND." in terminal.types("check").out
    assert "comes from KEYMINDER_MASTER_KEY_COMMAND, which" in terminal.cannot("rotate-master-key")
    terminal.set({"KEYMINDER_MASTER_KEY_COMMAND": "exit 1"})
    assert "gave no master key" in terminal.cannot("audit", "verify")
    assert "gave no master key: it ended with exit code 1" in terminal.types("check").out
    assert not key.exists()


def test_a_key_without_its_database_is_not_rotated(terminal: Terminal) -> None:
    before = key_of(terminal).fingerprint
    forget_database(terminal)
    assert "There is no database yet in" in terminal.cannot("rotate-master-key")
    assert key_of(terminal).fingerprint == before
    assert not database_of(terminal).exists()


def test_nothing_is_rotated_without_a_database(bare: Terminal) -> None:
    said = bare.types("rotate-master-key")
    assert said.code == 2
    assert not (bare.folder / "data" / "master.key").exists()


def change_copy(terminal: Terminal, *statements: str) -> None:
    with closing(sqlite3.connect(terminal.folder / "copy.db", isolation_level=None)) as copy:
        for statement in statements:
            copy.execute(statement)


def has_a_backup(terminal: Terminal) -> None:
    assert terminal.types("backup", "copy.db").code == 0
    forget_database(terminal)


def test_a_backup_that_is_as_it_was_made_comes_back_without_its_seal(terminal: Terminal) -> None:
    has_a_backup(terminal)
    said = terminal.types("restore", "copy.db")
    assert (said.code, said.err) == (0, "")
    with closing(sqlite3.connect(database_of(terminal))) as restored:
        assert not restored.execute("SELECT 1 FROM sqlite_master WHERE name = 'backup_seal'").fetchall()


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        (["UPDATE installation SET created_at = '2020-01-01 00:00:00.000000'"], "It was changed after it was made."),
        (["INSERT INTO people (user_id, name, zone, failed_codes) VALUES (9, 'x', 'UTC', 0)"], "It was changed"),
        (["DROP TRIGGER audit_entries_no_update"], "It was changed after it was made."),
        (["CREATE VIEW more AS SELECT 1"], "It was changed after it was made."),
        (["DROP TABLE backup_seal"], "It has no seal"),
        (["DELETE FROM backup_seal"], "It was changed after it was made."),
        (["UPDATE backup_seal SET key_id = 'x'"], "It was changed after it was made."),
        (
            ["DROP TRIGGER audit_entries_no_delete", "DELETE FROM audit_entries", "DELETE FROM audit_heads"],
            "Its audit trail, installation: missing: every line, the chain was deleted.",
        ),
        (
            ["DROP TRIGGER audit_entries_no_update", "UPDATE audit_entries SET details = 'x', at = 'y'"],
            "Its audit trail, installation: a line was changed into what cannot be read",
        ),
        (["UPDATE audit_heads SET chain_id = 'x'"], "Its audit trail cannot be read."),
    ],
)
def test_a_backup_that_was_changed_is_refused_unless_it_is_asked_for(
    terminal: Terminal, statements: list[str], says: str
) -> None:
    has_a_backup(terminal)
    change_copy(terminal, *statements)
    sentence = terminal.cannot("restore", "copy.db")
    assert says in sentence
    assert "--accept-changed" in sentence
    assert not database_of(terminal).exists()

    said = terminal.types("restore", "copy.db", "--accept-changed")
    assert said.code == 0
    assert says in said.err
    assert database_of(terminal).exists()


def test_a_backup_that_keeps_a_change_from_before_says_so(terminal: Terminal) -> None:
    with closing(sqlite3.connect(database_of(terminal), isolation_level=None)) as database:
        database.execute("DROP TRIGGER audit_entries_no_update")
        database.execute("UPDATE audit_entries SET actor = 7")
    assert terminal.types("backup", "copy.db").code == 0
    forget_database(terminal)
    sentence = terminal.cannot("restore", "copy.db")
    assert "Its audit trail, installation: edited: line 1." in sentence
    assert "after it was made" not in sentence


def test_a_backup_from_before_the_key_was_rotated_is_as_it_was_made(terminal: Terminal) -> None:
    assert terminal.types("backup", "copy.db").code == 0
    assert terminal.types("rotate-master-key").code == 0
    forget_database(terminal)
    said = terminal.types("restore", "copy.db")
    assert (said.code, said.err) == (0, "")
