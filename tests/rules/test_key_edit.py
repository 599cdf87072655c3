"""The words behind a key's name when it is edited."""

from datetime import UTC, datetime

import pytest

from bot.rules.expiry_date import NEVER, UNKNOWN, KeyEnd
from bot.rules.key_edit import KeyEdit, read_edit
from bot.rules.key_terms import Ending
from bot.rules.verdict import Reason, Refused
from tests.rules.facts import NOW

END = KeyEnd(Ending.AT, datetime(2027, 2, 20, 23, 59, 59, tzinfo=UTC))


@pytest.mark.parametrize(
    ("words", "edit"),
    [
        ("name swing", KeyEdit(remark="swing")),
        ("NAME my new  bot", KeyEdit(remark="my new bot")),
        ("trade on", KeyEdit(trade=True)),
        ("Trade OFF", KeyEdit(trade=False)),
        ("name swing trade off", KeyEdit("swing", trade=False)),
        ("trade on name swing", KeyEdit("swing", trade=True)),
        ("name trade on", Refused(Reason.EDIT_UNKNOWN, {"word": "name"})),
        ("name trade", KeyEdit(remark="trade")),
        ("trade", Refused(Reason.EDIT_UNKNOWN, {"word": "trade"})),
        ("trade of", Refused(Reason.EDIT_UNKNOWN, {"word": "trade of"})),
        ("203.0.113.7", Refused(Reason.EDIT_UNKNOWN, {"word": "203.0.113.7"})),
        ("withdraw on", Refused(Reason.WITHDRAW_FIXED)),
        ("trade on withdraw", Refused(Reason.WITHDRAW_FIXED)),
    ],
)
def test_a_new_name_and_the_right_to_trade_are_read_in_either_order(words: str, edit: KeyEdit | Refused) -> None:
    assert read_edit(words.split(), NOW, UTC) == edit


@pytest.mark.parametrize(
    ("words", "edit"),
    [
        ("expires 2027-02-20", KeyEdit(end=END)),
        ("Expires 20 Feb 2027", KeyEdit(end=END)),
        ("expires never", KeyEdit(end=NEVER)),
        ("expires 2027-02-20 name swing", KeyEdit("swing", end=END)),
        ("name my bot expires 2027-02-20", KeyEdit("my bot", end=END)),
        ("trade on expires unknown", KeyEdit(trade=True, end=UNKNOWN)),
        ("expires soon", Refused(Reason.DATE_BAD, {"date": "soon"})),
        ("expires", Refused(Reason.DATE_BAD, {"date": None})),
        ("expires never 203.0.113.7", Refused(Reason.DATE_BAD, {"date": "never 203.0.113.7"})),
        ("withdraw on expires never", Refused(Reason.WITHDRAW_FIXED)),
    ],
)
def test_when_it_expires_is_read_beside_the_others(words: str, edit: KeyEdit | Refused) -> None:
    assert read_edit(words.split(), NOW, UTC) == edit
