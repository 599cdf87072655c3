"""Give each member the menu of commands of their role, in each of their chats.

What Telegram has taken is known only to this process, so that every start writes the menus again.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.jobs.delivery import Delivered, Delivery, RetryLater
from bot.jobs.schedule import Round
from bot.operations.members.menus import MenuPlace, list_menu_roles
from storage.database import Database
from storage.records import Role

_PAUSE = timedelta(minutes=1)

Write = Callable[[MenuPlace, Role | None], Awaitable[Delivery]]
"""Write the menu of a role in one place. None: remove it, so that the menu of all chats counts."""


class WriteMenus:
    """Write the menus that have changed. One that was refused, as in a chat never started, is tried in each run."""

    def __init__(self, database: Database, write: Write) -> None:
        self._database = database
        self._write = write
        self._written: dict[MenuPlace, Role | None] = {}

    async def run(self) -> Round:
        """Bring Telegram's menus up to date. Menus of places that no team has any more are removed."""
        wanted = await self._database.read(list_menu_roles)
        gone = [place for place in self._written if place not in wanted]
        for place in [*wanted, *gone]:
            role = _own_menu(wanted.get(place))
            if place in self._written and self._written[place] is role:
                continue
            match await self._write(place, role):
                case Delivered():
                    self._written[place] = role
                case RetryLater(after=after):
                    return Round(again_in=after or _PAUSE)
        for place in gone:
            self._written.pop(place, None)
        return Round()


def _own_menu(role: Role | None) -> Role | None:
    """A viewer has the menu of all chats."""
    return None if role is Role.VIEWER else role
