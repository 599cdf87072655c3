"""`deploy/verify_audit.pl` checks an exported trail without any of our code."""

import asyncio
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from storage.audit_lines import line_as_json, list_lines
from storage.database import Database
from storage.records import Action, Event, Outcome
from storage.sealing import AUDIT, KeyRing
from storage.work import Work
from tests.storage.examples import NOW, OLGA, TEAM_ID

PROGRAM = Path(__file__).parent.parent / "deploy" / "verify_audit.pl"
ODD = {"hmac": "0", "key_id": 'a","hmac":"b', "n": [1.0, -5, 2**63, None], "ключ": {"previous": "x"}}
"""Details that look like the rest of a line."""

Lines = list[str]


@dataclass(frozen=True, slots=True)
class Trail:
    """A team's six lines with the keys and the head that prove them."""

    lines: Lines
    keys: str
    head: str


def _write(work: Work) -> None:
    work.audit.add(TEAM_ID, OLGA, Action.KEY_RENEW, Outcome.DONE, NOW, ticket_id=TEAM_ID, details=ODD)
    work.audit.add(TEAM_ID, None, Event.KEY_LIVE, Outcome.DONE, NOW)
    work.audit.add(TEAM_ID, -5, Event.CODE_BURN, Outcome.DONE, NOW, details={"n": work.audit.head(TEAM_ID)[0]})


@pytest.fixture(scope="module")
def trail(tmp_path_factory: pytest.TempPathFactory, ring: KeyRing) -> Trail:
    """Export a trail of two master keys."""
    url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('trail')}/keyminder.db"
    newer = ring.with_new_key()

    async def write() -> tuple[Lines, tuple[int, str]]:
        for keys in (ring, newer):
            database = await Database.open(url, keys)
            await database.write(_write)
            async with database.stream(list_lines(None)) as batches:
                lines = [line_as_json(entry) async for entries in batches for entry in entries]
            head = await database.read(lambda work: work.audit.head(TEAM_ID))
            await database.close()
        return lines, head

    lines, (number, digest) = asyncio.run(write())
    keys = "".join(f"{name}:{key.hex()}\n" for name, key in newer.derive(AUDIT).items())
    return Trail(lines, keys, f"{number}:{digest}")


def _go_without(missing: str) -> NoReturn:
    if os.environ.get("KEYMINDER_REQUIRE_ALL"):
        pytest.fail(missing)
    pytest.skip(missing)


class Auditor:
    """Runs the program on lines."""

    def __init__(self, trail: Trail, folder: Path) -> None:
        perl = shutil.which("perl")
        if perl is None:
            _go_without("there is no Perl on this machine")
        self._perl = perl
        self._folder = folder
        (folder / "keys").write_text(trail.keys)

    def says(self, lines: Lines, *words: str) -> tuple[int, Lines]:
        (self._folder / "audit.jsonl").write_text("".join(f"{line}\n" for line in lines))
        command = [self._perl, str(PROGRAM), "audit.jsonl", *words]
        done = subprocess.run(  # noqa: S603 - our own program
            command, cwd=self._folder, check=False, capture_output=True, text=True, timeout=60
        )
        if "Can't locate Digest/SHA.pm" in done.stderr:
            _go_without("Perl has no Digest::SHA on this machine")
        assert done.stderr == "" or done.returncode == 2
        return done.returncode, (done.stdout + done.stderr).splitlines()


@pytest.fixture
def auditor(trail: Trail, tmp_path: Path) -> Auditor:
    return Auditor(trail, tmp_path)


def _team_of(lines: Lines) -> Lines:
    return [line for line in lines if str(TEAM_ID) in line.partition('"details"')[0]]


def _numbered(lines: Lines) -> Lines:
    """Give lines the numbers of their places."""
    return [re.sub(r'"sequence":\d+,"t', f'"sequence":{place},"t', line) for place, line in enumerate(lines, 1)]


def test_a_good_export_is_good_with_keys_and_head(auditor: Auditor, trail: Trail) -> None:
    code, said = auditor.says(trail.lines, "keys=keys", f"head={trail.head}")
    assert code == 0
    assert f"team {TEAM_ID}: every line is as it was written, up to the head {trail.head}" in said
    assert any(line.startswith("installation: every line is as it was written") for line in said)
    assert said[-1] == "head 6: it is in the trail, so no line before it was cut off or replaced"


def test_without_keys_the_links_are_checked_and_the_contents_are_not(auditor: Auditor, trail: Trail) -> None:
    code, said = auditor.says(trail.lines)
    assert (code, all("contents not checked" in line for line in said)) == (0, True)
    edited = [line.replace('"actor":-5', '"actor":-6') for line in trail.lines]
    assert auditor.says(edited)[0] == 0


Attack = Callable[[Lines], Lines]

FORGED = '"actor":7'
ATTACKS: dict[str, tuple[Attack, str, str]] = {
    "edited": (
        lambda lines: [line.replace('"actor":-5', FORGED) if '"sequence":3,"t' in line else line for line in lines],
        "edited: line 3",
        "",
    ),
    "missing": (lambda lines: [*lines[:1], *lines[3:]], "missing: line 2 to 3", "missing: line 2 to 3"),
    "missing, later lines moved up": (
        lambda lines: _numbered([*lines[:1], *lines[2:]]),
        "missing: line 2",
        "edited or missing: line 2 does not follow the one before",
    ),
    "inserted": (
        lambda lines: _numbered([*lines[:3], lines[3].replace('"actor":', FORGED), *lines[3:]]),
        "inserted: line 4",
        "",
    ),
    "repeated": (
        lambda lines: _numbered([*lines[:4], lines[1], *lines[4:]]),
        "inserted: line 5 repeats another",
        "inserted: line 5 repeats another",
    ),
    "reordered": (
        lambda lines: _numbered([*lines[:2], lines[3], lines[2], *lines[4:]]),
        "reordered: line 3 is line 4 now",
        "reordered: line 3 is line 4 now",
    ),
    "cut off": (lambda lines: lines[:4], "cut off or replaced: no chain has the posted head 6", "same"),
    "not a line": (lambda lines: [*lines, '{"actor":null}'], "edited: line 7 of the file is not one that", "same"),
}


@pytest.mark.parametrize("kind", ATTACKS)
def test_what_was_done_to_an_export_is_named_with_its_place(auditor: Auditor, trail: Trail, kind: str) -> None:
    attack, with_keys, without = ATTACKS[kind]
    lines = attack(_team_of(trail.lines))
    code, said = auditor.says(lines, "keys=keys", f"head={trail.head}")
    assert (code, any(with_keys in line for line in said)) == (1, True), said
    if without:
        code, said = auditor.says(lines, f"head={trail.head}")
        assert (code, any((with_keys if without == "same" else without) in line for line in said)) == (1, True), said


@pytest.mark.parametrize("words", [["keys=nothing"], ["head=12"], ["--help"], ["keys=audit.jsonl"]])
def test_what_cannot_be_read_is_one_sentence(auditor: Auditor, trail: Trail, words: list[str]) -> None:
    code, said = auditor.says(trail.lines, *words)
    assert (code, len(said)) == (2, 1)


def test_the_program_is_short_enough_to_be_read_by_an_auditor() -> None:
    assert len(PROGRAM.read_text(encoding="utf-8").splitlines()) <= 150
