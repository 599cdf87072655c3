"""Faults of calls to an exchange."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from bot.sandbox.exchanges.refusal import Refusal

EVERY_PATH = "*"


AFTER = "after-"
"""Prefix of a code: the call is done, and then answered with it."""


class Trouble(StrEnum):
    """Faults of a call besides an answer."""

    BAD_GATEWAY = "502"
    CUT_BEFORE = "cut-before"
    """The connection breaks, and nothing was done."""
    CUT_AFTER = "cut-after"
    """The connection breaks, and all was done."""


class ConnectionCut(Exception):
    """The connection breaks before an answer is read."""


class BadGateway(Exception):
    """Only the gateway answers."""


@dataclass(slots=True)
class _Fault:
    path: str
    kind: str
    times: int
    skip: int

    def is_due(self, path: str) -> bool:
        """Whether this call fails. Counts it."""
        if self.path not in {EVERY_PATH, path} or self.times == 0:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.times -= 1
        return True


@dataclass(slots=True)
class Faults:
    """A path is one behind `/v2`, or `*`. A kind is a Trouble or a refusal's code, perhaps after AFTER."""

    _faults: list[_Fault] = field(default_factory=list)
    _every: dict[str, int] = field(default_factory=dict)
    _calls: Counter[str] = field(default_factory=Counter)

    def happen_next(self, path: str, kind: str, times: int = 1, *, skip: int = 0) -> None:
        """Fail the next calls, after `skip` good ones."""
        self._faults.append(_Fault(path, str(kind), times, skip))

    def happen_every(self, kind: str, nth: int) -> None:
        """Fail every nth call from now on."""
        self._every[str(kind)] = nth

    def clear(self) -> None:
        """Remove all faults."""
        self._faults.clear()
        self._every.clear()

    def find_constant(self) -> str | None:
        """The fault of every call, if there is one."""
        return next((kind for kind, nth in self._every.items() if nth == 1), None)

    def draw(self, path: str) -> str | None:
        """The fault of this call, if there is one."""
        self._calls["all"] += 1
        for fault in self._faults:
            if fault.is_due(path):
                return fault.kind
        return next((kind for kind, nth in self._every.items() if self._calls["all"] % nth == 0), None)


def strike(kind: str | None) -> None:
    """Fail before anything is done. Raises BadGateway, ConnectionCut or Refusal."""
    match kind:
        case None | Trouble.CUT_AFTER:
            return
        case Trouble.BAD_GATEWAY:
            raise BadGateway
        case Trouble.CUT_BEFORE:
            raise ConnectionCut
        case code if not code.startswith(AFTER):
            raise Refusal(int(code))


def strike_after(kind: str | None) -> None:
    """Fail after all was done. Raises ConnectionCut or Refusal."""
    if kind == Trouble.CUT_AFTER:
        raise ConnectionCut
    if kind is not None and kind.startswith(AFTER):
        raise Refusal(int(kind.removeprefix(AFTER)))
