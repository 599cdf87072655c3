"""When an overview is pinned: once, and once more after people have removed it."""

from dataclasses import replace
from uuid import UUID

import pytest

from bot.rules.pinned_card import PinsSeen, must_pin, note_message, note_pinned, note_seen
from storage.records import PinnedCard

TODAY = "2026-11-22"
NEW = PinnedCard(UUID(int=1))
SENT = replace(NEW, message_id=7)
PINNED = replace(SENT, is_pinned=True)
LAST = replace(PINNED, is_remade=True)


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (NEW, False),
        (SENT, True),
        (PINNED, False),
        (replace(SENT, may_pin=False), False),
        (replace(SENT, is_ended=True), False),
    ],
)
def test_a_sent_card_is_pinned_if_the_bot_may(card: PinnedCard, expected: bool) -> None:
    assert must_pin(card) is expected


@pytest.mark.parametrize(
    ("card", "message_id", "after"),
    [
        (NEW, None, NEW),
        (NEW, 7, SENT),
        (PINNED, 7, PINNED),
        (PINNED, 9, replace(PINNED, message_id=9, is_pinned=False, is_remade=True)),
    ],
)
def test_another_message_means_that_people_deleted_it(
    card: PinnedCard, message_id: int | None, after: PinnedCard
) -> None:
    assert note_message(card, message_id) == after


@pytest.mark.parametrize(
    ("card", "newest_id", "again"),
    [
        (PINNED, 7, False),
        (PINNED, 8, False),
        (PINNED, 3, True),
        (PINNED, None, True),
        (LAST, None, False),
        (SENT, None, True),
    ],
)
def test_an_unpinned_card_is_pinned_again_once(card: PinnedCard, newest_id: int | None, again: bool) -> None:
    seen = note_seen(card, PinsSeen(newest_id, may_pin=True), TODAY)
    assert (seen.looked_on, must_pin(seen)) == (TODAY, again)


def test_the_second_pin_is_the_last() -> None:
    loose = note_seen(PINNED, PinsSeen(None, may_pin=True), TODAY)
    assert note_pinned(loose, is_pinned=True) == replace(LAST, looked_on=TODAY)
    assert note_pinned(loose, is_pinned=None) == loose, "its edit shows first whether it is deleted"
    assert note_pinned(replace(LAST, is_pinned=False), is_pinned=None) == LAST


def test_the_right_to_pin_can_come_and_go() -> None:
    without = note_seen(SENT, PinsSeen(None, may_pin=False), TODAY)
    assert not must_pin(without)
    assert not must_pin(note_pinned(SENT, is_pinned=False))
    assert must_pin(note_seen(without, PinsSeen(None, may_pin=True), TODAY))
