from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from storage.database import BadMasterKey, Database, SealBroken
from storage.records import KeyFacts, LedgerEntry, Link, LinkPurpose, Message, MessageContent
from storage.sealing import FieldCipher, KeyRing
from storage.serialization import canonical, content_from_json, from_json, plain, saying_from_json, to_json
from storage.tables import accounts, people
from storage.work import Work
from tests.storage.examples import ACCOUNT_ID, CONTENT, HOLDER, HOUR, LEASE, MAX, NOW, OLGA, PERSON, SEED, found, ticket

CODE = "recovery-code-9"


def _all_bytes(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.iterdir())


async def test_no_secret_lies_in_the_file_in_plain_text(sqlite_url: str, ring: KeyRing, tmp_path: Path) -> None:
    key = KeyFacts("r1", "ACCESS", "visible remark", True, False, (), NOW, None, NOW)

    def fill(work: Work) -> str:
        found(work)
        work.people.save(PERSON)
        work.people.replace_recovery_codes(OLGA, [CODE])
        work.inbox.take([{"update_id": 1, "message": {"text": "typed 777888"}}], NOW, HOLDER, LEASE)
        work.outbox.say(CONTENT, 1, due_at=NOW)
        work.books.enter(ACCOUNT_ID, uuid4(), 1, lambda _: LedgerEntry(key, key_secret="made-secret"))
        return work.links.create(Link(LinkPurpose.TICKET, uuid4(), OLGA, NOW))

    database = await Database.open(sqlite_url, ring)
    token = await database.write(fill)
    raw = _all_bytes(tmp_path)
    await database.close()
    raw += _all_bytes(tmp_path)

    assert b"visible remark" in raw
    for secret in (SEED, SEED[::-1], CODE, "exchange-secret", "made-secret", "777888", "key-renewed", token):
        assert secret.encode() not in raw, secret


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people SET sealed_totp_seed = (SELECT sealed_totp_seed FROM people WHERE user_id = 1001)",
        "UPDATE people SET sealed_totp_seed = sealed_pending_seed",
        "UPDATE people SET sealed_totp_seed = substr(sealed_totp_seed, 1, 9)",
        "UPDATE people SET sealed_totp_seed = substr(sealed_totp_seed, 1, 40)",
        "UPDATE people SET sealed_totp_seed = substr(sealed_totp_seed, 2)",
        "UPDATE people SET sealed_totp_seed = substr(sealed_totp_seed, 1, 0)",
    ],
    ids=["of somebody else", "of another column", "name only", "cut", "shifted", "empty"],
)
async def test_a_sealed_value_opens_only_whole_and_where_it_was_written(database: Database, statement: str) -> None:
    def fill(work: Work) -> None:
        work.people.save(PERSON)
        work.people.save(replace(PERSON, user_id=MAX))
        work.connection.execute(text(statement))

    await database.write(fill)
    with pytest.raises(SealBroken):
        await database.read(lambda work: work.people.get(MAX))


def test_any_bit_changed_breaks_the_seal() -> None:
    cipher = FieldCipher(KeyRing.new())
    sealed = cipher.seal(people.c.sealed_totp_seed, OLGA, "secret")
    assert cipher.open(people.c.sealed_totp_seed, OLGA, sealed) == "secret"
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(SealBroken):
            cipher.open(people.c.sealed_totp_seed, OLGA, changed)


def test_the_newest_key_seals_and_every_key_of_the_ring_opens() -> None:
    old = KeyRing.new()
    new = old.with_new_key()
    column, row = accounts.c.sealed_credentials, UUID(int=1)
    by_old, by_new = FieldCipher(old).seal(column, row, "a"), FieldCipher(new).seal(column, row, "b")

    assert [FieldCipher(new).open(column, row, one) for one in (by_old, by_new)] == ["a", "b"]
    assert FieldCipher(old).hash_token("ticket", "t") in FieldCipher(new).token_hashes("ticket", "t")
    with pytest.raises(SealBroken):
        FieldCipher(old).open(column, row, by_new)


def test_what_an_installation_has_stored_stays_readable() -> None:
    ring = KeyRing.from_text("bd847d5da5c874ad:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    cipher = FieldCipher(ring)
    sealed = "01bd847d5da5c874ad69264ab90ece7b4364dc74b8525bae3191eaada4cf827e7f662c7e767a27431b575b"

    assert cipher.open(people.c.sealed_totp_seed, OLGA, bytes.fromhex(sealed)) == "secret"
    assert cipher.hash_token("ticket", "token") == "25ff8cfc641092aba68daf22165563fd1aa81bd9608df51805237352bcca83e4"
    assert cipher.sign("line", ring.fingerprint) == "1e3fb8d7271b051a7cde3e07df2f06013a140b3230f497d45b6b67605ced6e70"


def test_a_ring_survives_its_text_and_never_shows_a_key() -> None:
    ring = KeyRing.new().with_new_key()
    assert KeyRing.from_text(",".join(ring.to_text().split())).fingerprints == ring.fingerprints
    assert KeyRing.from_text(ring.to_text()).fingerprints == ring.fingerprints
    assert not any(line.partition(":")[2] in repr(ring) for line in ring.to_text().splitlines())


@pytest.mark.parametrize("fault", ["", "abc", "empty", "!", "cut", "renamed", "twice"])
def test_a_ring_with_a_typing_error_is_refused(fault: str) -> None:
    whole = KeyRing.new().to_text().strip()
    texts = {"cut": whole[:-4], "renamed": "0" + whole, "twice": f"{whole} {whole}", "empty": ":", "!": f"{whole}!"}
    with pytest.raises(BadMasterKey, match="put it back from your copy"):
        KeyRing.from_text(texts.get(fault, fault))


def test_a_short_key_is_refused() -> None:
    with pytest.raises(BadMasterKey, match="32 bytes"):
        KeyRing([b"short"])


@pytest.mark.parametrize(
    "thing", [CONTENT, MessageContent(Message("x")), ticket(1).plan, Message("x", {"none": ()})], ids=str
)
def test_sayings_and_contents_survive_their_text(thing: Message | MessageContent) -> None:
    assert from_json(to_json(thing)) == thing
    assert to_json(from_json(to_json(thing))) == to_json(thing)


def test_a_saying_where_a_content_belongs_is_a_broken_assumption() -> None:
    with pytest.raises(TypeError):
        content_from_json(to_json(Message("x")))
    with pytest.raises(TypeError):
        saying_from_json(to_json(CONTENT))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": 1, "a": [None, True]}, '{"a":[null,true],"b":1}'),
        ({"at": NOW + HOUR}, '{"at":"2026-11-22T10:00:00.123456Z"}'),
        (["é", UUID(int=1)], '["\\u00e9","00000000-0000-0000-0000-000000000001"]'),
    ],
)
def test_canonical_json_has_one_form(value: object, expected: str) -> None:
    assert canonical(value) == expected
    assert canonical(plain(value)) == expected


@pytest.mark.parametrize("value", [NOW.replace(tzinfo=None), float("nan"), object()], ids=["naive", "nan", "object"])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        canonical({"x": value})
