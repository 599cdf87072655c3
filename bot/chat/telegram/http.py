"""python-telegram-bot's HTTP requests over one aiohttp session, and the bot built with them.

The token is part of every URL, so no URL reaches a log or an error.
"""

import asyncio
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import aiohttp
from telegram import Bot, InputFile, InputMedia
from telegram.error import InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.proxy import find_proxy

JSONDict = dict[str, Any]
Seconds = Any
"""A limit as python-telegram-bot hands it over: seconds, None for no limit, or `BaseRequest.DEFAULT_NONE`."""
CONNECTIONS = 256
_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Most seconds for each step of a request."""

    read: float = 10.0
    write: float = 5.0
    connect: float = 5.0
    pool: float = 5.0
    """Until a connection is free."""
    media_write: float = 30.0
    """Instead of `write`, where files are sent."""


File = tuple[str, Any, str]
"""Name, content and MIME type."""


@dataclass(frozen=True, slots=True)
class CallData:
    """The parameters of a call, by the documented attributes of `RequestData`, which is final."""

    parameters: JSONDict
    multipart_data: Mapping[str, File]

    @property
    def contains_files(self) -> bool:
        """Whether the call goes as a form."""
        return bool(self.multipart_data)

    @property
    def json_parameters(self) -> dict[str, str]:
        """Return the parameters as the texts of a form."""
        return {name: one if isinstance(one, str) else json.dumps(one) for name, one in self.parameters.items()}


class AiohttpRequest(BaseRequest):
    """Requests of python-telegram-bot over aiohttp. One object serves calls and long polling.

    Answers become the errors of `telegram.error` exactly as with python-telegram-bot's own requests: TimedOut if the
    server was too slow, NetworkError if it could not be reached.
    """

    __slots__ = ("_proxies", "_session", "_timeouts")

    def __init__(self, timeouts: Timeouts | None = None) -> None:
        # Otherwise python-telegram-bot warns at every "too many requests" about durations as timedelta.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        self._timeouts = timeouts or Timeouts()
        self._proxies: dict[str, str | None] = {}
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer unless a call says otherwise."""
        return self._timeouts.read

    async def initialize(self) -> None:
        """Open the session. Opening it again changes nothing."""
        if self._session is None or self._session.closed:
            self._proxies.clear()
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=60.0),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close the session. Closing it again changes nothing."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0913, PLR0917 - the signature is python-telegram-bot's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return status and body of the answer. Raises TimedOut or NetworkError without an answer."""
        if self._session is None:
            raise RuntimeError("These requests are not initialized")
        has_files = request_data is not None and request_data.contains_files
        limits = self._timeouts
        until_connected = _sum(_chosen(pool_timeout, limits.pool), _chosen(connect_timeout, limits.connect))
        write = _chosen(write_timeout, limits.media_write if has_files else limits.write)
        read = _chosen(read_timeout, limits.read)
        timeout = aiohttp.ClientTimeout(
            # aiohttp has no limit for writing, so all steps share one. A download may take as long as data flows.
            total=_sum(until_connected, write, read) if method != "GET" else None,
            connect=until_connected,
            sock_connect=_chosen(connect_timeout, limits.connect),
            sock_read=read,
        )
        form = _multipart(request_data) if request_data is not None and has_files else None
        plain = json.dumps(request_data.parameters) if request_data is not None and not has_files else None
        try:
            async with self._session.request(
                method,
                url,
                data=form if form is not None else plain,
                headers=_JSON if plain is not None else None,
                timeout=timeout,
                proxy=self._proxy_for(url),
                allow_redirects=False,
            ) as answer:
                body = await answer.read()
                status = answer.status
        # Causes are cut off, because aiohttp's errors may contain the URL.
        except TimeoutError as error:
            raise TimedOut(_wording(error, _secret_of(url))) from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(_wording(error, _secret_of(url))) from None
        return status, body if 200 <= status <= 299 else _without(body, _secret_of(url))

    def _proxy_for(self, url: str) -> str | None:
        root = url.partition("/bot")[0]
        if root not in self._proxies:
            self._proxies[root] = find_proxy(url)
        return self._proxies[root]

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSONDict:
        """Return the answer as a dictionary. Raises TelegramError without the answer's text if it is not one."""
        try:
            answer = json.loads(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer


class ChatBot(Bot):
    """python-telegram-bot's bot on our requests. It does not show its token and does not parse updates."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ChatBot"

    async def initialize(self) -> None:
        """Open the session and learn the bot's own name. Raises InvalidToken without the token in it."""
        try:
            await super().initialize()
        except InvalidToken:
            raise InvalidToken("The token was rejected by the server") from None

    async def shutdown(self) -> None:
        """Close the session, even after a cancelled `initialize` opened it."""
        await super().shutdown()
        await self.request.shutdown()

    async def call(self, method: str, data: JSONDict, *, read_timeout: float | None = None) -> Any:
        """Call one method and return its answer unparsed: parsing is a third of the work of sending.

        Only files are python-telegram-bot's objects. All else is plain data and goes as one JSON value, nested.
        Source: github tdlib/td, HttpReader::parse_json_parameters, which takes a nested value as its text.
        """
        limit = BaseRequest.DEFAULT_NONE if read_timeout is None else read_timeout
        parameters, files = dict[str, Any](), dict[str, File]()
        for name, value in data.items():
            if isinstance(value, InputFile):
                files[name] = value.field_tuple
            elif isinstance(value, InputMedia) and isinstance(file := value.media, InputFile):
                # Source: Bot API, sending files: the form's field is named by attach://<name>.
                parameters[name] = {**value.to_dict(), "media": file.attach_uri}
                files[str(file.attach_name)] = file.field_tuple
            elif value is not None:
                parameters[name] = value
        # The request that gets this is ours, and reads no more of it.
        called = cast("RequestData", CallData(parameters, files))
        return await self.request.post(f"{self.base_url}/{method}", called, read_timeout=limit)

    async def download(self, file_path: str) -> bytes:
        """Download a file by the path from getFile. Raises a TelegramError."""
        # A local Bot API server, run with --local, answers with an absolute path. Source: Bot API, getFile.
        if Path(file_path).is_absolute():
            try:
                return await asyncio.to_thread(Path(file_path).read_bytes)
            except OSError as error:
                raise NetworkError(f"The Bot API server's file cannot be read: {error.strerror}") from None
        return await self.request.retrieve(f"{self.base_file_url}/{file_path}")

    async def list_updates(self, offset: int | None, wait_seconds: int, kinds: Sequence[str]) -> list[JSONDict]:
        """Return updates as Telegram sent them, and confirm those below the offset."""
        updates = await self.call(
            "getUpdates",
            {"offset": offset, "timeout": wait_seconds, "limit": 100, "allowed_updates": list(kinds)},
            read_timeout=(self.request.read_timeout or 0) + wait_seconds,
        )
        if not isinstance(updates, list):
            raise NetworkError("Invalid server response")
        return updates


def make_bot(token: str, api_root: str, requests: AiohttpRequest | None = None) -> ChatBot:
    """Build the bot for a Bot API server's root URL. The caller runs `initialize` and `shutdown`."""
    root = api_root.rstrip("/")
    shared = requests or AiohttpRequest()
    return ChatBot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=shared,
        get_updates_request=shared,
    )


def _chosen(given: Seconds, otherwise: float) -> float | None:
    return otherwise if given is BaseRequest.DEFAULT_NONE else cast("float | None", given)


def _sum(*seconds: float | None) -> float | None:
    """Sum of the limits. None, no limit, if one of them is None."""
    known = [part for part in seconds if part is not None]
    return sum(known) if len(known) == len(seconds) else None


def _multipart(request_data: RequestData) -> aiohttp.FormData:
    # Telegram reads file names as UTF-8, not percent-encoded.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, mime_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=mime_type)
    return form


def _secret_of(url: str) -> str | None:
    found = re.search(r"/bot([^/]+)", url)
    return found[1] if found else None


def _without(body: bytes, secret: str | None) -> bytes:
    return body.replace(secret.encode(), b"<token>") if secret else body


def _wording(error: BaseException, secret: str | None) -> str:
    text = f"aiohttp.{type(error).__name__}: {error}"
    return text.replace(secret, "<token>") if secret else text
