"""The webhook to which Telegram pushes updates. It answers 2xx only once they are stored."""

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from aiohttp import web

from bot.web.request_limits import read_body

MOST_BYTES = 1024 * 1024
"""Most bytes of an update. The largest real ones are far smaller."""

TakeUpdates = Callable[[Sequence[Mapping[str, object]]], Awaitable[object]]
"""Commit updates to the inbox. Returning promises that none is lost."""

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, not its value

log = structlog.get_logger(__name__)


class WebhookDoor:
    """POST of `/telegram`."""

    def __init__(self, take: TakeUpdates, secret: str) -> None:
        self._take = take
        self._secret = secret.encode()

    async def receive(self, request: web.Request) -> web.Response:
        """Store one update. Any answer but 2xx makes Telegram send it again."""
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
