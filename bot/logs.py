"""Logging: lines for people on a terminal, JSON elsewhere, and no secret in either.

The last step before writing removes secrets from every value, tracebacks of libraries included.
"""

import logging
import re
import sys
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, MutableMapping
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "[hidden]"

_SECRET_NAMES = re.compile(
    r"(?:^|_)(?:secret|token|password|seed|authorization|update|body|payload|credentials)$|^codes?$|master_key$"
)
_SECRET_SHAPES = (
    (re.compile(r"\b[0-9]{3,}:[A-Za-z0-9_-]{20,}"), HIDDEN),  # a bot token, in Telegram's URLs too
    (re.compile(r"(/(?:file/)?bot)[0-9]+:[A-Za-z0-9_-]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(/(?:confirm|calendar)/)[A-Za-z0-9_-]+"), rf"\1{HIDDEN}"),
    (re.compile(r"([?&](?:start|token)=)[A-Za-z0-9_-]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(://)[^/\s]+@"), rf"\1{HIDDEN}@"),  # user and password of a URL
    (re.compile(r"(otpauth://)\S+"), rf"\1{HIDDEN}"),
    (re.compile(r"\b[A-Z2-7]{26,}\b"), HIDDEN),  # base32, as seeds are
    (re.compile(r"\b([0-9a-f]{16}:)[A-Za-z0-9_-]{43}="), rf"\1{HIDDEN}"),  # a master key behind its fingerprint
)
_OURS = ("bot", "storage", "__main__")
_QUIET = (
    "aiohttp.access",
    "aiosqlite",
    "alembic",
    "asyncio",
    "httpcore",
    "httpx",
    "mail.log",
    "sqlalchemy",
    "telegram",
)
"""Loggers with noise below WARNING, or with URLs that hold a token."""
_NAMELESS = re.compile(
    r"(?<![\w.-])(?:[0-9][ -]?){5,7}[0-9](?![\w-])|\b(?=[\w-]*[0-9])(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{20,}"
)
"""A possible authenticator code or a key's secret."""


def hide_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Processor: remove values with a secret's name, and secrets by form from other values."""
    for name, value in event.items():
        event[name] = HIDDEN if _SECRET_NAMES.search(name) else _without_secrets(value)
    return event


def hush_libraries(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Processor: show only the place of a library's lines below WARNING.

    Its other lines lose codes and keys. Libraries log whole requests, answers and statements, and a secret among them
    has no form to find it by.
    """
    record = event.get("_record")
    if not isinstance(record, logging.LogRecord) or record.name.partition(".")[0] in _OURS:
        return event
    if record.levelno < logging.WARNING:
        event["event"] = f"{HIDDEN} {record.module}.{record.funcName}:{record.lineno}"
        event.pop("exception", None)
        return event
    for name in ("event", "exception"):
        if isinstance(event.get(name), str):
            event[name] = _NAMELESS.sub(HIDDEN, event[name])
    return event


def _without_secrets(value: object) -> object:
    if isinstance(value, str):
        for shape, instead in _SECRET_SHAPES:
            value = shape.sub(instead, value)
        return value
    if isinstance(value, Mapping):
        return {key: HIDDEN if _SECRET_NAMES.search(str(key)) else _without_secrets(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_without_secrets(one) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _without_secrets(str(value))


class SenderLimit:
    """Processor: limit the lines per time about one sender or chat, so that it cannot fill the disk."""

    def __init__(
        self, most: int = 20, seconds: float = 3600.0, senders: int = 10_000, now: Callable[[], float] = time.monotonic
    ) -> None:
        """`senders` are counted at a time. The one seen first is forgotten."""
        self._most, self._seconds, self._senders, self._now = most, seconds, senders, now
        self._counts: OrderedDict[object, tuple[float, int]] = OrderedDict()

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """Return the line. The last one says that more are left out, and those raise DropEvent."""
        about = next((name for name in ("sender", "chat_id") if name in event), None)
        if about is None:
            return event
        sender, now = (about, event[about]), self._now()
        began, count = self._counts.get(sender, (now, 0))
        if now - began >= self._seconds:
            began, count = now, 0
        self._counts[sender] = began, count + 1
        while len(self._counts) > self._senders:
            self._counts.popitem(last=False)
        if count >= self._most:
            raise structlog.DropEvent
        if count == self._most - 1:
            return {"event": "lines_left_out", about: event[about], "seconds": round(began + self._seconds - now)}
        return event


def set_up_logs(stream: TextIO | None = None) -> None:
    """Send everything, the standard library's loggers included, to `stream` (standard error if None)."""
    to = stream or sys.stderr
    on_the_way: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    last: Processor = structlog.processors.JSONRenderer()
    if to.isatty():
        last = structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *on_the_way[:1],
            SenderLimit(),
            *on_the_way[1:],
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(to)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=on_the_way,
            processors=[hush_libraries, _without_helpers, hide_secrets, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _without_helpers(_logger: WrappedLogger, _method: str, event: MutableMapping[str, object]) -> EventDict:
    """Remove the fields that structlog adds for its own use."""
    return {name: value for name, value in event.items() if not name.startswith("_")}
