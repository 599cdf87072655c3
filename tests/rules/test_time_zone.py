"""The time zone that a person means."""

import zoneinfo

import pytest

from bot.rules.time_zone import is_no_place, list_near_zones, read_zone
from bot.rules.zone_places import ABBREVIATIONS, CITIES, WELL_KNOWN
from tests.rules.facts import NOW

NAMES = frozenset(zoneinfo.available_timezones())
COUNTRIES = {
    "Britain UK": ["Europe/London"],
    "Korea South": ["Asia/Seoul"],
    "United States": ["America/New_York", "America/Detroit", "America/Chicago", "America/Denver"],
}


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
        ("EST", None),
        ("cet", None),
        ("Japan", "Japan"),
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
        ("kyiv", ("Europe/Kyiv",)),
        ("Beijing", ("Asia/Shanghai",)),
        ("San Francisco", ("America/Los_Angeles",)),
        ("UK", ("Europe/London",)),
        ("South Korea", ("Asia/Seoul",)),
        ("usa", ("America/New_York", "America/Chicago", "America/Denver")),
        ("UTC+3", ("Europe/Istanbul", "Europe/Moscow", "Africa/Nairobi")),
        ("GMT+8", ("Asia/Shanghai", "Asia/Singapore")),
        ("+2", ("Europe/Kyiv", "Africa/Johannesburg", "Africa/Cairo")),
        ("utc \u22125", ("America/New_York",)),
        ("\uff0b5:30", ("Asia/Kolkata",)),
        ("MSK", ("Europe/Moscow", "Europe/Minsk")),
        ("EST", ("America/New_York", "America/Toronto", "America/Panama")),
        ("", ()),
        ("UTC+15", ()),
        ("Xyzzy", ()),
        ("omk", ()),
    ],
)
def test_a_city_or_a_typo_finds_what_was_perhaps_meant(text: str, near: tuple[str, ...]) -> None:
    assert list_near_zones(text, NAMES, COUNTRIES, NOW)[: len(near) or None] == near


def test_every_place_of_the_tables_is_a_zone() -> None:
    named = {*CITIES.values(), *WELL_KNOWN, *(zone for zones in ABBREVIATIONS.values() for zone in zones)}
    assert named <= NAMES


@pytest.mark.parametrize(("text", "is_none"), [("EST", True), ("GMT+8", True), ("+3", True), ("Berlin", False)])
def test_an_abbreviation_and_a_distance_from_utc_name_no_place(text: str, is_none: bool) -> None:
    assert is_no_place(text) is is_none
