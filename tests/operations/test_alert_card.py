"""The card of an account with more keys than it can show, and buttons within Telegram's limit."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.chat.sentences import Sentences
from bot.chat.sentences.pages import split_pages
from bot.operations.alerts.card import ROWS, alert_content, list_key_alerts
from bot.operations.model.button_data import LIMIT, encode, typed
from storage.records import Drift, MessageContent, Team
from tests.rules.facts import NOW, TEAM, account, key

DESK = Team(TEAM, -100, None, "Desk", 1, NOW)


def content(count: int, first_number: int = 1, *, is_private: bool = False) -> MessageContent:
    keys = [key(first_number + one, "k" * 50, expires_at=NOW + timedelta(hours=one)) for one in range(count)]
    found = list_key_alerts(keys, NOW)
    assert len(found) == count
    return alert_content(DESK, account(), found, NOW, by=TEAM if is_private else None)


@pytest.mark.parametrize("is_private", [False, True])
@pytest.mark.parametrize(("count", "first_number"), [(1, 1), (2, 1), (4, 10), (50, 1), (50, 99_000)])
def test_every_button_fits_and_names_the_most_urgent_first(count: int, first_number: int, is_private: bool) -> None:
    buttons = [button for row in content(count, first_number, is_private=is_private).buttons for button in row]

    presses = [button.press or "" for button in buttons]
    assert all(0 < len(press.encode()) <= LIMIT for press in presses)
    opens = (encode(typed("x", TEAM if is_private else None)) or "").removesuffix(" x")
    assert presses[0] == f"{opens} renew {first_number}"
    if count > 1:
        together = buttons[-5]
        numbers = (together.press or "").removeprefix(f"{opens} renew ").split(" ")
        assert numbers == [str(first_number + one) for one in range(len(numbers))]
        assert together.label.args == {"count": len(numbers), "all": len(numbers) == count}
        assert len(numbers) >= 2


@pytest.mark.parametrize(("count", "more"), [(ROWS, None), (ROWS + 1, "… and 1 more"), (50, "… and 30 more")])
def test_a_full_account_is_one_message(count: int, more: str | None) -> None:
    text = Sentences().html(content(count).saying, zone="UTC", now=NOW)

    assert len(split_pages(text)) == 1
    assert (more is None) == ("more: <code>/expiring" not in text)
    assert more is None or more in text


@pytest.mark.parametrize(
    ("is_gone", "says"), [(True, "stays in my list until you press"), (False, "to keep a key as it is")]
)
def test_a_key_with_a_drift_is_not_offered_for_renewal(is_gone: bool, says: str) -> None:
    known = key(1, "grid", expires_at=NOW + timedelta(days=1))
    there = None if is_gone else replace(known.facts, trade=False)
    drift = Drift(uuid4(), TEAM, known.account_id, 1, uuid4(), "", known.id, known.facts, there, NOW)
    card = alert_content(DESK, account(), list_key_alerts([known], NOW, [drift]), NOW, by=None)

    text = Sentences().html(card.saying, zone="UTC", now=NOW)
    assert says in text
    assert "Renew" not in text


def test_an_account_without_such_keys_is_fine_again_and_offers_nothing() -> None:
    quiet = alert_content(DESK, account(), list_key_alerts([replace(key(), ips=("192.0.2.1",))], NOW), NOW, by=None)

    assert quiet.saying.sentence == "alerts-fine"
    assert not quiet.buttons


def test_each_key_says_what_stops_with_it_and_only_keys_as_near_as_the_first_are_counted() -> None:
    rights = ((True, False), (False, True), (True, True), (False, False))
    keys = [
        replace(
            key(number, f"k{number}", expires_at=NOW + timedelta(hours=20 * number)), trade=trade, withdraw=withdraw
        )
        for number, (trade, withdraw) in enumerate(rights, start=1)
    ]
    card = alert_content(DESK, account(), list_key_alerts(keys, NOW), NOW, by=None)
    text = Sentences().plain(card.saying, zone="UTC", now=NOW)

    assert "🔴 Act today · A key expires within a day" in text
    stops = (
        "orders and stop-losses stop",
        "withdrawals stop",
        "orders, stop-losses and withdrawals stop",
        "reading stops",
    )
    lines = [line for line in text.splitlines() if " · in " in line]
    assert [line.endswith(f": {stop}") for line, stop in zip(lines, stops, strict=True)] == [True] * 4
    assert [one.press for one in card.buttons[-2]] == ["ask renew 1 2 3 4", "ask bind", "ask rotate"]
