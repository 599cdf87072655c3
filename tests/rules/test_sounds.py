"""How loud each kind of message is."""

from datetime import timedelta
from uuid import UUID

import pytest

from bot.rules.reminders import AlertStep, Urgency
from bot.rules.sounds import may_sound, read_kind, sound_of, warning_sound
from bot.rules.verdict import Reason, Refused
from storage.records import MessageKind, Sound
from tests.rules.facts import NOW

ALERTS, NEWS, REQUESTS = MessageKind.ALERTS, MessageKind.NEWS, MessageKind.REQUESTS
ON, SILENT, OFF = Sound.ON, Sound.SILENT, Sound.OFF


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("silent", (ALERTS, SILENT)),
        ("Silent", (ALERTS, SILENT)),
        ("off", None),
        ("alerts off", (ALERTS, OFF)),
        ("News Silent", (NEWS, SILENT)),
        ("requests", (REQUESTS, None)),
        ("digest silent", None),
        ("news steps 7d", None),
        ("grid silent", None),
        ("news loud", None),
        ("", None),
    ],
)
def test_kinds_are_read_as_people_type_them(typed: str, expected: tuple[MessageKind, Sound | None] | None) -> None:
    assert read_kind(typed.split()) == expected


@pytest.mark.parametrize(
    ("urgency", "chosen", "sent"),
    [
        (Urgency.MONTH, ON, SILENT),
        (Urgency.MONTH, SILENT, SILENT),
        (Urgency.MONTH, OFF, OFF),
        (Urgency.WEEK, ON, ON),
        (Urgency.WEEK, SILENT, SILENT),
        (Urgency.WEEK, OFF, OFF),
        (Urgency.UNKNOWN, ON, ON),
        (Urgency.UNKNOWN, OFF, OFF),
        *[(urgency, sound, ON) for urgency in (Urgency.DAY, Urgency.ENDED) for sound in Sound],
    ],
)
def test_far_steps_make_no_sound_and_the_last_day_always_does(urgency: Urgency, chosen: Sound, sent: Sound) -> None:
    assert warning_sound(AlertStep(UUID(int=1), NOW, timedelta(days=1), urgency), chosen) is sent


def test_requests_are_always_sent() -> None:
    refused = may_sound(REQUESTS, OFF)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.SOUND_REQUESTS
    assert [may_sound(kind, sound) for kind in (ALERTS, NEWS) for sound in Sound] == [None] * 6


def test_what_was_not_chosen_has_a_sound() -> None:
    assert sound_of({"news": "silent"}, NEWS) is SILENT
    assert sound_of({"news": "silent"}, ALERTS) is ON
