"""Installations in which people have joined, made once in a run, and copied for every test."""

import shutil
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path

from bot.sandbox.environment import seed
from bot.sandbox.scenarios.cast import find_cast
from tests.app import MAX, OLGA, OLGAS_EMAIL, VERA, TestApp, open_app
from tests.people import Member


class Prepared:
    """Folders by the people who have joined, in order.

    `empty` holds a migrated database and its master key.
    """

    def __init__(self, empty: Path, shelf: Path) -> None:
        self._folders: dict[tuple[str, ...], Path] = {(): empty}
        self._shelf = shelf

    async def copy(self, joined: tuple[str, ...], folder: Path) -> None:
        """Fill a test's folder."""
        if joined not in self._folders:
            fresh = self._shelf / "-".join(joined)
            await self.copy(joined[:-1], fresh)
            async with open_app(fresh, f"sqlite+aiosqlite:///{fresh}/keyminder.db") as app:
                olga = app.member(OLGA, "Olga")
                await _JOINING[joined[-1]](app, just_joined(olga) if joined[:-1] else olga)
            self._folders[joined] = fresh
        shutil.copytree(self._folders[joined], folder, dirs_exist_ok=True)

    async def copy_seeded(self, folder: Path) -> None:
        """Fill a test's folder with the history of a new `keyminder sandbox`."""
        if _SEEDED not in self._folders:
            fresh = self._shelf / "-".join(_SEEDED)
            await self.copy((), fresh)
            async with open_app(fresh, f"sqlite+aiosqlite:///{fresh}/keyminder.db", seed.populate) as app:
                await seed.live(app.environment, find_cast(app.environment))
                await app.settle()
            self._folders[_SEEDED] = fresh
        shutil.copytree(self._folders[_SEEDED], folder, dirs_exist_ok=True)


_SEEDED = ("seeded",)


def just_joined(member: Member) -> Member:
    """Mark that the member's code of this moment was used for joining, so that the next one is awaited."""
    member.code()
    return member


async def claim(_house: TestApp, olga: Member) -> Member:
    """Let the owner claim the team and enrol."""
    await olga.says("/start")
    await olga.enrols()
    return olga


async def invite_operator(app: TestApp, olga: Member) -> Member:
    """Return an enrolled operator whom the owner invited."""
    operator = app.member(MAX, "Max")
    card = await olga.does(f"/invite operator {MAX}")
    await operator.presses(card, "Join")
    await operator.enrols()
    return operator


async def invite_approver(app: TestApp, olga: Member) -> Member:
    """Return an approver. Afterwards all factors and e-mails are old enough for money."""
    await olga.has_email(OLGAS_EMAIL)
    approver = app.member(VERA, "Vera")
    card = await olga.says(f"/invite approver {VERA}")
    await olga.confirms(card)
    await olga.decides(await olga.persona.reads(OLGAS_EMAIL, "confirm the change"))
    await approver.presses(olga.again(card), "Join")
    await approver.enrols()
    await app.passes(timedelta(days=2))
    return approver


_JOINING: Mapping[str, Callable[[TestApp, Member], Awaitable[Member]]] = {
    "olga": claim,
    "max_": invite_operator,
    "vera": invite_approver,
}
