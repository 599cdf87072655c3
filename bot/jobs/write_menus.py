"""Give each member the menu of commands of their role, in each of their chats."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from bot.jobs.delivery import Delivery, RetryLater
from bot.jobs.schedule import Round
from bot.operations.members.menus import find_menu_role
from storage.database import Database
from storage.records import MenuPlace, Role
from storage.work import Work

AT_ONCE = 20
"""Menus in one run."""
_PAUSE = timedelta(minutes=1)

Write = Callable[[MenuPlace, Role | None], Awaitable[Delivery]]
"""Write the menu of a role in one place. None: remove it, so that the menu of all chats counts."""


class WriteMenus:
    """Write the menus that a change of members, or a new version of the bot, has made old.

    A refused one, as in a chat never started, is written when the person enrols or their role changes.
    """

    def __init__(self, database: Database, write: Write, edition: Callable[[], str], patience: timedelta) -> None:
        """`edition` names this bot and the commands of all roles. Menus of another edition are old.

        The record of each menu waits up to `patience` for a commit to share. So a first start with many members takes
        little from what people wait for.
        """
        self._database = database
        self._write = write
        self._name_edition = edition
        self._patience = patience
        self._edition: str | None = None

    async def run(self) -> Round:
        """Write some of the old menus."""
        if self._edition is None:
            edition = self._name_edition()
            await self._database.write(lambda work: work.menus.ask_all_but(edition))
            self._edition = edition
        due = await self._database.read(_list_due)
        for place, role in due:
            outcome = await self._write(place, role)
            if isinstance(outcome, RetryLater):
                return Round(again_in=outcome.after or _PAUSE)
            note = partial(_note, place=place, role=role, edition=self._edition)
            await self._database.write(note, patience=self._patience)
        return Round(len(due))


def _note(work: Work, place: MenuPlace, role: Role | None, edition: str) -> None:
    """Keep that it is written, unless the role has changed since then."""
    if find_menu_role(work, place) is role:
        work.menus.note(place, edition)


def _list_due(work: Work) -> list[tuple[MenuPlace, Role | None]]:
    return [(place, find_menu_role(work, place)) for place in work.menus.list_due(AT_ONCE)]
