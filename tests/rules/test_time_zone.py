"""Which time zone somebody means."""

import zoneinfo

import pytest

from bot.rules.time_zone import list_near_zones, read_zone

NAMES = frozenset(zoneinfo.available_timezones())


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/berlin ", "Europe/Berlin"),
        ("america/new york", "America/New_York"),
        ("America/Port au Prince", "America/Port-au-Prince"),
        ("utc", "UTC"),
        ("berlin", None),
        ("Europe/Berlun", None),
        ("", None),
        ("../../etc/passwd", None),
    ],
)
def test_a_zone_is_known_by_its_name_however_it_is_written(text: str, zone: str | None) -> None:
    assert read_zone(text, NAMES) == zone


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("berlin", ("Europe/Berlin",)),
        ("New York", ("America/New_York",)),
        ("Europe/Berlun", ("Europe/Berlin",)),
        ("Berlim", ("Europe/Berlin",)),
        ("zuric", ("Europe/Zurich",)),
        ("", ()),
        ("+2", ()),
        ("GMT+2", ()),
        ("Xyzzy", ()),
    ],
)
def test_a_city_or_a_typo_finds_what_was_perhaps_meant(text: str, near: tuple[str, ...]) -> None:
    assert list_near_zones(text, NAMES)[: len(near) or None] == near
