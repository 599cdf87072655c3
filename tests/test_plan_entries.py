"""What an e-mail and its page say about each address of a plan."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.chat.sentences import Sentences
from bot.wiring.delivery import split_plan
from bot.wiring.plain_marks import say_first_mark, say_marks
from storage.records import AddressKind, AddressType, AddressWish, Arg, Message, PlannedAddress

WISH = AddressWish(
    AddressKind.WITHDRAWAL, AddressType.SINGLE_COIN, "KDA", "KDA", "k:0123", canonical="k:0123", memo=None, remark=""
)
FACTS = {"Coin": "KDA", "Public Chain": "KDA", "Address": "k:0123"}
COMPARE = "I cannot check addresses of this chain. Compare every character."
NO_DIGITS = "This address has no check digits, so I cannot find typing errors. Compare every character."


def words(saying: Message) -> str:
    return Sentences().plain(saying, zone="UTC", now=datetime(2026, 11, 22, tzinfo=UTC))


@pytest.mark.parametrize(
    ("planned", "note"),
    [
        (PlannedAddress(WISH, is_checked=True), {}),
        (PlannedAddress(WISH, is_checked=False), {"Note": COMPARE}),
        (PlannedAddress(WISH, True, (Message("address-notice-no-checksum"),)), {"Note": NO_DIGITS}),
    ],
)
def test_an_address_that_cannot_be_checked_is_to_be_compared_by_eye(
    planned: PlannedAddress, note: dict[str, str]
) -> None:
    args: dict[str, Arg] = {"count": 1, "account": "main", "listed": 0, "renamed": None, "addresses": [planned]}
    headline, entries = split_plan(Message("plan-whitelist", args), words)

    assert "k:0123" not in headline
    assert entries == [FACTS | note]


@pytest.mark.parametrize(
    ("plan", "begins"),
    [
        (Message("plan-suspend", {"who": "Max (1002)"}), "Suspend Max (1002)"),
        (
            Message("plan-whitelist", {"count": 2, "account": "main", "listed": 0, "renamed": None}),
            "Add 2 addresses to",
        ),
        (Message("plan-approvals", {"change": "lower", "old": 1, "new": 0}), "Warning: Lower the number of approvals"),
    ],
)
def test_a_plan_begins_without_a_pictograph_and_a_warning_with_a_word(plan: Message, begins: str) -> None:
    args: dict[str, Arg] = {"addresses": None}
    headline, _ = split_plan(replace(plan, args={**args, **plan.args}), words)
    assert headline.startswith(begins)


def test_marks_are_words_and_names_of_people_stay_in_a_plan() -> None:
    assert say_first_mark("🗑 Delete\n🚀 rocket\n🚨 It can withdraw.") == "Delete\n🚀 rocket\nWarning: It can withdraw."
    assert (
        say_marks("🔴 1 key expired\n⚠️ Check it.\n\nplain\n· list")
        == "1 key expired\nWarning: Check it.\n\nplain\n· list"
    )
