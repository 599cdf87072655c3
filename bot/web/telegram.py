"""The door Telegram pushes updates to; a 2xx is given only once they are taken in for good.

Nothing here knows what an update means.
"""

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from aiohttp import web

from bot.web.request_limits import read_body

MOST_BYTES = 1024 * 1024
"""Of an update; the largest are far smaller."""

TakeUpdates = Callable[[Sequence[Mapping[str, object]]], Awaitable[object]]
"""Commits updates to the inbox; returning is the promise that none is lost."""

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, not its value

log = structlog.get_logger(__name__)


class WebhookDoor:
    """POST of `/telegram`."""

    def __init__(self, take: TakeUpdates, secret: str) -> None:
        self._take = take
        self._secret = secret.encode()

    async def receive(self, request: web.Request) -> web.Response:
        """Take one update in; any answer but 2xx makes Telegram send it again."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), self._secret):
            return web.Response(status=403, text="wrong secret")
        update = _read(await read_body(request, MOST_BYTES))
        if update is None:
            return web.Response(status=400, text="not an update")
        try:
            await self._take([update])
        except Exception:
            log.exception("update not taken", update_id=update["update_id"])
            return web.Response(status=503, text="try again", headers={"Retry-After": "2"})
        return web.Response(status=200)


def _read(body: bytes) -> Mapping[str, object] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(update, dict):
        return None
    update_id = update.get("update_id")
    return update if isinstance(update_id, int) and not isinstance(update_id, bool) else None
