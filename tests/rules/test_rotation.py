"""The name of a key's successor, and the time in which both work side by side."""

from datetime import timedelta

import pytest

from bot.rules.remark import check_remark
from bot.rules.rotation import OVERLAP, next_name, read_overlap, take_overlap
from bot.rules.verdict import Allowed, Reason, Refused


@pytest.mark.parametrize(
    ("remark", "taken", "name"),
    [
        ("bot", [], "bot-v2"),
        ("bot-v2", ["bot-v2"], "bot-v3"),
        ("bot", ["bot", "BOT-V2"], "bot-v3"),
        ("bot-7", ["bot-7", "bot-8"], "bot-7-v2"),
        ("grid bot", [], "grid bot-v2"),
        ("x" * 50, [], "x" * 37 + "-v2"),
        ("x" * 37 + "-v9", [], "x" * 36 + "-v10"),
        ("x" * 36 + " tail", [], "x" * 36 + "-v2"),
        ("-v2", [], "-v2-v2"),
    ],
)
def test_a_successor_counts_on_and_fits_every_exchange(remark: str, taken: list[str], name: str) -> None:
    assert next_name(remark, taken, 40) == name
    assert len(name) <= 40
    if not name.startswith("-"):
        assert check_remark(name, taken) == Allowed()


@pytest.mark.parametrize(
    ("text", "overlap"),
    [
        ("90m", timedelta(minutes=90)),
        ("90MIN", timedelta(minutes=90)),
        ("2h", timedelta(hours=2)),
        ("30d", timedelta(days=30)),
    ],
)
def test_a_time_is_read(text: str, overlap: timedelta) -> None:
    assert read_overlap(text) == overlap
    assert take_overlap(["one", "Overlap", text, "two"]) == (["one", "two"], overlap)


@pytest.mark.parametrize("text", ["", "2", "h", "0m", "31d", "99999h", "2 h", "-1h"])
def test_no_time_is_refused(text: str) -> None:
    refused = Refused(Reason.OVERLAP_BAD, {"typed": text or None, "days": 30})
    assert read_overlap(text) == refused
    assert take_overlap(["overlap", text]) == refused


def test_a_day_is_usual_and_a_missing_time_is_said() -> None:
    assert take_overlap([]) == ([], OVERLAP)
    assert take_overlap(["overlap"]) == Refused(Reason.OVERLAP_BAD, {"typed": None, "days": 30})
