"""The documents can be followed: their links and paths exist, and so do their commands."""

import re
from pathlib import Path

import pytest
import typer.main

from bot.__main__ import app
from bot.chat.commands import COMMANDS

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    "README.md",
    "CHANGELOG.md",
    "bot/README.md",
    "deploy/README.md",
    ".github/CONTRIBUTING.md",
    ".github/SECURITY.md",
]
IN_CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"(?:bot|storage|tests|deploy|\.ci)/[\w./-]*")


def read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    """Return the anchors of the headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", read(document)):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        file = ((ROOT / document).parent / name).resolve() if name else ROOT / document
        assert file.exists(), target
        assert not anchor or anchor in anchors(file.read_text(encoding="utf-8")), target


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_exists(document: str) -> None:
    paths = {path for code in IN_CODE.findall(read(document)) for path in [code] if PATH.fullmatch(path)}
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_chat_command_exists(document: str) -> None:
    named = {word for code in IN_CODE.findall(read(document)) for word in re.findall(r"^/([a-z]+)(?= |$)", code)}
    machine_paths = {"healthz", "metrics", "readyz", "telegram"}
    of_botfather = {"newbot", "revoke", "deletebot"}
    assert named - set(COMMANDS) - machine_paths - of_botfather == set()


def test_the_guide_has_every_console_command() -> None:
    assert console_commands() - {"start", "doctor"} == set(
        re.findall(r"^\| `keyminder ([a-z -]+?)(?: [A-Z_]+)?` \|", read("deploy/README.md"), re.MULTILINE)
    )


def console_commands() -> set[str]:
    """Return `run`, `owner add`, and so on. A group counts if it is a command too."""
    found = set()
    for word, command in getattr(typer.main.get_command(app), "commands", {}).items():
        inner = getattr(command, "commands", {})
        found |= {f"{word} {one}" for one in inner}
        if not inner or getattr(command, "invoke_without_command", False):
            found.add(word)
    return found


def test_every_target_of_make_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    for document in DOCUMENTS:
        named = re.findall(r"`make ([a-z ]+)", read(document)) + re.findall(
            r"^make ([a-z ]+)", read(document), re.MULTILINE
        )
        assert {word for words in named for word in words.split()} <= targets, document


def test_every_claim_about_security_names_tests_that_exist() -> None:
    tests = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    claims = re.findall(r"^- .+$", read(".github/SECURITY.md").partition("## Threat model")[2], re.MULTILINE)
    named = [one for claim in claims for one in re.findall(r"`(test_\w+)`", claim)]

    assert [one for one in named if f"def {one}(" not in tests] == []
    assert [claim for claim in claims if "`test_" not in claim] == []


def test_the_front_page_stays_short() -> None:
    assert len(read("README.md").splitlines()) <= 120
