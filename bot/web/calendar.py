"""A personal calendar of expiring keys. The token in the path is the only credential."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from aiohttp import web


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One key that expires."""

    uid: str
    at: datetime
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CalendarView:
    """What the calendar shows."""

    name: str
    events: Sequence[CalendarEvent]
    now: datetime

    @property
    def version(self) -> str:
        """Changes when an event does, and not with the time."""
        return hashlib.sha256(repr((self.name, self.events)).encode()).hexdigest()[:32]


class Calendars(Protocol):
    """The content behind a token."""

    async def view(self, token: str) -> CalendarView | None:
        """Read the calendar. None: an unknown token, or a revoked one."""
        ...


class CalendarDoor:
    """GET of `/calendar/<token>.ics`."""

    def __init__(self, calendars: Calendars) -> None:
        self._calendars = calendars

    async def show(self, request: web.Request) -> web.Response:
        """Answer with the whole calendar, or 304 if the reader has this version."""
        headers = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
        token = request.match_info["token"]
        is_token = re.fullmatch(r"[A-Za-z0-9_-]{16,64}", token, re.ASCII) is not None
        view = await self._calendars.view(token) if is_token else None
        if view is None:
            text = "There is no such calendar, or its link was revoked. Send /calendar to the bot for a new link."
            return web.Response(status=404, text=text, headers=headers)
        headers |= {"ETag": f'W/"{view.version}"'}
        if any(tag.value in {view.version, "*"} for tag in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        from bot.web.calendar_file import write  # noqa: PLC0415 - brings icalendar, and most bots serve no calendar

        return web.Response(
            body=write(view),
            headers=headers
            | {
                "Content-Type": "text/calendar; charset=utf-8",
                "Content-Disposition": 'inline; filename="keyminder.ics"',
            },
        )
