"""Existing keys are tracked without their secrets and managed on the exchange's page."""

from tests.app import TestApp
from tests.people import Member


async def test_a_tracked_key_is_shown_with_its_end(app: TestApp, olga: Member) -> None:
    done = await olga.does("/track old-bot 4DA36FFC61334695 expires 2027-02-20")

    assert "old-bot is watched" in done.text
    assert "expires in 90 days · 20\u00a0Feb\u00a02027\u00a023:59\u00a0UTC" in (await olga.says("/key old-bot")).text


async def test_a_tracked_key_without_a_date_has_an_unknown_end(app: TestApp, olga: Member) -> None:
    await olga.does("/track old-bot 4DA36FFC61334695")

    assert "expiry date unknown" in (await olga.says("/key old-bot")).text


async def test_renewing_it_is_manual_and_attested_by_a_named_person(app: TestApp, olga: Member, max_: Member) -> None:
    await olga.does("/track old-bot 4DA36FFC61334695 expires 2026-12-01")

    card = await olga.says("/renew old-bot")
    assert "I cannot do this myself. After you confirm, do it on the exchange’s page" in card.text
    assert "After you confirm, do it" in (await olga.opens(card)).text, "said before the code, not after it"
    await olga.types(olga.code())
    assert "I cannot do this myself. Do it on the exchange’s page before" in olga.again(card).text
    assert "After you confirm" not in olga.again(card).text
    assert " · 9 days" in (await olga.says("/keys")).text
    await max_.presses(card, "Done")
    await max_.presses(max_.newest(), "in 90 days")

    assert "old-bot is renewed" in olga.again(card).text
    assert "in 90 days · " in (await olga.says("/key old-bot")).text


async def test_a_stranger_cannot_say_that_it_is_done(app: TestApp, olga: Member) -> None:
    stranger = app.member(1999, "Mallory")
    await olga.does("/track old-bot 4DA36FFC61334695 expires 2026-12-01")
    card = await olga.does("/renew old-bot")

    assert "Only members of this team" in await stranger.presses(card, "Done")
    assert "press Done" in olga.again(card).text


async def test_a_csv_of_keys_is_one_ticket(app: TestApp, olga: Member) -> None:
    sheet = "Remark;Access ID;Expires;IPs\r\none;ACCESS1;2027-02-20;\r\n\r\ntwo;ACCESS2;;203.0.113.7 203.0.113.8\r\n"

    card = await olga.sends("keys.csv", ("\ufeff" + sheet).encode(), "/track")
    assert "Watch 2 existing keys" in card.text
    done = await olga.confirms(card)

    assert "one is watched (number 1), expires in 90 days · 20\u00a0Feb\u00a02027" in done.text
    assert "two is watched (number 2), does not expire" in done.text


async def test_a_csv_that_is_not_unicode_is_read_and_said_to_be_a_guess(app: TestApp, olga: Member) -> None:
    card = await olga.sends("keys.csv", "Remark,Access ID\nmüller,ACCESS1\n".encode("cp1252"), "/track")

    assert "I read it as Windows-1252. Check line 2: müller,ACCESS1" in card.text
    assert "Watch an existing key" in card.text


WRONG_FILES = [
    ("keys.xlsx", b"PK\x03\x04", "Save as CSV"),
    ("keys.csv", b"\xff\xfe\x00", "cannot read this file as text"),
    ("keys.csv", b"", "This file has no rows"),
    ("keys.csv", b"Remark,Access ID\n", "This file has no rows"),
    ("keys.csv", b"Name,Key\na,b\n", "must name the columns: Remark, Access ID, Expires, IPs"),
    ("keys.csv", b"Remark,Access ID\none,A1\ntwo,A2,extra\n", "Line 3: It has 3 fields instead of 2"),
    ("keys.csv", b"Remark,Access ID,Expires\none,A1,soon\n", "“soon” is not a date"),
    ("keys.csv", b"Remark,Access ID\none,A1\ntwo,A1\n", "Key “one” already has the access id"),
    ("keys.csv", b"x" * 1_000_001, "larger than 1 MB"),
]


async def test_a_wrong_file_is_answered_in_one_sentence(olga: Member) -> None:
    for name, data, answer in WRONG_FILES:
        assert answer in (await olga.sends(name, data, "/track")).text, answer


async def test_kraken_s_access_id_is_watched_and_found_by_it(app: TestApp, olga: Member) -> None:
    access_id = "VLfQKpH4k6kU+x2n9Rr/3dZqYtW0aBcDeFgHiJkLmNoPqRsTuVwXyZ01"
    await olga.does(f"/track kraken-bot {access_id} expires never")

    detail = (await olga.says(f"/key {access_id}")).text
    assert "kraken-bot · number 1" in detail
    assert "does not expire" in detail
