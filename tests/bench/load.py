"""People who write to a bot at once, each the next line after the answer to the last.

A latency runs from the push of an update until its answer arrives. The next line follows when both are done.
"""

import asyncio
import itertools
import json
import math
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from tests.bench.process import BotProcess
from tests.bench.telegram_api import Heard, Json, TelegramApi

PATIENCE = 30.0
"""Seconds after which a missing answer counts as lost."""
_ids = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Line:
    """A person's message, and the words of the answer."""

    user_id: int
    chat_id: int
    """The person's own id: the private chat."""
    text: str
    words: str
    document: bytes | None = None
    """A sheet. The text is then its caption."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of a bot."""

    answers: int
    seconds: float
    cpu_seconds: float
    """Of the bot's process, including its work after the last answer."""
    latencies: Sequence[float]

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.answers / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time per answer."""
        return self.cpu_seconds / self.answers * 1000

    @property
    def p99_ms(self) -> float:
        """Nearest rank. Below a hundred answers, the slowest."""
        return sorted(self.latencies)[math.ceil(len(self.latencies) * 0.99) - 1] * 1000


class Pusher:
    """One of the connections on which Telegram pushes."""

    def __init__(self, bot: BotProcess) -> None:
        self._bot = bot
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def says(self, line: Line) -> Heard:
        """Push one message. Return its answer once the bot has taken the one and given the other."""
        answer = self._bot.api.expect(line.chat_id, line.words)
        await self.push({"message": _message(line, self._bot.api)})
        try:
            async with asyncio.timeout(PATIENCE):
                return await answer
        except TimeoutError:
            last = self._bot.api.last.get(line.chat_id)
            raise AssertionError(f"{line.text!r} was not answered with {line.words!r} but with {last!r}") from None

    async def push(self, update: Json) -> None:
        """Push one update. Return once the bot has taken it."""
        body = json.dumps({"update_id": next(_ids), **update}).encode()
        head = (
            f"POST /telegram HTTP/1.1\r\nHost: 127.0.0.1:{self._bot.port}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {self._bot.secret}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        if self._writer is None or self._reader is None or self._reader.at_eof():
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._bot.port)
        self._writer.write(head.encode() + body)
        answered = await self._reader.readuntil(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in answered.split(b"\r\n")[1:] if b": " in line)
        await self._reader.readexactly(int(fields.get(b"content-length", b"0")))
        if not answered.startswith(b"HTTP/1.1 200"):
            raise AssertionError(f"the bot does not take updates: {answered!r}")
        if fields.get(b"connection") == b"close":
            self.close()

    def close(self) -> None:
        """Close the connection. The next push opens another."""
        if self._writer is not None:
            self._writer.close()
        self._writer = None


def _message(line: Line, api: TelegramApi) -> Json:
    private = {"id": line.chat_id, "type": "private", "first_name": "Somebody"}
    group = {"id": line.chat_id, "type": "supergroup", "title": f"Desk {-line.chat_id}"}
    message: dict[str, object] = {
        "message_id": next(_ids),
        "from": {"id": line.user_id, "is_bot": False, "first_name": f"Person {line.user_id}", "language_code": "en"},
        "chat": private if line.chat_id > 0 else group,
        "date": int(time.time()),
    }
    command = [{"type": "bot_command", "offset": 0, "length": len(line.text.split(maxsplit=1)[0])}]
    entities = command if line.text.startswith("/") else []
    if line.document is None:
        return {**message, "text": line.text, "entities": entities}
    file_id = f"sheet-{next(_ids)}"
    api.files[file_id] = line.document
    document = {
        "file_id": file_id,
        "file_unique_id": file_id,
        "file_name": "sheet.csv",
        "mime_type": "text/csv",
        "file_size": len(line.document),
    }
    return {**message, "document": document, "caption": line.text, "caption_entities": entities}


async def measure(bot: BotProcess, at_once: int, next_line: Callable[[int], Line | None]) -> Measured:
    """Measure so many people at once.

    Each writes what `next_line` gives for their number, until it gives None.
    """
    latencies: list[float] = []

    async def go_on(number: int, pusher: Pusher) -> None:
        while (line := next_line(number)) is not None:
            pushed = time.perf_counter()
            answer = await pusher.says(line)
            latencies.append(answer.at - pushed)

    await bot.rest()
    cpu, began = bot.cpu_seconds(), time.perf_counter()
    await _all_at_once(bot, at_once, go_on)
    seconds = time.perf_counter() - began
    await bot.rest()
    return Measured(len(latencies), seconds, bot.cpu_seconds() - cpu, latencies)


async def say_all(bot: BotProcess, lines: Sequence[Line], at_once: int = 16) -> None:
    """Send the messages that must precede a measurement."""
    waiting = iter(lines)

    async def go_on(_number: int, pusher: Pusher) -> None:
        for line in waiting:
            await pusher.says(line)

    await _all_at_once(bot, at_once, go_on)


async def _all_at_once(bot: BotProcess, at_once: int, go_on: Callable[[int, Pusher], Awaitable[None]]) -> None:
    pushers = [Pusher(bot) for _ in range(at_once)]
    try:
        await asyncio.gather(*(go_on(number, pusher) for number, pusher in enumerate(pushers)))
    finally:
        for pusher in pushers:
            pusher.close()
