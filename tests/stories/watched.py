"""What a bot with two teams says and stores, compared with before."""

import json
import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bot.operations.model.button_data import OfferPress, encode
from tests.app import TestApp, open_app
from tests.prepared import Prepared
from tests.stories.planted import STANDINGS, Planted, make_teams, plant, populate
from tests.stories.senders import STRANGER, Sender, Writer

FREE = frozenset({"inbox", "notices", "audit_heads", "audit_entries", "menus", "silences", "leases", "signs_of_life"})
"""Tables that refusals write too, and those about processes. Lines of the trail are judged by their outcome."""

SECRET = "a-secret-of-sixteen-or-more"
"""Telegram proves itself with it at the webhook."""
Row = tuple[str, tuple[Any, ...]]
"""Table and columns."""


@dataclass
class Watched:
    """The bot, its database file and its teams."""

    app: TestApp
    file: Path
    teams: tuple[Planted, Planted]
    number: int = 700_000_000
    before: frozenset[Row] = field(default_factory=frozenset)
    calls: int = 0
    trail: int = 0

    def look(self) -> None:
        """Remember what is stored and said so far."""
        self.before, self.calls = self._rows(), len(self.app.environment.world.calls)
        with closing(sqlite3.connect(self.file)) as connection:
            (self.trail,) = connection.execute("SELECT max(rowid) FROM audit_entries").fetchone()

    def next_number(self) -> int:
        """A number of an update or a message that none had before."""
        self.number += 1
        return self.number

    def writer_of(self, sender: Sender, chat_id: int | None = None) -> Writer:
        """The sender in a chat, by default their private one."""
        user_id = sender.user(*self.teams)
        return Writer(sender, user_id, sender.name(*self.teams), chat_id or user_id)

    def says(self, writer: Writer, said: Iterable[tuple[str, str]]) -> Iterator[dict[str, Any]]:
        """One message for each command."""
        return (writer.says(self.next_number(), f"/{word} {words}") for word, words in said)

    def sends(self, writer: Writer, files: Iterable[tuple[str, str]]) -> Iterator[dict[str, Any]]:
        """Each file in a message of its own, and below a message with [Accept all]."""
        for caption, content in files:
            file = self.app.environment.world.state.add_file("sheet.csv", "text/csv", content.encode())
            yield writer.sends(self.next_number(), file, caption)
            yield writer.presses(self.next_number(), self.next_number(), encode(OfferPress()) or "", file)

    async def send(self, updates: Sequence[dict[str, Any]]) -> None:
        """Give updates to the bot, and wait until everything is done and delivered."""
        await self.app.app.update_queue.take(updates)
        await self.app.settle()

    def changed(self) -> list[Row]:
        """List rows that are not as before: each as it was, and as it is."""
        return sorted(self.before ^ self._rows(), key=str)

    def changed_of(self, team: Planted) -> list[Row]:
        """List changed rows that name an object of the team or one of its people."""
        ids, people = team.list_ids(), {team.user(who) for who in STANDINGS}
        return [
            row
            for row in self.changed()
            if people.intersection(row[1]) or any(one in str(row).replace("-", "") for one in ids)
        ]

    def list_trail(self) -> set[tuple[str, str]]:
        """What and with which outcome, of the lines of the trail since before."""
        with closing(sqlite3.connect(self.file)) as connection:
            return set(connection.execute("SELECT what, outcome FROM audit_entries WHERE rowid > ?", (self.trail,)))

    def said(self) -> Iterator[tuple[object, str]]:
        """Chat (None: to the person who pressed) and content of everything said since."""
        for method, parameters in self.app.environment.world.calls[self.calls :]:
            if method not in {"getChatMember", "sendChatAction", "setMyCommands", "deleteMyCommands"}:
                yield parameters.get("chat_id"), json.dumps(parameters, ensure_ascii=False, default=str)

    def list_texts(self, target: Planted) -> list[str]:
        """Everything said since, in the order of its words, without the names and numbers that were asked for."""
        calls = self.app.environment.world.calls[self.calls :]
        texts = [str(parameters["text"]) for _, parameters in calls if "text" in parameters]
        typed = [target.shout, f"0x{target.number:040x}", *(str(target.user(who)) for who in STANDINGS)]
        typed += [f"198.51.100.{target.number}", *(str(one) for one in target.tickets.values())]
        return sorted(_without(text, typed) for text in texts)

    def _rows(self) -> frozenset[Row]:
        with closing(sqlite3.connect(self.file)) as connection:
            return frozenset(row for table in self._tables(connection) for row in _read(connection, table))

    @staticmethod
    def _tables(connection: sqlite3.Connection) -> list[str]:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        return [name for (name,) in names if name not in FREE]


def _without(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = text.replace(word, "…")
    return text


def _read(connection: sqlite3.Connection, table: str) -> Iterator[Row]:
    names = [one[1] for one in connection.execute(f"PRAGMA table_info({table})")]
    if table == "people":
        names = [one for one in names if one not in {"name", "username"}]
    return ((table, row) for row in connection.execute(f"SELECT {', '.join(names)} FROM {table}"))  # noqa: S608


@asynccontextmanager
async def open_watched(prepared: Prepared, folder: Path) -> AsyncIterator[Watched]:
    """Both teams, and a bot that gets pushed updates. Who leaves has left."""
    await prepared.copy((), folder)
    teams = make_teams()
    people = partial(populate, teams, STRANGER)
    more = {"telegram_mode": "webhook", "webhook_secret": SECRET}
    async with open_app(folder, f"sqlite+aiosqlite:///{folder}/keyminder.db", people, **more) as app:
        await app.environment.world.wait_until(lambda: app.environment.world.state.webhook, timeout_seconds=20)
        for team in teams:
            await plant(app.app.database, app.environment.world, team)
            app.environment.world.leave(team.user("left"), team.chat_id)
        await app.settle()
        yield Watched(app, folder / "keyminder.db", teams)
