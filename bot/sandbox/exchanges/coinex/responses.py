"""The JSON envelope of answers, and a refusal as an exception."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from bot.sandbox.exchanges.refusal import Refusal

AUTH_CODES = frozenset({4005, 4006, 4007, 4008, 4010, 4011, 4017})
GATEWAY_PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"

MESSAGES = {
    3008: "service too busy",
    3310: "Invalid Withdrawal Address",
    4001: "service unavailable",
    4002: "service timeout",
    4003: "internal error",
    4004: "invalid argument",
    4005: "access_id not exists",
    4006: "authorization fail",
    4007: "IP Prohibited",
    4008: "need authorization header",
    4009: "unknown method",
    4010: "time check error",
    4011: "user is forbidden",
    4017: "signature expired",
    4213: "rate limit",
    4512: "no permission",
}


class InvalidParameter(Refusal):
    """A parameter that does not fit its description."""

    def __init__(self, name: str) -> None:
        super().__init__(3639, f"Invalid Parameter: {name}")


@dataclass(slots=True)
class Result:
    """A success. `pagination` is beside the data."""

    data: object
    pagination: Mapping[str, object] | None = None
    headers: dict[str, str] = field(default_factory=dict)


def success(result: Result) -> web.Response:
    """Code 0."""
    envelope: dict[str, object] = {"code": 0, "data": result.data, "message": "OK"}
    if result.pagination is not None:
        envelope["pagination"] = result.pagination
    return _json(envelope, 200, result.headers)


def failure(refusal: Refusal, *, is_401: bool = False) -> web.Response:
    """Another code. With `is_401` the ones about the caller have that status."""
    status = 401 if is_401 and refusal.code in AUTH_CODES else 200
    return _json(
        {"code": refusal.code, "data": {}, "message": refusal.message or MESSAGES.get(refusal.code, "error")},
        status,
        refusal.headers,
    )


def bad_gateway() -> web.Response:
    """A gateway's answer when no server behind it answers."""
    return _page(502, "502 Bad Gateway")


def not_found() -> web.Response:
    """A gateway's answer to a path that no server behind it has."""
    return _page(404, "404 Not Found")


def _page(status: int, title: str) -> web.Response:
    return web.Response(status=status, text=GATEWAY_PAGE.format(title), content_type="text/html")


def _json(envelope: Mapping[str, object], status: int, headers: Mapping[str, str]) -> web.Response:
    return web.Response(
        text=json.dumps(envelope, ensure_ascii=False), status=status, content_type="application/json", headers=headers
    )
