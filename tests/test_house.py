"""The plan of the code is kept: imports, lengths of files, and complete tables."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.chat.commands import COMMANDS, Where
from bot.chat.sentences import OWN_SENTENCES, Sentences
from bot.operations.desk.catalogue import CATALOGUE
from bot.operations.ticket.audit_said import AUDIT_SENTENCES
from bot.rules.policy import POLICY
from bot.rules.ticket_path import ONLY_LOOKS
from bot.rules.verdict import Reason
from storage.records import Action
from tests.imports import ROOT, list_files, list_imports

LONGEST = 300
ONE_LIST = {"bot/rules/verdict/reasons.py"}
"""All reasons for a refusal are in one list. It is longer, and still read in one go."""

OURS: dict[str, set[str]] = {
    "storage": set(),
    "bot/rules": {"storage.records"},
    "bot/exchanges": {"bot.proxy", "bot.rules", "storage.records"},
    "bot/mail": set(),
    "bot/operations": {"bot.clock", "bot.rules", "bot.exchanges.exchange", "bot.exchanges.main_account", "storage"},
    "bot/jobs": {
        "bot.clock",
        "bot.operations",
        "bot.rules",
        "bot.exchanges.exchange",
        "bot.exchanges.main_account",
        "storage",
    },
    "bot/chat": {"bot.clock", "bot.proxy", "bot.operations", "bot.rules", "storage.records"},
    "bot/web": {"bot.operations", "storage.records"},
    "bot/console": {"bot.clock", "bot.settings", "bot.wiring", "bot.operations", "bot.exchanges", "storage"},
    "bot/wiring": {"bot", "storage"},
    "bot/sandbox": set(),
}
"""Folder → what of ours it may import besides itself."""

OPERATIONS: dict[str, set[str]] = {
    "model": set(),
    "lookup": {"model"},
    "ticket": {"lookup", "model"},
    "drifts": {"ticket", "lookup", "model"},
    "whitelist": {"ticket", "lookup", "model"},
    "members": {"ticket", "lookup", "model"},
    "chats": {"members", "drifts", "ticket", "lookup", "model"},
    "accounts": {"drifts", "ticket", "lookup", "model"},
    "keys": {"accounts", "drifts", "ticket", "lookup", "model"},
    "alerts": {"keys", "accounts", "members", "drifts", "ticket", "lookup", "model"},
    "doctor": {"chats", "drifts", "ticket", "lookup", "model"},
    "queries": {"alerts", "keys", "accounts", "members", "drifts", "lookup", "model"},
    "desk": {"alerts", "keys", "accounts", "members", "whitelist", "ticket", "lookup", "model"},
}
"""Folder of operations → the folders below it that it may import."""

LIBRARIES: dict[str, set[str]] = {
    "storage": {"sqlalchemy", "alembic", "cryptography", "aiosqlite", "asyncpg", "filelock", "tenacity"},
    "bot/rules": {"charset_normalizer", "confusable_homoglyphs", "gmpy2", "idna", "phonenumbers", "pyotp", "sha3"},
    "bot/exchanges": {"aiohttp", "aiolimiter", "structlog", "yarl"},
    "bot/mail": {"aiosmtplib", "jinja2", "structlog"},
    "bot/operations": {"structlog"},
    "bot/jobs": {"structlog"},
    "bot/chat": {"telegram", "aiohttp", "fluent", "babel", "segno", "PIL", "structlog"},
    "bot/web": {"aiohttp", "aiolimiter", "icalendar", "jinja2", "prometheus_client", "structlog"},
    "bot/console": {"typer", "segno", "structlog"},
    "bot/wiring": {"aiohttp", "structlog", "telegram", "uvloop"},
    "bot/sandbox": {"aiohttp", "aiosmtpd", "pyotp", "structlog"},
}
"""Folder → the libraries that it may import."""

OWN_ROOF = {
    "bot/clock.py": set(),
    "bot/proxy.py": set(),
    "bot/settings.py": {"dotenv"},
    "bot/setting_values.py": set(),
    "bot/logs.py": {"structlog"},
}
"""Files beside the folders, with the libraries that they may import."""

STANDARD = sys.stdlib_module_names


@cache
def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@cache
def _code(file: Path) -> str:
    """Return a file without its top imports, in which every room is named."""
    return "\n".join(line for line in _read(file).splitlines() if not line.startswith(("from ", "import ")))


def _nodes(file: Path, word: str) -> Iterator[ast.AST]:
    """Yield every node of a file, or none if the word is not in it, because parsing takes most of the time."""
    if word in _code(file):
        yield from ast.walk(ast.parse(_read(file)))


def _room_of(file: Path) -> str | None:
    name = file.relative_to(ROOT).as_posix()
    return next((room for room in OURS if name.startswith(f"{room}/")), None)


@cache
def _imports(file: Path) -> frozenset[str]:
    """Return every module that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in list_imports(file):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif node.module:
            found.add(node.module)
    return frozenset(found)


def _is_within(module: str, allowed: str) -> bool:
    return module == allowed or module.startswith(f"{allowed}.")


@pytest.mark.parametrize("room", sorted(OURS))
def test_each_room_imports_only_what_the_table_allows(room: str) -> None:
    own = room.replace("/", ".")
    wrong = []
    for file in list_files():
        if _room_of(file) != room:
            continue
        for module in _imports(file):
            top = module.partition(".")[0]
            if top in {"bot", "storage"}:
                if not any(_is_within(module, allowed) for allowed in {own, *OURS[room]}):
                    wrong.append(f"{file.relative_to(ROOT)} imports {module}")
            elif top not in STANDARD | LIBRARIES[room]:
                wrong.append(f"{file.relative_to(ROOT)} imports {module}")
    assert wrong == []


def test_each_folder_of_operations_imports_only_folders_below_it() -> None:
    place, start = ROOT / "bot" / "operations", "bot.operations."
    assert {file.name for file in place.iterdir() if file.is_dir() and file.name != "__pycache__"} == set(OPERATIONS)
    wrong = [
        f"{file.relative_to(ROOT)} imports {module}"
        for file in place.rglob("*.py")
        for module in _imports(file)
        if module.startswith(start)
        and module.split(".")[2]
        not in {file.relative_to(place).parts[0], *OPERATIONS[file.relative_to(place).parts[0]]}
    ]
    assert wrong == []


def test_the_folder_for_telegram_knows_nothing_else_of_chat() -> None:
    wrong = [
        f"{file.relative_to(ROOT)} imports {module}"
        for file in (ROOT / "bot" / "chat" / "telegram").glob("*.py")
        for module in _imports(file)
        if module.startswith("bot.chat.") and not _is_within(module, "bot.chat.telegram")
    ]
    assert wrong == []


def test_files_beside_the_folders_are_the_known_ones() -> None:
    beside = {file.relative_to(ROOT).as_posix() for file in list_files() if _room_of(file) is None}
    assert beside == set(OWN_ROOF) | {"bot/__init__.py", "bot/__main__.py"}


def test_the_sandbox_is_imported_by_main_alone() -> None:
    assert _importers("bot/sandbox") == {"bot/__main__.py"}


def test_wiring_is_imported_by_main_and_the_console_and_knows_neither() -> None:
    outside = {file for file in _importers("bot/wiring") if not file.startswith("bot/console/")}
    assert outside == {"bot/__main__.py"}
    assert not [file for file in _importers("bot/console") if file.startswith("bot/wiring/")]


def _importers(room: str) -> set[str]:
    """Return the files outside a folder that import from it."""
    name = room.replace("/", ".")
    return {
        file.relative_to(ROOT).as_posix()
        for file in list_files()
        if _room_of(file) != room and any(_is_within(module, name) for module in _imports(file))
    }


ASKS_TELEGRAM = {"bot/chat/telegram/client.py", "bot/chat/telegram/polling.py"}
"""Other files use `TelegramClient`, which limits calls and reports trouble.

getUpdates waits for half a minute with its own retries.
"""
NO_CALLS = {"initialize", "shutdown", "username", "bot", "can_read_all_group_messages"}


def test_only_the_client_calls_telegram() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "bot").rglob("*.py")
        if not path.is_relative_to(ROOT / "bot/sandbox") and str(path.relative_to(ROOT)) not in ASKS_TELEGRAM
        for node in _nodes(path, "bot.")
        if isinstance(node, ast.Attribute) and _is_bot(node.value) and node.attr not in NO_CALLS
    ]
    assert found == []


def _is_bot(node: ast.expr) -> bool:
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name in {"bot", "_bot"}


def test_no_code_reads_the_meaning_of_a_message_out_of_its_sentence() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{part.lineno}"
        for file in list_files()
        if not file.is_relative_to(ROOT / "bot/chat/sentences")
        for node in _nodes(file, ".sentence")
        for part in _decided_by(node)
        if isinstance(part, ast.Attribute) and part.attr == "sentence"
    ]
    assert found == []


def _decided_by(node: ast.AST) -> list[ast.expr]:
    """What a comparison, a match, a subscript or a method call looks at."""
    match node:
        case ast.Compare(left=left, comparators=others):
            return [left, *others]
        case ast.Match(subject=subject):
            return [subject]
        case ast.Subscript(value=value, slice=key):
            return [value, key]
        case ast.Call(func=ast.Attribute(value=value)):
            return [value]
    return []


WRITES_PRESSES = {"bot/operations/model/notifications.py", "storage/serialization.py"}
"""What gives a button the text of its press: the codec's `encode`, or what it was read back with."""


def test_only_the_codec_writes_the_text_of_a_press() -> None:
    found = {
        file.relative_to(ROOT).as_posix()
        for file in list_files()
        for node in _nodes(file, "Button(")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Button"
        if any(keyword.arg == "press" for keyword in node.keywords)
    }
    assert found == WRITES_PRESSES


def test_types_are_not_imported_behind_a_curtain() -> None:
    assert [file.name for file in list_files() if "TYPE_CHECKING" in _read(file)] == []


def test_records_stay_free_of_the_database() -> None:
    modules = {module for file in (ROOT / "storage" / "records").glob("*.py") for module in _imports(file)}
    assert all(module.partition(".")[0] in STANDARD or _is_within(module, "storage.records") for module in modules)


@pytest.mark.parametrize("kind", ["*.py", "*.js", "*.css"])
def test_no_file_is_longer_than_three_hundred_lines(kind: str) -> None:
    files = [*(ROOT / "bot").rglob(kind), *(ROOT / "storage").rglob(kind)]
    long = {
        file.relative_to(ROOT).as_posix(): lines
        for file in files
        if "migrations/versions" not in file.as_posix()
        and file.relative_to(ROOT).as_posix() not in ONE_LIST
        and (lines := len(_read(file).splitlines())) > LONGEST
    }
    assert long == {}


def test_every_module_has_a_docstring() -> None:
    dumb = [file for file in list_files() if not _read(file).startswith('"""')]
    assert [file.relative_to(ROOT).as_posix() for file in dumb] == []


def test_every_action_has_its_operation_and_its_policy() -> None:
    assert set(CATALOGUE) == set(Action)
    assert set(POLICY) == set(Action)
    assert all(operation.action is action for action, operation in CATALOGUE.items())
    assert {action for action, operation in CATALOGUE.items() if operation.survey} == ONLY_LOOKS


def test_every_command_has_its_sentences() -> None:
    known = Sentences().list_ids()
    for word, command in COMMANDS.items():
        assert word == command.word
        if command.where is not Where.NOWHERE:
            assert {f"help-{word}", f"menu-{word}"} <= known


def test_every_reason_has_its_sentence_and_is_used() -> None:
    known = Sentences().list_ids()
    source = "".join(_read(file) for file in list_files() if file.name != "reasons.py")
    for reason in Reason:
        assert f"refused-{reason.value}" in known
        assert f"Reason.{reason.name}" in source, f"nobody refuses with {reason.name}"


def test_every_sentence_is_said_somewhere_and_every_said_one_exists() -> None:
    known = Sentences().list_ids()
    source = "".join(_read(file) for file in list_files())
    made = (
        AUDIT_SENTENCES
        | {f"refused-{reason.value}" for reason in Reason}
        | {f"{kind}-{word}" for word in COMMANDS for kind in ("help", "menu")}
    )
    others = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "bot/chat/sentences").glob("*.ftl"))
    used = {name for name in known if f'"{name}"' in source or f"{{ {name} }}" in others}
    assert known - OWN_SENTENCES - made - used == set()
    said: set[str] = set()
    for file in list_files():
        if _room_of(file) == "bot/sandbox":
            continue  # Its `Message` is Telegram's.
        for node in _nodes(file, "Message("):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message":
                said.update(str(one.value) for one in node.args[:1] if isinstance(one, ast.Constant))
    letters = {
        "audit_head",
        "confirm_email",
        "confirm_old_email",
        "confirm_ticket",
        "copy_of_ticket",
        "email_changed",
        "ends_by_mail",
        "glass_broken",
        "news_by_mail",
    }
    letters.add("team_lost")
    assert said - known - letters == set()


def test_every_command_is_in_the_reference_with_its_role() -> None:
    reference = (ROOT / "deploy/README.md").read_text(encoding="utf-8").partition("## Commands in the chat")[2]
    for word, command in COMMANDS.items():
        if command.where is not Where.NOWHERE:
            role = command.least.value if command.least else "anyone"
            assert re.search(rf"^\| `/{word}\b.*\| {role} \|", reference, re.MULTILINE), word
