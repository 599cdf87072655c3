"""A Bot API server over loopback HTTP that answers at once, or after a set delay.

It answers in the form of the Bot API, records what arrived, and checks nothing. One process has it and the load, and
bots are other processes.
"""

import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

Json = Mapping[str, object]

BOT_ID = 4242
USERNAME = "benchmark_bot"
_ADMIN_RIGHTS = dict.fromkeys(
    (
        *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
        *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
        *("can_post_stories", "can_edit_stories", "can_delete_stories"),
    ),
    True,
)
_FACTS: Mapping[str, Json] = {
    "getme": {"id": BOT_ID, "is_bot": True, "first_name": "Benchmark", "username": USERNAME},
    "getwebhookinfo": {"url": "https://bench.example.org", "pending_update_count": 0},
}
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_TYPE = re.compile(rb"\r\ncontent-type: *([^\r]+)", re.IGNORECASE)
_PART = re.compile(rb'name="([^"]+)"(; filename="[^"]*")?.*?\r\n\r\n(.*?)\r\n$', re.DOTALL)


@dataclass(slots=True)
class Heard:
    """One message that was sent or edited."""

    message_id: int
    chat_id: int
    text: str
    at: float
    """By `time.perf_counter`."""


@dataclass(slots=True)
class TelegramApi:
    """The messages, and the futures of those who wait for them."""

    root: str = ""
    delay: float = 0.0
    """Seconds from a call's arrival, when all in the chat see it, to its answer."""
    files: dict[str, bytes] = field(default_factory=dict)
    """`file_id` → a file that people have sent."""
    calls: Counter[str] = field(default_factory=Counter)
    """How often each method was called."""
    webhooks: set[str] = field(default_factory=set)
    """Tokens of the bots that have asked for pushed updates."""
    last: dict[int, str] = field(default_factory=dict)
    """The last message in each chat."""
    _waiting: dict[int, tuple[str, asyncio.Future[Heard]]] = field(default_factory=dict)
    _message_id: int = 1_000_000

    def expect(self, chat_id: int, words: str) -> asyncio.Future[Heard]:
        """Return a future of the next message in that chat, new or edited, with these words.

        One at a time per chat.
        """
        found: asyncio.Future[Heard] = asyncio.get_running_loop().create_future()
        self._waiting[chat_id] = words, found
        return found

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection, kept alive until the bot closes it."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = _LENGTH.search(head)
                body = await reader.readexactly(int(length[1])) if length else b""
                kind, content = self._answer(head, body)
                if self.delay:
                    await asyncio.sleep(self.delay)
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                    % (kind, len(content), content)
                )
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, head: bytes, body: bytes) -> tuple[bytes, bytes]:
        path = head.split(b" ", 2)[1].decode()
        if path.startswith("/file/"):
            return b"application/octet-stream", self.files[path.rpartition("/")[2]]
        _, bot, method = path.split("/")
        values = _read(head, body)
        self.calls[method] += 1
        result = self._do(bot.removeprefix("bot"), method, values)
        return b"application/json", json.dumps({"ok": True, "result": result}).encode()

    def _do(self, token: str, method: str, values: Json) -> object:
        match method.lower():
            case "sendmessage" | "editmessagetext" | "senddocument" | "editmessagecaption":
                return self._hear(values)
            case "setwebhook":
                self.webhooks.add(token)
                return True
            case "getme" | "getwebhookinfo" as name:
                return _FACTS[name]
            case "getchatmember":
                person = int(str(values["user_id"]))
                user = {"id": person, "is_bot": person == BOT_ID, "first_name": "Somebody"}
                return {"status": "administrator", "user": user, **_ADMIN_RIGHTS}
            case "getfile":
                file_id = str(values["file_id"])
                size = len(self.files[file_id])
                return {"file_id": file_id, "file_unique_id": file_id, "file_size": size, "file_path": file_id}
            case _:
                return True

    def _hear(self, values: Json) -> Json:
        self._message_id += 1
        text = str(values.get("text") or values.get("caption") or "")
        chat_id, message_id = int(str(values["chat_id"])), int(str(values.get("message_id", self._message_id)))
        self.last[chat_id] = text
        waiting = self._waiting.get(chat_id)
        if waiting is not None and waiting[0] in text and not waiting[1].done():
            waiting[1].set_result(Heard(message_id, chat_id, text, time.perf_counter()))
        return {
            "message_id": message_id,
            "from": {"id": BOT_ID, "is_bot": True, "first_name": "Benchmark", "username": USERNAME},
            "chat": {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup"},
            "date": int(time.time()),
            "text": text,
        }


def _read(head: bytes, body: bytes) -> dict[str, object]:
    """Read the parameters of a call, in any of the ways that the Bot API takes them."""
    found = _TYPE.search(head)
    kind = found[1] if found else b""
    if kind.startswith(b"application/json"):
        return dict(json.loads(body))
    if kind.startswith(b"multipart/form-data"):
        boundary = b"--" + kind.partition(b"boundary=")[2].strip(b'"')
        parts = (_PART.search(part) for part in body.split(boundary))
        return {part[1].decode(): part[3].decode() for part in parts if part and not part[2]}
    return dict(parse_qsl(body.decode()))


@asynccontextmanager
async def serve() -> AsyncIterator[TelegramApi]:
    """Run a Bot API on a free port of this machine."""
    api = TelegramApi()
    server = await asyncio.start_server(api.serve, "127.0.0.1", 0)
    api.root = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield api
    finally:
        server.close()
