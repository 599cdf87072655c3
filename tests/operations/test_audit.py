"""What `/audit` says and finds, and the file that it sends."""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest

from bot.chat.sentences import Sentences
from bot.operations.lookup.audit_line import AuditLine
from bot.operations.model.operation import Question
from bot.operations.queries.audit import AuditSeen
from bot.operations.queries.audit_file import AuditFiles
from bot.operations.queries.overview import Overview
from bot.operations.ticket.audit_said import AUDIT_SENTENCES, say_line
from bot.rules.verdict import Reason, Refused
from storage.audit_check import BEGINNING
from storage.records import (
    Action,
    AuditEntry,
    Event,
    Message,
    Outcome,
    Person,
    ProofKind,
    Role,
    Stage,
    TrailFile,
    TrailForm,
)
from tests.operations.office import BEGINNING as NOW
from tests.operations.office import MAX, OLGA, PAVEL, VERA, Office
from tests.storage.examples import ticket

SENTENCES = Sentences()


def _line(what: Action | Event, outcome: Outcome, details: dict[str, object], *, known: bool) -> AuditLine:
    entry = AuditEntry(UUID(int=1), 1, NOW, OLGA, what, outcome, UUID(int=2), details, "", BEGINNING, BEGINNING)
    payload = {"remarks": ["hedge-btc"], "ips": ["8.8.8.8", "1.1.1.1", "9.9.9.9"]}
    action = what if isinstance(what, Action) else Action.KEY_BIND
    plan = Message("plan", {"who": "Vera"})
    asked = replace(ticket(36, Stage.CODE), action=action, payload=payload, plan=plan) if known else None
    person = Person(VERA, "Vera") if known else None
    return AuditLine(entry, person, person, asked)


def _said(line: AuditLine) -> str:
    return SENTENCES.plain(say_line(line), zone="UTC", now=NOW)


@pytest.mark.parametrize("known", [True, False], ids=["with its request", "alone"])
@pytest.mark.parametrize("what", [*Action, *Event])
def test_every_kind_of_line_has_a_sentence(what: Action | Event, known: bool) -> None:
    for outcome, proof in product(Outcome, ProofKind):
        line = _line(what, outcome, {"proof": proof.value, "account": "main", "key": "hedge-btc"}, known=known)
        assert say_line(line).sentence in AUDIT_SENTENCES
        said = _said(line)
        assert said == said.strip()
        assert "  " not in said
        assert ":" not in said.removesuffix(":") or what in set(Action)


@pytest.mark.parametrize(
    ("what", "outcome", "details", "known", "said"),
    [
        (
            Action.KEY_BIND,
            Outcome.PROVED,
            {"proof": "approval"},
            True,
            "Vera approved: bind 3 IPs to hedge-btc (#36)",
        ),
        (Action.KEY_RENEW, Outcome.ASKED, {}, True, "Vera asked: renew hedge-btc (#36)"),
        (Action.KEY_RENEW, Outcome.REFUSED, {"reason": "x"}, False, "🚫 Refused to 1001: renew a key"),
        (Action.MEMBER_ROLE, Outcome.DONE, {}, True, "✅ Done by Vera: change the role of Vera (#36)"),
        (Event.KEY_LIVE, Outcome.DONE, {"key": "hedge-btc"}, False, "🟢 hedge-btc can be used now"),
        (
            Event.ALERT_ESCALATE,
            Outcome.DONE,
            {"key": "hedge-btc", "level": 2},
            False,
            "❗ No one reacted to the warning about hedge-btc, so I wrote to the approvers",
        ),
        (Event.OWNER_ADD, Outcome.DONE, {}, True, "🚨 Vera was made owner on the server"),
    ],
)
def test_a_line_is_said_in_plain_words(
    what: Action | Event, outcome: Outcome, details: dict[str, object], known: bool, said: str
) -> None:
    assert _said(_line(what, outcome, details, known=known)) == said


async def _history(office: Office) -> None:
    """Olga renews `hedge` and deletes it, and a week later Max makes `grid`."""
    await office.has(MAX, Role.OPERATOR)
    for action in (Action.KEY_CREATE, Action.KEY_RENEW, Action.KEY_DELETE):
        await office.does(OLGA, action, "hedge")
        await office.run()
    office.watch.moment += timedelta(days=7)
    await office.does(MAX, Action.KEY_CREATE, "grid")
    await office.run()


async def _see(office: Office, *words: str, page: int = 0, user_id: int = OLGA) -> AuditSeen:
    seen = await Overview(office.database, office.watch).audit(office.sender(user_id), words, page)
    assert isinstance(seen, AuditSeen)
    return seen


NARROWED = [
    ("max", "Max asked: make grid", "Olga"),
    ("hedge", "Olga asked: delete hedge", "grid"),
    ("hedge delete", "delete hedge", "renew"),
    ("newkey 1d", "make grid", "hedge"),
    ("olga keys 30d", "Olga confirmed by code: renew hedge", "Max"),
]
"""Words after `/audit`, what it then says, and what it leaves out."""


async def test_the_trail_is_narrowed_also_to_a_key_that_is_deleted(office: Office) -> None:
    await _history(office)
    for words, says, hides in NARROWED:
        text = "\n".join(map(_said, (await _see(office, *words.split())).lines))
        assert says in text, words
        assert hides not in text, words


async def test_pages_go_to_the_oldest_line_and_back_while_lines_are_added(office: Office) -> None:
    await _history(office)
    newest = await _see(office)
    assert (newest.turns.before, len(newest.lines)) == (None, 10)
    assert newest.turns.after is not None
    await office.ask(OLGA, Action.KEY_RENEW, "grid")

    oldest = await _see(office, page=newest.turns.after)
    assert oldest.lines[0].entry.sequence == newest.lines[-1].entry.sequence - 1, "no line is left out or repeated"
    while oldest.turns.after is not None:
        oldest = await _see(office, page=oldest.turns.after)
    assert oldest.lines[-1].entry.sequence == 1
    back = oldest
    while back.turns.before is not None:
        back = await _see(office, page=back.turns.before)
    assert _said(back.lines[0]).startswith("Olga asked: renew grid")


async def test_a_mistyped_person_is_refused_with_the_nearest(office: Office) -> None:
    seen = await Overview(office.database, office.watch).audit(office.sender(OLGA), ("olgga",))
    assert isinstance(seen, Refused)
    assert (seen.reason, seen.args["nearest"]) == (Reason.AUDIT_WORD_UNKNOWN, ("Olga",))


async def test_the_export_asks_for_a_form_and_needs_a_code(office: Office) -> None:
    await _history(office)
    await office.has(PAVEL, Role.VIEWER)
    refused = await office.ask(PAVEL, Action.AUDIT_EXPORT)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.ROLE_TOO_LOW
    await office.has(VERA, Role.OPERATOR)
    asked = await office.ask(VERA, Action.AUDIT_EXPORT)
    assert isinstance(asked, Question)

    asked = await office.ask(VERA, Action.AUDIT_EXPORT, "jsonl")
    assert "audit-file" not in await office.said()
    await office.confirm(VERA, asked)
    await office.run()
    assert "audit-file" in await office.said()


@pytest.mark.parametrize("form", TrailForm)
async def test_the_file_has_every_line_up_to_its_last(office: Office, form: TrailForm) -> None:
    await _history(office)
    head = await office.database.read(lambda work: work.audit.head(office.team.id))
    await office.ask(OLGA, Action.KEY_RENEW, "grid")

    data = await AuditFiles(office.database).read(TrailFile(office.team.id, form, head[0]))
    if form is TrailForm.JSONL:
        lines = [json.loads(line) for line in data.decode().splitlines()]
        assert [line["sequence"] for line in lines] == list(range(1, head[0] + 1))
        assert lines[-1]["hmac"] == head[1]
    else:
        first, *rows = data.decode("utf-8-sig").splitlines()
        assert first.startswith("Line,Time,Person,")
        assert len(rows) == head[0]
        assert rows[-1].endswith(head[1])
        assert ",Olga,1001,key:delete,proved,code,3," in "\n".join(rows)
