"""A refusal has its reason and the args of its sentence."""

import pytest

from bot.rules.verdict import Reason, Refused
from storage.records import Message


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_said_by_the_sentence_of_its_name(reason: Reason) -> None:
    assert Refused(reason, {"left": 3}).as_saying() == Message(f"refused-{reason.value}", {"left": 3})


def test_a_reason_alone_fills_nothing() -> None:
    assert Refused(Reason.LAST_OWNER).as_saying() == Message("refused-last-owner", {})


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_is_spelled_in_the_catalogue_as_in_the_code(reason: Reason) -> None:
    assert reason.value == reason.name.lower().replace("_", "-")
