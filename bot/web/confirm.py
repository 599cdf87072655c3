"""The two-step page of an e-mailed link: opening it changes nothing, only a button decides.

The token in the path is the only credential. `Pages` knows what it shows and what a decision does.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from bot.operations.desk.confirm_page import PageFacts, PageState
from bot.web.request_limits import read_body

MOST_BYTES = 4096
"""Most bytes of the form, which has one short field."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@dataclass(frozen=True, slots=True)
class PageView:
    """What the page shows: the facts, and their texts, which are escaped here."""

    facts: PageFacts
    title: str
    """What the buttons decide, in a few words."""
    lines: Sequence[str]
    """What exactly will happen, one line each."""
    warnings: Sequence[str] = ()
    """What the reader must know before, one line each."""
    entries: Sequence[Mapping[str, str]] = ()
    """Subjects of the lines, one after the other, each as label and value."""
    note: str = ""
    """Why a press had no effect. Empty: the page's own words."""
    back: str = ""
    """The link to the chat with the bot. Empty: not known yet."""


class Pages(Protocol):
    """The content behind a token. Each method returns None for an unknown token."""

    async def view(self, token: str) -> PageView | None:
        """Read the page. Changes nothing, however often."""
        ...

    async def confirm(self, token: str) -> PageView | None:
        """Confirm. A decided, timed out or ended request only shows its result again."""
        ...

    async def deny(self, token: str) -> PageView | None:
        """Deny. A decided, timed out or ended request only shows its result again."""
        ...


def origin_of(url: str) -> str | None:
    """Scheme, host and port as browsers write an Origin, or None without an origin."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + ("" if port in {None, usual} else f":{port}")


class ConfirmDoor:
    """GET and POST of `/confirm/<token>`."""

    def __init__(self, pages: Pages, public_url: str) -> None:
        self._pages = pages
        self._origin = origin_of(public_url)

    async def show(self, request: web.Request) -> web.Response:
        """Show what would be decided."""
        token = _token_of(request)
        return self._answer(await self._pages.view(token) if token else None)

    async def decide(self, request: web.Request) -> web.Response:
        """Handle the press of one of the two buttons."""
        if not self._is_from_here(request):
            return self._say(
                403,
                "Not accepted",
                "This decision came from another page or program. "
                "Open the link from your e-mail in a browser and press the button there.",
            )
        decision = _decision_in(request.content_type, await read_body(request, MOST_BYTES))
        if decision is None:
            return self._say(400, "Nothing was decided", "Open the link from your e-mail and press one of its buttons.")
        decide = {"confirm": self._pages.confirm, "deny": self._pages.deny}[decision]
        token = _token_of(request)
        return self._answer(await decide(token) if token else None)

    def _is_from_here(self, request: web.Request) -> bool:
        """Browsers name the origin of every POST. A mail scanner that submits forms names none.

        Source: MDN, HTTP headers, Origin, with its table of browsers (Firefox from 70), checked 2026-11-27.
        """
        origins = request.headers.getall("Origin", [])
        return len(origins) == 1 and self._origin is not None and origin_of(origins[0]) == self._origin

    def _answer(self, view: PageView | None) -> web.Response:
        if view is None:
            return self._say(
                404,
                "This link was used or has timed out",
                "Telegram shows the result. If you still want the change, ask for it again there.",
            )
        status = 410 if view.facts.state is PageState.TIMED_OUT else 200
        return _html(status, "confirm.html", view=view)

    def _say(self, status: int, title: str, text: str) -> web.Response:
        return _html(status, "message.html", title=title, text=text)


def _token_of(request: web.Request) -> str | None:
    found = re.fullmatch(r"[A-Za-z0-9_-]{16,64}", request.match_info["token"], re.ASCII)
    return found[0] if found else None


def _decision_in(content_type: str, body: bytes) -> str | None:
    """Return the one decision of the form, or None if it is not a form or has none."""
    if content_type != "application/x-www-form-urlencoded":
        return None
    decisions = parse_qs(body.decode("ascii", errors="replace")).get("decision", [])
    return decisions[0] if len(decisions) == 1 and decisions[0] in {"confirm", "deny"} else None


def _html(status: int, template: str, **shown: object) -> web.Response:
    from bot.web.page_templates import render  # noqa: PLC0415 - brings Jinja, and most starts show no page

    return web.Response(
        status=status,
        text=render(template, **shown),
        content_type="text/html",
        headers={
            "Content-Security-Policy": CONTENT_SECURITY_POLICY,
            # With `no-referrer` browsers would send `Origin: null` with the form.
            "Referrer-Policy": "same-origin",
        },
    )
