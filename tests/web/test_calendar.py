"""A calendar is read by a library of its own, as other people's apps read it, and its door gives nothing else away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import vobject
from aiohttp.test_utils import TestClient, TestServer

from bot.web.calendar import CalendarDoor, CalendarEvent, CalendarView
from bot.web.calendar_file import write
from bot.web.server import make_app
from tests.web.one_question import PUBLIC_URL, TOKEN, Client, Condition, OneQuestion

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LONG = CalendarEvent("one", NOW + timedelta(days=9), "Schlüssel; “größer”, 🔑 " * 9, "first line\nsecond, line")
SHORT = CalendarEvent("two", NOW - timedelta(days=1), "Key trading-eu expires (Desk)", "Renew it.")
VIEW = CalendarView("Keyminder", [LONG, SHORT], NOW)


class OneCalendar:
    """The calendar behind TOKEN."""

    def __init__(self) -> None:
        self.shown: CalendarView | None = VIEW

    async def view(self, token: str) -> CalendarView | None:
        return self.shown if token == TOKEN else None


@asynccontextmanager
async def opened(calendars: OneCalendar) -> AsyncIterator[Client]:
    doors = {"/calendar/{token}.ics": CalendarDoor(calendars).show}
    app = make_app(pages=OneQuestion(), what_is_down=Condition(), public_url=PUBLIC_URL, more=doors)
    async with TestClient(TestServer(app)) as client:
        yield client


def test_lines_end_with_crlf_and_are_folded_between_characters() -> None:
    written = write(VIEW)
    lines = written.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert max(map(len, lines)) == 75
    assert [line.decode() for line in lines]


def test_another_library_reads_every_event_with_its_alarms() -> None:
    calendar = vobject.readOne(write(VIEW).decode())
    assert (calendar.version.value, calendar.method.value, calendar.x_wr_calname.value) == (
        "2.0",
        "PUBLISH",
        "Keyminder",
    )
    assert [one.uid.value for one in calendar.vevent_list] == ["one@keyminder", "two@keyminder"]
    for read, event in zip(calendar.vevent_list, VIEW.events, strict=True):
        assert read.dtstart.value == event.at
        assert read.dtend.value > event.at
        assert read.dtstamp.value == NOW
        assert (read.summary.value, read.description.value) == (event.title, event.text)
        assert read.transp.value == "TRANSPARENT"
        assert [alarm.trigger.value for alarm in read.valarm_list] == [
            -timedelta(days=7),
            -timedelta(days=1),
            -timedelta(hours=6),
        ]
        assert {(alarm.action.value, alarm.description.value) for alarm in read.valarm_list} == {
            ("DISPLAY", event.title)
        }


def test_a_calendar_without_keys_can_be_read() -> None:
    calendar = vobject.readOne(write(replace(VIEW, events=[])).decode())
    assert list(calendar.components()) == []


async def test_a_reader_gets_the_calendar_once_for_each_version() -> None:
    calendars = OneCalendar()
    async with opened(calendars) as client:
        first = await client.get(f"/calendar/{TOKEN}.ics")
        assert (first.status, first.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
        assert (first.headers["Cache-Control"], first.headers["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
        known = {"If-None-Match": first.headers["ETag"]}
        calendars.shown = replace(VIEW, now=NOW + timedelta(hours=1))
        again = await client.get(f"/calendar/{TOKEN}.ics", headers=known)
        assert (again.status, await again.read(), again.headers["ETag"]) == (304, b"", first.headers["ETag"])
        calendars.shown = replace(VIEW, events=[SHORT])
        changed = await client.get(f"/calendar/{TOKEN}.ics", headers=known)
        assert changed.status == 200
        assert changed.headers["ETag"] != first.headers["ETag"]
        assert (await client.head(f"/calendar/{TOKEN}.ics")).status == 200


@pytest.mark.parametrize(
    "path", [f"{'x' * 22}.ics", f"{TOKEN}.ICS", TOKEN, "short.ics", "%2e%2e.ics", f"{TOKEN[:-1]}%00.ics"]
)
async def test_another_token_finds_nothing(path: str) -> None:
    async with opened(OneCalendar()) as client:
        answer = await client.get(f"/calendar/{path}")
        assert answer.status == 404
        assert "VEVENT" not in await answer.text()


async def test_tokens_can_be_tried_only_so_often_from_one_address() -> None:
    async with opened(OneCalendar()) as client:
        answers = [(await client.get(f"/calendar/{number:022}.ics")).status for number in range(240)]
    assert set(answers) == {404, 429}
