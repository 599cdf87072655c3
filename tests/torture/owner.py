"""An owner of a team of one, who asks for keys as a person does.

The owner reads what the bot says, and asks again if needed.
"""

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import TypeVar
from uuid import UUID

from bot.sandbox.environment import Environment
from bot.sandbox.exchanges.coinex.state import MainUser
from bot.sandbox.scenarios.persona import Persona
from bot.sandbox.telegram.models import Message

DESK = "desk"
"""Name of the account at CoinEx."""
ANSWERED_WITHIN = 120.0
"""Real seconds after which an answer counts as missing."""
CODE_ANSWERED_WITHIN = 60.0
"""Real seconds after which a typed code counts as lost, and the next one is typed.

On a busy machine a killed process is back after 20. Codes typed in that time are all judged then, and five wrong ones
lock the owner: the clock jumps over the lock, and the requests of all other owners time out.
"""
MADE_WITHIN = 420.0
"""Real seconds after which a key is given up: enough for a lock and a request that timed out."""
LOCK = timedelta(minutes=15)
_ENDS = ("⌛", "✖️", "❌", "🚫")
"""Beginnings of a card of a request that ended without a key."""


T = TypeVar("T")


class Answer(StrEnum):
    """Kinds of answers to an owner."""

    MADE = "made"
    ENDED = "ended without a key"
    LOCKED = "locked"
    CODE_WANTED = "a code is wanted"
    CLOSED = "nothing waits for a code"


@dataclass(slots=True)
class Asked:
    """One key, and what its owner did and read to get it."""

    owner: "Owner"
    name: str
    commands: list[Message] = field(default_factory=list)
    """More than one if an earlier request ended without a key."""
    before: list[str] = field(default_factory=list)
    """Last private messages before a request ended without a key."""
    codes: int = 0
    unanswered: int = 0
    """Codes without an answer for a long time."""
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Owner:
    """A person with a team of one."""

    user_id: int
    team_id: UUID
    environment: Environment
    persona: Persona
    seed: str
    coinex: MainUser | None
    """Owner of the keys at CoinEx. None: they are in our own registry."""

    async def make_key(self, name: str) -> Asked:
        """Ask until the key is made. Its faults say what failed."""
        asked, began = Asked(self, name), time.monotonic()
        try:
            async with asyncio.timeout(MADE_WITHIN):
                while not await self._try(asked):
                    pass
                await self._save_secret(name)
        except TimeoutError:
            last = [message.text for message in self.environment.world.messages(self.user_id)][-3:]
            asked.faults.append(f"{name} of {self.user_id} was not made in time; the last words were {last}")
        except _Missing as missing:
            asked.faults.append(f"{name} of {self.user_id}: {missing}")
        asked.seconds = time.monotonic() - began
        return asked

    async def _try(self, asked: Asked) -> bool:
        """Give one command and follow it to its end. Return whether the key is made."""
        where = "" if self.coinex is None else f" in {DESK}"
        command = self.persona.says(f"/newkey {asked.name}{where}")
        asked.commands.append(command)
        card = await self._read("no card", lambda: self._find_card(asked.name, command), within=ANSWERED_WITHIN)
        after = self._open_private(card) or command

        def read() -> Answer | None:
            return self._read_answer(asked.name, command, after)

        answer = await self._read("no answer to the pressed button", read, within=ANSWERED_WITHIN)
        typed, said = "", self._last_words(after)
        while True:
            match answer:
                case Answer.MADE:
                    return True
                case Answer.ENDED:
                    asked.before.append(" ".join(said[-1:]))
                    return False
                case Answer.LOCKED:
                    await self.environment.clock.sleep_until(self.environment.clock.now() + LOCK)
                    return False
                case Answer.CLOSED:
                    said = self._last_words(after)
                    answer = await self._read("a request without an end", lambda: self._find_end(asked.name, command))
                case Answer.CODE_WANTED:
                    said = self._last_words(after)
                    typed = await self._type_next(typed)
                    asked.codes += 1
                    answer = await self._wait_for_answer_to_code(asked, read, said, after)

    def _open_private(self, card: Message) -> Message | None:
        is_open = any("Confirm in private" in str(button["text"]) for button in card.buttons)
        opened = self.persona.presses(card, "Confirm in private") if is_open else None
        return opened if isinstance(opened, Message) else None

    async def _wait_for_answer_to_code(
        self, asked: Asked, read: Callable[[], Answer | None], before: list[str], after: Message
    ) -> Answer:
        def find() -> Answer | None:
            found = read()
            is_news = found is not Answer.CODE_WANTED or self._last_words(after) != before
            return found if is_news else None

        try:
            return await self._read("", find, within=CODE_ANSWERED_WITHIN)
        except _Missing:
            asked.unanswered += 1
            return read() or Answer.CLOSED

    async def _type_next(self, typed: str) -> str:
        """Return a code that was not typed yet, as soon as the phone shows one."""
        while True:
            shown = self.environment.authenticators.show(self.user_id)
            if shown.digits != typed:
                self.persona.says(shown.digits, privately=True)
                return shown.digits
            await self.environment.clock.sleep_until(
                self.environment.clock.now() + timedelta(seconds=shown.seconds_left)
            )

    async def _save_secret(self, name: str) -> None:
        """Press Saved below the secret."""
        find = partial(self._find_secret, name)
        secret: Message | None = await self._read("no secret came", find, within=ANSWERED_WITHIN)
        if secret is not None:
            self.persona.presses(secret, "Saved")
            await self._read("a saved secret stays", partial(_is_gone, secret), within=ANSWERED_WITHIN)

    def _find_card(self, name: str, command: Message) -> Message | None:
        return next((one for one in self._said_in_group(command) if _names(one.text, name)), None)

    def _find_end(self, name: str, command: Message) -> Answer | None:
        for one in self._said_in_group(command):
            if is_made(one.text, name):
                return Answer.MADE
            if is_end(one.text, name):
                return Answer.ENDED
        return None

    def _find_secret(self, name: str) -> Message | None:
        said = self.environment.world.messages(self.user_id, from_bot=True, with_deleted=False)
        return next((one for one in said if "Secret:" in one.text and _names(one.text, name) and one.buttons), None)

    def _read_answer(self, name: str, command: Message, after: Message) -> Answer | None:
        end = self._find_end(name, command)
        if end is not None:
            return end
        words = [text for text in self._last_words(after) if "Secret:" not in text]
        if any("you are locked until" in text for text in words):
            return Answer.LOCKED
        # Below the question there may be a late answer to an earlier code.
        if any("six digits" in text for text in words):
            return Answer.CODE_WANTED
        return Answer.CLOSED if words else None

    def _last_words(self, after: Message) -> list[str]:
        """Return the bot's private messages since then, as they read now."""
        said = self.environment.world.messages(self.user_id, from_bot=True, with_deleted=False)
        return [one.text for one in said if one.message_id > after.message_id]

    def _said_in_group(self, command: Message) -> list[Message]:
        said = self.environment.world.messages(self.persona.home, from_bot=True, with_deleted=False)
        return [one for one in said if one.message_id > command.message_id]

    async def _read(self, missing: str, find: Callable[[], T | None], within: float = MADE_WITHIN) -> T:
        try:
            await self.environment.world.wait_until(find, timeout_seconds=within)
        except TimeoutError:
            raise _Missing(missing) from None
        found = find()
        if found is None:
            raise _Missing(f"{missing}: it went away")
        return found


class _Missing(Exception):
    """An expected message of the bot did not come."""


def _is_gone(message: Message) -> bool | None:
    return message.is_deleted or None


def is_made(text: str, name: str) -> bool:
    """Whether the group reads here that the key is made."""
    return f"Key {name} is made" in text


def is_end(text: str, name: str) -> bool:
    """Whether the group reads here that a request for the key ended without it."""
    return text.startswith(_ENDS) and _names(text, name)


def _names(text: str, name: str) -> bool:
    return re.search(rf"\b{name}\b", text) is not None
