"""Each obstacle to a command is one sentence with exit code 2, and nothing is created or changed."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from filelock import FileLock

from storage.sealing import KeyRing
from tests.console.terminal import Terminal

NOWHERE = "http://127.0.0.1:9"


@pytest.mark.parametrize("words", [["rum"], ["run", "now"], ["enrol", "olga"], ["owner", "add", "-5"]])
def test_a_wrong_command_line_ends_with_2(bare: Terminal, words: list[str]) -> None:
    said = bare.types(*words)
    assert said.code == 2
    assert "Error" in said.err
    assert not (bare.folder / "data").exists()


def test_wrong_settings_are_reported_before_anything_is_made(bare: Terminal) -> None:
    bare.set({"KEYMINDER_TELEGRAM_TOKEM": "1:hunter2"})
    for command in ("run", "start", "check", "migrate"):
        sentence = bare.cannot(command)
        assert "did you mean KEYMINDER_TELEGRAM_TOKEN?" in sentence
        assert "hunter2" not in sentence
    assert not (bare.folder / "data").exists()


def test_settings_come_from_the_env_file_of_the_folder(bare: Terminal) -> None:
    (bare.folder / ".env").write_text("KEYMINDER_LISTEN=nowhere\n")
    assert "KEYMINDER_LISTEN must be HOST:PORT" in bare.cannot("migrate")


def test_a_first_migrate_makes_database_and_key_for_their_user_alone(bare: Terminal) -> None:
    assert bare.types("migrate").code == 0
    for name in ("keyminder.db", "master.key"):
        assert (bare.folder / "data" / name).stat().st_mode & 0o077 == 0
    assert bare.types("migrate").code == 0


def test_what_must_be_alone_is_refused_beside_another(terminal: Terminal) -> None:
    key = (terminal.folder / "data" / "master.key").read_text()
    assert terminal.types("backup", "copy.db").code == 0
    for locked, command in (("keyminder.db", ("restore", "copy.db")), ("master.key", ("rotate-master-key",))):
        with FileLock(terminal.folder / "data" / f"{locked}.lock"):
            assert "Another Keyminder is running" in terminal.cannot(*command)
    assert (terminal.folder / "data" / "master.key").read_text() == key


def test_a_change_of_the_tables_is_refused_while_the_bot_runs(terminal: Terminal) -> None:
    database = terminal.folder / "data" / "keyminder.db"
    with FileLock(f"{database}.lock"):
        assert terminal.types("migrate").code == 0, "there is nothing to change"
        with contextlib.closing(sqlite3.connect(database)) as older:
            older.execute("DELETE FROM alembic_version")
            older.commit()
        for command in (("migrate",), ("audit", "verify"), ("owner", "add", "1001")):
            assert "Another Keyminder is running" in terminal.cannot(*command)


def test_another_master_key_is_refused(terminal: Terminal) -> None:
    terminal.set({"KEYMINDER_MASTER_KEY": KeyRing.new().to_text()})
    assert "put the right one back" in terminal.cannot("audit", "verify")


def test_a_broken_master_key_is_refused(terminal: Terminal) -> None:
    terminal.set({"KEYMINDER_MASTER_KEY": "hunter2"})
    assert "hunter2" not in terminal.cannot("audit", "verify")


def test_a_missing_master_key_is_never_made_again(terminal: Terminal) -> None:
    (terminal.folder / "data" / "master.key").unlink()
    assert "put it back from your copy" in terminal.cannot("migrate")
    assert not (terminal.folder / "data" / "master.key").exists()


def test_a_database_of_the_sandbox_never_opens_for_real(bare: Terminal, empty_installation: Path) -> None:
    (bare.folder / "data").mkdir()
    for name in ("keyminder.db", "master.key"):
        shutil.copy(empty_installation / name, bare.folder / "data" / name)
    assert "belongs to the sandbox" in bare.cannot("migrate")


def test_a_place_that_is_not_a_folder_is_refused(bare: Terminal) -> None:
    (bare.folder / "file").write_text("")
    bare.set({"KEYMINDER_DATABASE_URL": f"sqlite+aiosqlite:///{bare.folder}/file/keyminder.db"})
    assert bare.cannot("migrate")


def test_a_file_that_is_not_a_database_is_refused(terminal: Terminal) -> None:
    (terminal.folder / "data" / "keyminder.db").write_bytes(b"this is no database" * 1000)
    assert "keyminder.db" in terminal.cannot("migrate")


def test_postgresql_that_is_not_there_is_one_sentence(bare: Terminal) -> None:
    bare.set({"KEYMINDER_DATABASE_URL": "postgresql+asyncpg://k:hunter2@127.0.0.1:9/k"})
    sentence = bare.cannot("migrate")
    assert "PostgreSQL" in sentence
    assert "hunter2" not in sentence


@pytest.mark.parametrize(
    "url",
    [
        "postgres://k:hunter2@127.0.0.1:9/k?sslmode=require",
        "postgresql://k:hunter2@127.0.0.1:9/k?pgbouncer=true&options=-cwork_mem%3D8MB",
        "postgres://k:hunter2@127.0.0.1:9/k?sslmode=verify-full&sslrootcert=/nowhere/hunter2.crt",
        "postgres://k:hunter2@127.0.0.1:9/k?sslcert=/nowhere.crt&sslkey=/nowhere.key&sslmode=require",
        "postgres://k:hunter2@127.0.0.1:9/k?passfile=/nowhere&service=nowhere",
        "postgres://k:hunter2@127.0.0.1:9/k?target_session_attrs=nonsense",
        "postgres://k:hunter2@127.0.0.1:9/k?ssl_min_protocol_version=nonsense",
        "postgres://k:hunter2@127.0.0.1:9,127.0.0.1/k?port=9,9,9",
        "postgres://k:hunter2@127.0.0.1:99999/k",
        "postgres://k:hunter2@host with spaces/k",
        f"postgres://k:hunter2@{'x' * 70}.example/k",
        "postgres://k:hunter2@%00/k",
        "postgres://k:hunter2@/k?host=/nowhere",
        "postgres://k:hunter2/x@127.0.0.1/k",
        "postgresql+asyncpg://k:hunter2@127.0.0.1:9/k?statement_timeout=5",
        "sqlite+aiosqlite:///data/keyminder.db?timeout=30",
    ],
)
def test_whatever_the_address_of_the_database_holds_it_is_one_sentence(bare: Terminal, url: str) -> None:
    bare.set({"KEYMINDER_DATABASE_URL": url, "KEYMINDER_TELEGRAM_TOKEN": "1:x", "KEYMINDER_TELEGRAM_API_URL": NOWHERE})
    for command in ("run", "migrate"):
        assert "hunter2@" not in bare.cannot(command)
    said = bare.types("check")
    assert said.code in {1, 2}
    assert "KEYMINDER_DATABASE_URL" in said.out + said.err
    assert "hunter2@" not in said.out + said.err
    assert list(bare.folder.iterdir()) == []


def test_check_lists_what_is_missing_and_makes_nothing(bare: Terminal) -> None:
    said = bare.types("check")
    assert said.code == 1
    assert "problem  No owner is set" in said.out
    assert "note     No mail server is set" in said.out
    assert list(bare.folder.iterdir()) == []


def test_check_says_when_a_mail_server_is_away(bare: Terminal) -> None:
    bare.set({"KEYMINDER_SMTP_URL": "smtp://127.0.0.1:9", "KEYMINDER_MAIL_FROM": "k@example.org"})
    assert "problem  The mail server at 127.0.0.1 port 9 does not answer" in bare.types("check").out


def test_check_says_when_others_can_read_the_master_key(terminal: Terminal) -> None:
    (terminal.folder / "data" / "master.key").chmod(0o644)
    assert "chmod 600" in terminal.types("check").out


def test_a_folder_in_the_place_of_the_database_is_not_reported_as_a_missing_key(bare: Terminal) -> None:
    (bare.folder / "data" / "keyminder.db").mkdir(parents=True)
    assert "is a folder: name a file" in bare.cannot("migrate")
    said = bare.types("check").out
    assert "problem  data/keyminder.db is a folder" in said
    assert "master key" not in said


def test_without_a_token_run_makes_nothing_and_says_where_it_looked(bare: Terminal) -> None:
    assert f"looked in the environment and in {bare.folder}/.env, which does not exist" in bare.cannot("run")
    (bare.folder / ".env").write_text("KEYMINDER_OWNERS=7\n")
    assert f"looked in the environment and in {bare.folder}/.env)" in bare.cannot("run")
    assert [one.name for one in bare.folder.iterdir()] == [".env"]


def test_a_new_installation_is_reported_with_its_places(bare: Terminal) -> None:
    made = f"Made a new installation: database {bare.folder}/data/keyminder.db, key {bare.folder}/data/master.key."
    assert made in bare.types("migrate").out
    assert made not in bare.types("migrate").out


def test_check_makes_nothing_when_everything_else_is_set(bare: Terminal) -> None:
    bare.set({"KEYMINDER_TELEGRAM_TOKEN": "1:x", "KEYMINDER_TELEGRAM_API_URL": NOWHERE, "KEYMINDER_OWNERS": "7"})
    said = bare.types("check").out
    assert f"note     There is no database in {bare.folder}/data/keyminder.db yet. The first start makes it." in said
    assert list(bare.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("ALL_PROXY", "socks5://hunter2:x@127.0.0.1:1080", "ALL_PROXY names a SOCKS proxy"),
        ("all_proxy", "socks5h://127.0.0.1:1080", "unset all_proxy"),
        ("HTTPS_PROXY", "proxy.example.org:3128", "HTTPS_PROXY must begin with http://"),
        ("https_proxy", "http://proxy.example.org:hunter2", "https_proxy must begin with http://"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_named_by_its_variable(bare: Terminal, name: str, value: str, says: str) -> None:
    bare.set({name: value, "KEYMINDER_TELEGRAM_TOKEN": "1:x", "KEYMINDER_COINEX_API_URL": NOWHERE})
    sentence = bare.cannot("run")
    assert says in sentence
    assert "hunter2" not in sentence
    bare.set({"KEYMINDER_TELEGRAM_API_URL": NOWHERE})
    assert f"problem  {sentence}" in bare.types("check").out
    assert list(bare.folder.iterdir()) == []


@pytest.mark.parametrize("proxies", [{"NO_PROXY": "*"}, {"HTTPS_PROXY": "http://127.0.0.1:9"}])
def test_a_proxy_that_is_not_taken_is_not_complained_of(bare: Terminal, proxies: dict[str, str]) -> None:
    bare.set({"ALL_PROXY": "socks5://127.0.0.1:1080", "KEYMINDER_TELEGRAM_API_URL": NOWHERE, **proxies})
    assert "SOCKS" not in bare.types("check").out


@pytest.mark.parametrize("text", ["hunter2", "", "0011223344556677:hunter2"])
def test_check_says_when_a_master_key_is_none(bare: Terminal, text: str) -> None:
    (bare.folder / "data").mkdir()
    (bare.folder / "data" / "master.key").write_text(text)
    said = bare.types("check")
    assert "problem  data/master.key has no complete master key. Put it back from your copy." in said.out
    assert "hunter2" not in said.out
    if text:
        bare.set({"KEYMINDER_MASTER_KEY": text})
        assert "problem  KEYMINDER_MASTER_KEY has no complete master key" in bare.types("check").out


LONG = f"{'x' * 70}.example"
"""A name that no resolver accepts."""


@pytest.mark.parametrize(
    "settings",
    [
        {"KEYMINDER_TELEGRAM_API_URL": f"http://{LONG}"},
        {"KEYMINDER_TELEGRAM_API_URL": "http://a..b"},
        {"KEYMINDER_TELEGRAM_API_URL": "http://[::g]"},
        {"KEYMINDER_TELEGRAM_API_URL": "http://a b"},
        {"KEYMINDER_SMTP_URL": f"smtp://{LONG}", "KEYMINDER_MAIL_FROM": "k@example.org"},
        {"KEYMINDER_SMTP_URL": "smtp://a..b", "KEYMINDER_MAIL_FROM": "k@example.org"},
        {"KEYMINDER_SMTP_URL": "smtps://k:\udcff@127.0.0.1:9", "KEYMINDER_MAIL_FROM": "k@example.org"},
        {"KEYMINDER_SMTP_URL": "smtps://k:hunter\u200b2@127.0.0.1:9", "KEYMINDER_MAIL_FROM": "k@example.org"},
        {"KEYMINDER_SMTP_URL": "smtp://127.0.0.1:9", "KEYMINDER_MAIL_FROM": f"k@{LONG}"},
        {"KEYMINDER_SMTP_URL": "smtp://127.0.0.1:9", "KEYMINDER_MAIL_FROM": ".@-"},
        {"KEYMINDER_LISTEN": f"{LONG}:1"},
        {"KEYMINDER_LISTEN": "a..b:1"},
        {"KEYMINDER_LISTEN": "[:::::]:1"},
        {"KEYMINDER_PUBLIC_URL": f"https://{LONG}"},
        {"KEYMINDER_PUBLIC_URL": "https://a..b"},
        {"KEYMINDER_MASTER_KEY_FILE": "data/\udcff.key"},
        {"KEYMINDER_MASTER_KEY_FILE": "/"},
        {"KEYMINDER_MASTER_KEY": "\udcff"},
        {"KEYMINDER_DATABASE_URL": f"sqlite+aiosqlite:///{'x' * 300}.db"},
        {"KEYMINDER_DATABASE_URL": "sqlite+aiosqlite:///\udcff.db"},
        {"KEYMINDER_COINEX_API_URL": "https://a..b"},
        {"KEYMINDER_TELEGRAM_TOKEN_FILE": "\udcff"},
        {"KEYMINDER_OWNERS": "\u0661\u0660\u0660\u0661"},
    ],
)
def test_whatever_a_setting_holds_no_command_ends_in_a_stack(bare: Terminal, settings: dict[str, str]) -> None:
    here = {"KEYMINDER_TELEGRAM_API_URL": NOWHERE, "KEYMINDER_LISTEN": "127.0.0.1:0"}
    token = {} if "KEYMINDER_TELEGRAM_TOKEN_FILE" in settings else {"KEYMINDER_TELEGRAM_TOKEN": "1:x"}
    bare.set({**here, **token, **settings})
    for command in ("check", "migrate", "backup copy.db", "audit verify"):
        said = bare.types(*command.split())
        assert said.code in {0, 1, 2}
        assert "internal error" not in said.err
        assert "hunter" not in said.out + said.err
