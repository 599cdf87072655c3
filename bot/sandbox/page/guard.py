"""Access to the page: a loopback name and the start-up token, and the security headers of each answer."""

import secrets

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.sandbox.telegram.refusals import Impossible

POLICY_HEADER = "Content-Security-Policy"
TOKEN_HEADER = "X-Sandbox-Token"  # noqa: S105 -- the header's name
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
EMAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
OPEN_FOLDER = "/page/"
"""The page's own files contain no secret, so they need no token."""


def guard_with(token: str) -> Middleware:
    """Let a request through only if it names a loopback host, is not from another page, and has the token."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        port = request.transport.get_extra_info("sockname")[1] if request.transport else 0
        hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        if request.headers.get("Host", "").lower() not in hosts:
            return refuse("The sandbox answers on its loopback address only.", 403)
        origin = request.headers.get("Origin")
        if origin is not None and origin.removeprefix("http://") not in hosts:
            return refuse("Another page may not drive the sandbox.", 403)
        if request.path.startswith(OPEN_FOLDER):
            return await handler(request)
        given = request.headers.get(TOKEN_HEADER) or request.query.get("token", "")
        if not secrets.compare_digest(given.encode(), token.encode()):
            return refuse("Open the address that the sandbox printed when it started.", 403)
        return await handler(request)

    return guard


@web.middleware
async def word_trouble(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn an impossible action into a sentence for the person at the page."""
    try:
        return await handler(request)
    except Impossible as trouble:
        return refuse(str(trouble), 409)
    except KeyError:
        return refuse("There is nobody and nothing of that kind in the sandbox.", 404)
    except (OverflowError, ValueError) as trouble:
        return refuse(str(trouble), 400)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Tell the browser to keep nothing, to guess nothing and to load nothing from elsewhere."""
    response.headers.setdefault(POLICY_HEADER, PAGE_POLICY)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN" if request.path.startswith("/api/letters/") else "DENY"


def refuse(sentence: str, status: int) -> web.Response:
    """A refusal that the page can show."""
    return web.json_response({"error": sentence}, status=status)
