"""Tools of a scenario: the cast, captions for the audience, and the waits of people who read."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.sandbox.mailbox import Email
from bot.sandbox.scenarios.cast import EMAIL, Cast
from bot.sandbox.scenarios.persona import PATIENCE_SECONDS, STEP, NothingCame, Persona, Surroundings
from bot.sandbox.telegram.entities import cut_utf16
from bot.sandbox.telegram.models import Json, Message

HOME = "main"
"""The account that the team began with. It is always named, since another may be connected now."""

_HEADING = "▸ "
_KEY_LINE = re.compile(r"\d+ ([^·]+) · (?:not confirmed working · )?(?:expired )?$")
"""A key's line, up to the date of its end."""
_TOO_YOUNG = "and yours is newer"
_VERIFIED = re.compile(r"(\S+@\S+) is your e-mail now")
_LOCK = timedelta(minutes=15)


class Look(StrEnum):
    """The part of the page that shows the next event."""

    GROUP = "group"
    PRIVATE = "private"
    MAIL = "mail"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Caption:
    """One sentence for the audience: what happens and why, on which phone, and where to look."""

    text: str
    actor: int
    look: Look


@dataclass(frozen=True, slots=True)
class EndingKey:
    """A key as `/keys` lists it, with its expiry in the future or past."""

    name: str
    ends_at: datetime


class Play:
    """One performance of a scenario."""

    def __init__(
        self, environment: Surroundings, cast: Cast, show: Callable[[Caption], None], reading_seconds: float
    ) -> None:
        """`show` takes each caption. `reading_seconds` is how long the audience gets to read it."""
        self.cast = cast
        self.clock = environment.clock
        self.world = environment.world
        self.number = self.world.chats[cast.olga.home].last_message_id
        """Another one for every performance, so that its names and addresses are new."""
        self._mailbox = environment.mailbox
        self._show = show
        self._reading_seconds = reading_seconds

    async def tell(self, text: str, actor: Persona, look: Look) -> None:
        """Show a caption and give the audience time to read it."""
        self._show(Caption(text, actor.user_id, look))
        await asyncio.sleep(self._reading_seconds)

    async def wait_out_lock(self, persona: Persona) -> None:
        """Let the lock pass that five wrong codes of the visitor have left."""
        since = (self.clock.now() - 2 * _LOCK).timestamp()
        said = self.world.messages(persona.user_id, from_bot=True, with_deleted=False)
        if any("you are locked" in one.text for one in said if one.date > since):
            await self.tell("Five wrong codes have locked Olga. A quarter of an hour passes.", persona, Look.CLOCK)
            self.clock.jump(_LOCK)

    async def lets_back_in(self, owner: Persona, name: str, role: str, user_id: int) -> None:
        """Give a suspended person their role again."""
        await self.tell(f"{name} is suspended. Olga lets {name} back in as {role}.", owner, Look.GROUP)
        card = await owner.sees("back in as", after=owner.says(f"/role {user_id} {role}"))
        await self.confirms(owner, card)
        await self.sees(owner, lambda one: one.message_id == card.message_id and "now" in one.text)

    async def confirms(self, persona: Persona, card: Message) -> None:
        """Confirm a card in private, with a fresh code, because the audience may have used the present one."""
        self.clock.jump(STEP)
        await persona.confirms(card)

    async def asks_for_money(self, persona: Persona, command: str, words: str) -> Message:
        """Ask for a MONEY change and return its card with these words. Waits two days if a proof is too new."""
        asked = persona.says(command)
        card = await self.sees(persona, lambda one: words in one.text or _TOO_YOUNG in one.text, after=asked)
        if _TOO_YOUNG not in card.text:
            return card
        await self.tell(
            "An authenticator and an e-mail must be a day old before they move money. So two days pass.",
            persona,
            Look.CLOCK,
        )
        self.clock.jump(timedelta(days=2))
        asked = persona.says(command)
        return await self.sees(persona, lambda one: words in one.text, after=asked)

    async def email_after(self, persona: Persona, emails_before: int) -> Email:
        """Return the e-mail that asks the person to confirm a change, numbered past `emails_before`."""
        verified = self.world.messages(persona.user_id, from_bot=True)
        addresses = [found[1] for one in verified if (found := _VERIFIED.search(one.text))]
        return await persona.reads(addresses[-1] if addresses else EMAIL, "confirm", after=emails_before)

    def count_emails(self) -> int:
        """Number of the newest e-mail."""
        return self._mailbox.emails[-1].email_id if self._mailbox.emails else 0

    async def sees(self, persona: Persona, fits: Callable[[Message], bool], *, after: Message | None = None) -> Message:
        """Wait for the newest fitting message of the bot in the group. NothingCame after the timeout."""

        def find() -> Message | None:
            said = self.world.messages(persona.home, from_bot=True, with_deleted=False)
            first = after.message_id if after is not None else 0
            return next((one for one in reversed(said) if one.message_id > first and fits(one)), None)

        try:
            await self.world.wait_until(find, timeout_seconds=PATIENCE_SECONDS)
        except TimeoutError:
            raise NothingCame("the bot did not say in the group what this scenario waits for") from None
        found = find()
        if found is None:
            raise NothingCame("the bot took back what this scenario waited for")
        return found

    async def list_ending_keys(self, persona: Persona) -> list[EndingKey]:
        """Keys of the team's first account with a known expiry in `/keys`, soonest first."""
        asked = persona.says("/keys")
        listed = await self.sees(persona, lambda one: one.reply_to == asked.message_id, after=asked)
        found = [
            EndingKey(key[1], datetime.fromtimestamp(int(str(mark["unix_time"])), UTC))
            for mark in listed.entities
            if mark["type"] == "date_time"
            if (key := _KEY_LINE.search(_line_of_home(listed.text, mark)))
        ]
        return sorted(found, key=lambda key: key.ends_at)

    def newest(self, persona: Persona) -> Message:
        """The group's last message."""
        return self.world.messages(persona.home)[-1]

    async def sees_alert(self, persona: Persona, words: str, *, after: Message) -> Message:
        """Wait for the alert with these words. Each warning about a key is a new message."""
        return await self.sees(persona, lambda one: words in one.text and offers(one, "Renew"), after=after)


def _line_of_home(listed: str, mark: Json) -> str:
    """The line up to this date, or nothing if it is below the name of another account."""
    before = cut_utf16(listed, {"offset": 0, "length": mark["offset"]})
    _, heading, account = before.rpartition(_HEADING)
    return "" if heading and not account.startswith(HOME) else before.rpartition("\n")[2]


def offers(message: Message, label: str) -> bool:
    """Whether a button of the message has these words in its label."""
    return any(label in str(button["text"]) for button in message.buttons)
