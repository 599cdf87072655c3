"""How a command comes by the database of the settings.

Nothing here knows where the master key lies, nor what a database is: naming its type would load it for every `--help`.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class WithDatabase(Protocol):
    """Opens the database, does one thing with it, and closes it."""

    def __call__(self, do: Callable[[Any], Awaitable[T]]) -> T:
        """What was done with a `storage.database.Database`; raises CannotStart or a DatabaseError."""
        ...
