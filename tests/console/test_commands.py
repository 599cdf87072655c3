"""The commands on the server."""

import contextlib
import hashlib
import json
import sqlite3
from pathlib import Path

import pyotp
import pytest
import typer

from storage.sealing import KeyRing
from tests.console.conftest import Type

WORDS = ["run", "sandbox", "check", "enrol", "owner", "audit", "backup", "restore", "migrate", "rotate-master-key"]


def test_version_is_one_line(keyminder: Type) -> None:
    assert keyminder("version") == (0, "keyminder 0.1.0\n", "")


def test_help_names_every_command_but_the_hidden_one(keyminder: Type) -> None:
    code, out, _ = keyminder("--help")
    commands = out.partition("Commands:")[2]
    assert code == 0
    assert all(f"\n  {word} " in commands for word in [*WORDS, "version"])
    assert "\n  start " not in commands
    assert "..." not in commands


@pytest.mark.parametrize("word", WORDS)
def test_help_of_a_command_teaches_with_an_example(keyminder: Type, word: str) -> None:
    words = {"owner": ["owner", "add"], "audit": ["audit", "verify"]}.get(word, [word])
    assert f"keyminder {' '.join(words)}" in keyminder(*words, "--help")[1].partition("\n")[2]


def test_a_command_of_the_chat_names_the_one_of_the_console(keyminder: Type) -> None:
    code, out, err = keyminder("doctor")
    assert (code, out) == (2, "")
    assert err.endswith("use: keyminder check\n")


def test_a_missing_backup_is_named_before_the_master_key(keyminder: Type) -> None:
    code, _, err = keyminder("restore", "nofile.db")
    assert code == 2
    assert err == f"There is no backup {Path('nofile.db').absolute()}.\n"


def test_without_a_token_run_says_how_to_get_one(keyminder: Type) -> None:
    code, out, err = keyminder("run")
    assert (code, out) == (2, "")
    assert "@BotFather" in err
    assert "Traceback" not in err


def test_an_unknown_setting_gets_the_nearest_name(keyminder: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEYMINDER_OWNER", "1001")
    code, _, err = keyminder("migrate")
    assert code == 2
    assert err == "There is no setting KEYMINDER_OWNER: did you mean KEYMINDER_OWNERS?\n"


def test_check_finds_what_is_missing(keyminder: Type) -> None:
    code, out, _ = keyminder("check")
    assert code == 1
    assert "KEYMINDER_TELEGRAM_TOKEN" in out


@pytest.mark.parametrize(
    "words", [("audit", "verify"), ("audit", "export"), ("enrol", "1001"), ("owner", "add", "1001")]
)
def test_where_no_database_is_none_is_made_by_the_way(keyminder: Type, words: tuple[str, ...]) -> None:
    code, out, err = keyminder(*words)
    assert (code, out) == (2, "")
    assert err.startswith(f"There is no database yet in {Path('data/keyminder.db').absolute()}: correct")
    assert list(Path().iterdir()) == []


def test_a_fresh_trail_is_whole(installed: Type) -> None:
    assert installed("audit", "verify") == (
        0,
        "installation: intact up to 1. Lines missing at the end show only with --head.\n",
        "",
    )
    [line] = installed("audit", "export")[1].splitlines()
    assert json.loads(line)["what"] == "trail:begin"


def test_a_person_enrols_on_the_terminal_once(installed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    _enrol(installed, monkeypatch)
    assert installed("audit", "verify")[:2] == (
        0,
        "installation: intact up to 2. Lines missing at the end show only with --head.\n",
    )
    code, _, err = installed("enrol", "1001")
    assert code == 2
    assert "keyminder owner reset 1001" in err


def test_a_kept_head_proves_that_nothing_is_cut_off(installed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    _enrol(installed, monkeypatch)
    line = json.loads(installed("audit", "export")[1].splitlines()[-1])
    head = f"{line['sequence']}:{line['hmac']}"
    assert installed("audit", "verify", "--head", head)[0] == 0
    code, out, _ = installed("audit", "verify", "--head", f"3:{hashlib.sha256().hexdigest()}")
    assert code == 1
    assert "cut off: no chain has the head 3 that you kept." in out
    assert installed("audit", "verify", "--head", "2:abc")[0] == 2
    assert installed("audit", "verify", "--team", "nobody")[0] == 2


def test_a_changed_line_is_found(installed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    _enrol(installed, monkeypatch)
    with contextlib.closing(sqlite3.connect("data/keyminder.db")) as database, database:
        database.execute("DROP TRIGGER audit_entries_no_update")
        database.execute("UPDATE audit_entries SET actor = 1003 WHERE sequence = 2")
    code, out, _ = installed("audit", "verify")
    assert (code, out) == (1, "installation: edited: line 2\n")


def test_a_backup_comes_back(installed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    _enrol(installed, monkeypatch)
    fingerprint = KeyRing.from_text(Path("data/master.key").read_text()).fingerprint
    code, out, _ = installed("backup", "copy.db")
    assert code == 0
    assert fingerprint in out
    assert "not in it" in out
    assert Path("copy.db").stat().st_mode & 0o777 == 0o600
    assert installed("backup", "copy.db")[0] == 2
    assert "in the way" in installed("restore", "copy.db")[2]
    for left in Path("data").glob("keyminder.db*"):
        left.unlink()
    assert installed("restore", "copy.db")[0] == 0
    assert (
        installed("audit", "verify")[1]
        == "installation: intact up to 2. Lines missing at the end show only with --head.\n"
    )


def test_a_backup_under_another_key_is_refused(installed: Type) -> None:
    installed("backup", "copy.db")
    for left in Path("data").glob("keyminder.db*"):
        left.unlink()
    Path("data/master.key").write_text(KeyRing.new().to_text())
    code, _, err = installed("restore", "copy.db")
    assert code == 2
    assert "put the right one back" in err
    assert not Path("data/keyminder.db").exists()


def test_postgres_is_backed_up_by_its_own_tools(keyminder: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEYMINDER_DATABASE_URL", "postgresql+asyncpg://somebody:secret@127.0.0.1/keyminder")
    code, _, err = keyminder("backup", "copy.db")
    assert code == 2
    assert "pg_dump" in err
    assert "pg_restore" in err


def test_rotation_seals_again_and_keeps_the_old_key(installed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    _enrol(installed, monkeypatch)
    old = KeyRing.from_text(Path("data/master.key").read_text())
    assert installed("rotate-master-key")[0] == 0
    ring = KeyRing.from_text(Path("data/master.key").read_text())
    assert ring.fingerprints == (ring.fingerprint, old.fingerprint)
    assert installed("audit", "verify")[0] == 0
    with contextlib.closing(sqlite3.connect("data/keyminder.db")) as database:
        ((seed,),) = database.execute("SELECT sealed_totp_seed FROM people").fetchall()
        assert bytes.fromhex(ring.fingerprint) in seed
        assert database.execute("SELECT fingerprint FROM installation").fetchone() == (ring.fingerprint,)


def test_owners_are_added_and_reset_only_in_existing_teams(installed: Type) -> None:
    assert "no team yet" in installed("owner", "add", "1001")[2]
    assert "I do not know a person with the id 1001" in installed("owner", "reset", "1001")[2]


def _enrol(installed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    """Type the code of the seed that the terminal has shown."""
    shown: list[str] = []
    echo = typer.echo

    def listen(text: str = "", *, err: bool = False) -> None:
        shown.append(text)
        echo(text, err=err)

    with monkeypatch.context() as patched:
        patched.setattr("typer.echo", listen)
        patched.setattr("typer.prompt", lambda _text: pyotp.TOTP(shown[-1].rpartition(" ")[2]).now())
        code, out, _ = installed("enrol", "1001")
    assert code == 0
    assert "1001 has an authenticator now" in out


def test_an_unexpected_error_is_one_sentence_and_logged_without_variables(
    installed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = Path("data/master.key").read_text().strip().rpartition(":")[2]

    def fail(_count: int) -> bytes:
        raise RuntimeError("no randomness")

    monkeypatch.setattr("secrets.token_bytes", fail)
    code, out, err = installed("rotate-master-key")
    assert (code, out) == (1, "")
    assert err == (
        "Keyminder has an internal error (RuntimeError). Run the command again as `keyminder --logs …` and report its "
        "output.\n"
    )
    code, out, err = installed("--logs", "rotate-master-key")
    assert code == 1
    assert "keyminder broke" in err
    assert "no randomness" in err
    assert key[:20] not in out + err
