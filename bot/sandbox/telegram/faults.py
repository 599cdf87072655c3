"""Faults between the bot and its server."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.changes import Changes
from bot.sandbox.telegram.refusals import ApiRefusal

EVERY_METHOD = "*"

PHRASES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 429: "Too Many Requests", 502: "Bad Gateway"}


class ConnectionCut(Exception):
    """The connection breaks before an answer is read."""


def _wake_nobody() -> None:
    """Default while no connection is open."""


@dataclass(slots=True)
class _Failure:
    method: str
    chat_id: int | None
    times: int
    refusal: ApiRefusal


@dataclass(slots=True)
class Faults:
    """Switches. A method may be `*` for all of them, a chat None for all of them."""

    is_down: bool = False
    on_down: Callable[[], None] = _wake_nobody
    """Called when the connections break, so that no call goes on waiting on one."""
    _failures: list[_Failure] = field(default_factory=list)
    _hanging: set[tuple[str, int | None]] = field(default_factory=set)
    _cuts: dict[str, int] = field(default_factory=dict)
    _released: Changes = field(default_factory=Changes)

    def fail_next(  # noqa: PLR0913 -- one switch with many settings
        self,
        method: str,
        times: int = 1,
        *,
        status: int = 500,
        description: str | None = None,
        retry_after: int | None = None,
        chat_id: int | None = None,
    ) -> None:
        """Answer the next calls with an error and do nothing. `retry_after` makes it a 429."""
        if retry_after is not None:
            text = description or f"Too Many Requests: retry after {retry_after}"
            refusal = ApiRefusal(429, text, {"retry_after": retry_after})
        else:
            refusal = ApiRefusal(status, description or PHRASES.get(status, "Internal Server Error"))
        self._failures.append(_Failure(method.lower(), chat_id, times, refusal))

    def hang(self, method: str, chat_id: int | None = None) -> None:
        """Leave such calls without an answer until `release`."""
        self._hanging.add((method.lower(), chat_id))

    def release(self) -> None:
        """Let all hanging calls continue, and hang no more."""
        self._hanging.clear()
        self._released.ring()

    def down(self) -> None:
        """Break every connection until `up`, including a waiting poll."""
        self.is_down = True
        self.on_down()

    def up(self) -> None:
        """Accept connections again."""
        self.is_down = False

    def cut_after(self, method: str, times: int = 1) -> None:
        """Perform the next calls, but break the connection instead of answering."""
        self._cuts[method.lower()] = times

    def clear(self) -> None:
        """Remove all faults."""
        self.is_down = False
        self._failures.clear()
        self._cuts.clear()
        self.release()

    async def before(self, method: str, chat_id: int | None) -> None:
        """Hang, break or refuse, as set. Raises ConnectionCut or ApiRefusal."""
        if self.is_down:
            raise ConnectionCut
        while self._is_hanging(method, chat_id):
            await self._released.wait(self._released.count, 3600)
        for failure in self._failures:
            if failure.method in {method, EVERY_METHOD} and failure.chat_id in {None, chat_id}:
                failure.times -= 1
                if failure.times <= 0:
                    self._failures.remove(failure)
                raise failure.refusal

    def after(self, method: str) -> None:
        """Break the connection after the call was performed, as set. Raises ConnectionCut."""
        for name in (method, EVERY_METHOD):
            if self._cuts.get(name, 0) > 0:
                self._cuts[name] -= 1
                raise ConnectionCut

    def _is_hanging(self, method: str, chat_id: int | None) -> bool:
        return any(name in {method, EVERY_METHOD} and chat in {None, chat_id} for name, chat in self._hanging)
