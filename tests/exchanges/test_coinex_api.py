"""What is sent to CoinEx is exactly what is signed, and answers are read leniently."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.exchanges import coinex_api as messages
from bot.exchanges.coinex_api import Call, Group, read_key, read_reply, sign, write_request
from bot.exchanges.exchange import Reference
from bot.exchanges.idempotency_tag import TAG_LENGTH, read_tagged, tag_of, write_tagged
from bot.exchanges.json_fields import Unreadable, as_bool, as_harmless, as_int
from bot.exchanges.main_account import Credentials
from bot.exchanges.retry import ErrorReply
from bot.exchanges.transport import Answer
from tests.exchanges.contract import new_reference

CREDENTIALS = Credentials("4DA36FFC61334695A66F8D29020EB589", "B51068CF10B34E7789C374AB932696A05E0A629BE7BFC62F")
AT = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=1700490703564)
BASE = "https://api.coinex.com/v2"

CREATE_BODY = '{"sub_user_name":"sub1","trade_enabled":true,"ip_whitelist":["1.1.1.1","1.1.1.2"],"remark":"test"}'
SORTED_BODY = '{"ip_whitelist":["1.1.1.1","1.1.1.2"],"remark":"test","sub_user_name":"sub1","trade_enabled":true}'

VECTORS = {
    "A": ("GET", "/account/info", "", "47831bf35e8845a5a47a021a29cc749e7d9470f6a52a18c7782c16636907ce0e"),
    "B": (
        "GET",
        "/account/subs/api?sub_user_name=sub2&page=1&limit=2",
        "",
        "067ea12a8e31d091462323b815b17d6dfe2fd52c09e401bf43574ffc149be6c9",
    ),
    "B'": (
        "GET",
        "/account/subs/api?limit=2&page=1&sub_user_name=sub2",
        "",
        "25a0c4dcd068e8c7f8601394f7825ab3de60dc7431d1ba0459efe6123f563d7e",
    ),
    "C": (
        "GET",
        "/spot/pending-order?market=BTCUSDT&market_type=SPOT&side=buy&page=1&limit=10",
        "",
        "95cec09e8f5687c4a3031924c5e594b69755188c6759f6640c622f0cc08763b7",
    ),
    "D": (
        "POST",
        "/account/subs/api",
        CREATE_BODY,
        "4249ef3473a8fac364ed7913762ddf6c180f8c1ebe76f9388b975ef9d9af6a0d",
    ),
    "D'": (
        "POST",
        "/account/subs/api",
        SORTED_BODY,
        "36da47fe8179fc5d41ea0e12c028bfee045e033f4fa12fcbccb360830c7a0d76",
    ),
    "E": (
        "POST",
        "/account/subs/delete-api",
        '{"api_id":554}',
        "e2a3709c7d85954b11b355faac82ccd5f5d2e53ea084a6f654e8a232dbe67d6c",
    ),
    "F": (
        "GET",
        "/account/subs?sub_user_name=a+b%2Bc&is_frozen=false",
        "",
        "cf58fe067eff87d2aaf189068243496564af48f4d426cb5f0c58f9d6cad3f748",
    ),
}
"""Method, path behind `/v2`, body, signature.

Source: computed from docs.coinex.com/api/v2/authorization with Python's hmac and with OpenSSL, 2026-11-22.
"""


@pytest.mark.parametrize("name", VECTORS)
def test_signatures_are_coinex_s(name: str) -> None:
    method, target, body, signature = VECTORS[name]
    assert sign(CREDENTIALS.secret, method, f"/v2{target}", body, "1700490703564") == signature


@pytest.mark.parametrize("name", VECTORS)
def test_a_written_request_bears_the_signature_of_its_own_bytes(name: str) -> None:
    method, target, body, signature = VECTORS[name]
    path, _, query = target.partition("?")
    pairs = (
        [("sub_user_name", "a b+c"), ("is_frozen", "false")]
        if name == "F"
        else [(one.partition("=")[0], one.partition("=")[2]) for one in query.split("&") if one]
    )
    call = Call(method, path, Group.QUERY, pairs, json.loads(body) if body else None)
    request = write_request(BASE, call, CREDENTIALS, AT)
    assert (request.url, request.body.decode()) == (f"{BASE}{target}", body)
    assert request.headers["X-COINEX-SIGN"] == signature
    assert request.headers["X-COINEX-KEY"] == CREDENTIALS.access_id
    assert request.headers["X-COINEX-TIMESTAMP"] == "1700490703564"


def test_names_of_any_letters_are_signed_as_plain_ascii() -> None:
    request = write_request(BASE, messages.create_key("desk-a", "Ключ ✓", "abcdefgh", True, []), CREDENTIALS, AT)
    assert request.body.isascii()
    assert json.loads(request.body)["remark"] == "Ключ ✓ ~abcdefgh"


def test_what_needs_no_signature_carries_no_credentials() -> None:
    assert write_request(BASE, messages.TIME, CREDENTIALS, AT).headers == {}


def test_neither_request_nor_reply_shows_a_secret() -> None:
    request = write_request(BASE, messages.edit_key("desk-a", read_key(row()).facts, None), CREDENTIALS, AT)
    answer = Answer(200, json.dumps({"code": 0, "data": {"secret_key": "sesame"}}).encode())
    shown = repr(request) + repr(answer) + repr(read_reply(answer)) + repr(CREDENTIALS)
    assert all(secret not in shown for secret in ("sesame", CREDENTIALS.secret, request.headers["X-COINEX-SIGN"]))


def row(**changes: object) -> dict[str, object]:
    """Return a key as CoinEx lists it."""
    return {
        "api_id": 7001,
        "created_at": 1790000000000,
        "access_id": "ABC",
        "secret_key": "sesame",
        "ip_whitelist": ["203.0.113.7"],
        "trade_enabled": True,
        "withdraw_enabled": False,
        "is_expired": False,
        "expires_at": 0,
        "remark": "mm bot",
        **changes,
    }


def test_a_key_is_read_without_its_secret() -> None:
    read = read_key(row())
    key = read.facts
    assert (key.remote_id, key.access_id, key.remark, read.tag) == ("7001", "ABC", "mm bot", None)
    assert (key.trade, key.withdraw, key.ips, key.expires_at) == (True, False, ("203.0.113.7",), None)
    assert key.created_at == datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)
    assert "sesame" not in repr(read)


def test_numbers_and_truths_may_be_words() -> None:
    assert read_key(row(api_id="7001", expires_at="0", trade_enabled="true", is_expired=0)) == read_key(row())
    assert read_key(row(expires_at=1790000000000.0)).facts.expires_at == read_key(row()).facts.created_at


def test_addresses_are_read_in_normal_form_and_strange_ones_as_they_are() -> None:
    ips = ["2001:DB8:0::1", " 203.0.113.7", "10.0.0.0/8", "203.0.113.7"]
    assert read_key(row(ip_whitelist=ips)).facts.ips == ("2001:db8::1", "203.0.113.7", "10.0.0.0/8")


@pytest.mark.parametrize("name", ["api_id", "access_id", "created_at", "expires_at", "trade_enabled"])
@pytest.mark.parametrize("value", [None, "", [], {}, "sesame", 1e400])
def test_a_key_that_makes_no_sense_is_unreadable_and_not_shown(name: str, value: object) -> None:
    if (name, value) == ("access_id", "sesame"):
        return
    with pytest.raises(Unreadable) as told:
        read_key(row(**{name: value}))
    assert "sesame" not in str(told.value)


@pytest.mark.parametrize("status", [200, 401, 500])
def test_an_envelope_counts_whatever_the_status(status: int) -> None:
    body = b'{"code": "4005", "data": {}, "message": "access_id not exists"}'
    with pytest.raises(ErrorReply) as no:
        read_reply(Answer(status, body))
    assert (no.value.code, no.value.message) == (4005, "access_id not exists")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, b"<html>502 Bad Gateway</html>"),
        (200, b"<html>"),
        (200, b""),
        (200, b"[]"),
        (200, b'{"message": "OK"}'),
        (200, b'{"code": null}'),
        (200, b"\xff\xfe"),
        (302, b'{"code": 0, "data": {}}'),
    ],
)
def test_an_answer_without_an_envelope_is_unreadable(status: int, body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_reply(Answer(status, body))


def test_the_next_page_is_announced_beside_the_data() -> None:
    assert read_reply(Answer(200, b'{"code":0,"data":[],"pagination":{"total":1,"has_next":true}}')).has_next
    assert not read_reply(Answer(200, b'{"code":0,"data":[],"message":"OK"}')).has_next


def test_coins_without_a_name_or_without_chains_are_left_out() -> None:
    chain = {"chain": "TON", "memo": "Memo/Comment", "is_memo_required_for_deposit": True, "withdraw_enabled": True}
    rows = [
        {"asset": {"ccy": "USDT", "withdraw_enabled": True}, "chains": [chain]},
        {"asset": {"withdraw_enabled": True}, "chains": [chain]},
        {"asset": {"ccy": "LUNC"}, "chains": []},
        {"asset": {"ccy": "ABC"}},
    ]
    (coin,) = messages.read_coins(rows)
    (ton,) = coin.chains
    assert (coin.name, coin.may_withdraw, ton.name) == ("USDT", True, "TON")
    assert (ton.memo_label, ton.needs_memo) == ("Memo/Comment", True)


def test_a_mark_is_the_same_for_a_reference_and_differs_between_parts() -> None:
    reference = new_reference()
    again = Reference(reference.ticket_id, reference.part)
    other = Reference(reference.ticket_id, 1)
    assert tag_of(reference) == tag_of(again) != tag_of(other)
    assert len(tag_of(reference)) == TAG_LENGTH


@given(some.text(max_size=40), some.uuids(), some.integers(0, 99))
def test_a_marked_name_is_read_as_it_was_written(remark: str, ticket_id: object, part: int) -> None:
    tag = tag_of(Reference(ticket_id, part))  # type: ignore[arg-type]  # hypothesis gives UUIDs
    assert read_tagged(write_tagged(remark, tag)) == (remark, tag)


@pytest.mark.parametrize("text", ["", "mm bot", "mm ~bot", "~abcdefgh", "mm ~ABCDEFGH", "mm ~abcdefg1"])
def test_a_name_without_a_mark_is_left_whole(text: str) -> None:
    assert read_tagged(text) == (text, None)


@pytest.mark.parametrize(("value", "number"), [(5, 5), ("5", 5), (5.0, 5), ("5.0", 5), (" 7 ", 7), ("-1", -1)])
def test_whole_numbers_are_read_leniently(value: object, number: int) -> None:
    assert as_int(value) == number


@pytest.mark.parametrize("value", [None, True, "", "x", 1.5, "NaN", "Infinity", [], {}])
def test_another_value_than_a_whole_number_is_unreadable(value: object) -> None:
    with pytest.raises(Unreadable):
        as_int(value)


@pytest.mark.parametrize("value", [None, "", "yes", 2, [], {}])
def test_another_value_than_a_truth_is_unreadable(value: object) -> None:
    with pytest.raises(Unreadable):
        as_bool(value)


def test_an_exchange_s_words_are_shown_on_one_line_without_secrets() -> None:
    assert as_harmless("Invalid\n\tParameter:  sesame\u202e", "sesame", "") == "Invalid Parameter: …"
    assert len(as_harmless("x" * 999)) == 200


def test_the_page_of_a_list_is_asked_for_in_the_order_it_is_signed() -> None:
    call = messages.list_keys("desk a", 2)
    assert urlencode(call.query) == "sub_user_name=desk+a&page=2&limit=100"
