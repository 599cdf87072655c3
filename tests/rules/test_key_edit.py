"""What may stand behind a key's name when it is edited."""

import pytest

from bot.rules.key_edit import KeyEdit, read_edit
from bot.rules.verdict import Reason, Refused


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
    assert read_edit(words.split()) == edit
