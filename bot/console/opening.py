"""How a command comes by the database of the settings.

Nothing here knows where the master key lies.
"""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from storage.database import Database

T = TypeVar("T")


class WithDatabase(Protocol):
    """Opens the database, does one thing with it, and closes it."""

    def __call__(self, do: Callable[[Database], Awaitable[T]]) -> T:
        """What was done; raises CannotStart or a DatabaseError."""
        ...
