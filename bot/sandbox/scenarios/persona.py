"""A person with a phone: writes, waits for answers, presses, opens links, types codes, reads mail."""

from datetime import timedelta
from typing import Protocol

import aiohttp

from bot.sandbox.authenticators import Authenticators
from bot.sandbox.clock import SandboxClock
from bot.sandbox.mailbox import Email, Mailbox
from bot.sandbox.telegram.models import Message
from bot.sandbox.telegram.world import World

PATIENCE_SECONDS = 20.0
"""Real time a persona waits for an answer before the story is given up."""
STEP = timedelta(seconds=30)
_LAST_WORDS = 80
"""Characters of the bot's last message that a story quotes when it cannot go on."""


class NothingCame(Exception):
    """The bot did not say what the story waited for."""


class Surroundings(Protocol):
    """What a person can use: the chats, their own phone's codes, e-mails and the clock."""

    @property
    def world(self) -> World:
        """Telegram."""

    @property
    def clock(self) -> SandboxClock:
        """The clock of the sandbox."""

    @property
    def mailbox(self) -> Mailbox:
        """The e-mails of all addresses."""

    @property
    def authenticators(self) -> Authenticators:
        """The authenticators of all personas."""

    async def join(self, user_id: int, chat_id: int) -> None:
        """Let a person join a group, Olga as its owner."""


class Persona:
    """One person of the world. The private chat has the person's own id."""

    def __init__(self, environment: Surroundings, user_id: int, home: int) -> None:
        """`home` is the group where the person writes unless another is given."""
        self.user_id = user_id
        self.home = home
        self._environment = environment
        self._last_code = ""

    def says(
        self, text: str, *, privately: bool = False, topic_id: int | None = None, reply_to: Message | None = None
    ) -> Message:
        """Write into the group, or into the private chat with the bot."""
        return self._environment.world.post(
            self.user_id,
            self.user_id if privately else self.home,
            text,
            topic_id=topic_id,
            reply_to=reply_to.message_id if reply_to else None,
        )

    def sends(self, file_name: str, data: bytes, caption: str) -> Message:
        """Send a document into the group."""
        return self._environment.world.post_document(self.user_id, self.home, file_name, data, caption=caption)

    async def sees(self, *words: str, privately: bool = False, after: Message | None = None) -> Message:
        """Wait for the bot's newest message with all these words. NothingCame after the timeout."""
        chat_id = self.user_id if privately else self.home
        world = self._environment.world
        first = after.message_id if after is not None else 0

        def find() -> Message | None:
            said = world.messages(chat_id, from_bot=True, with_deleted=False)
            fitting = [one for one in said if one.message_id > first and all(word in one.text for word in words)]
            return fitting[-1] if fitting else None

        try:
            await world.wait_until(find, timeout_seconds=PATIENCE_SECONDS)
        except TimeoutError:
            last = next((one.text for one in reversed(world.messages(chat_id, from_bot=True)) if one.text), "nothing")
            raise NothingCame(f"Keyminder did not say “{' … '.join(words)}”, but “{last[:_LAST_WORDS]}”") from None
        found = find()
        if found is None:
            raise NothingCame(f"Keyminder took back “{' … '.join(words)}”")
        return found

    def presses(self, message: Message, label: str) -> Message | str:
        """Press a button by its label. Return the press's id, or the message that opening its link posted."""
        for button in message.buttons:
            if label in str(button["text"]):
                if "url" in button:
                    return self._environment.world.open_link(self.user_id, str(button["url"]))
                return self._environment.world.press(
                    self.user_id,
                    message.chat_id,
                    message.message_id,
                    str(button["callback_data"]),
                    ephemeral_id=message.ephemeral_id,
                )
        raise NothingCame(f"{message.text!r} has no button {label!r}")

    def code(self) -> str:
        """The six digits of the phone. A code that was used already is waited out on the clock."""
        shown = self._environment.authenticators.show(self.user_id)
        if shown.digits == self._last_code:
            self._environment.clock.jump(STEP)
            shown = self._environment.authenticators.show(self.user_id)
        self._last_code = shown.digits
        return shown.digits

    async def confirms(self, card: Message) -> None:
        """Open the private step of a card, and type the code there."""
        opened = self.presses(card, "Confirm in private")
        await self.sees("six digits", privately=True, after=opened if isinstance(opened, Message) else None)
        self.says(self.code(), privately=True)

    async def puts_away(self, secret: Message) -> None:
        """Press *Saved*, and wait until the secret is deleted."""
        self.presses(secret, "Saved")
        world = self._environment.world

        def is_gone() -> bool:
            said = world.messages(secret.chat_id, from_bot=True, with_deleted=False)
            return all(one.message_id != secret.message_id for one in said)

        try:
            await world.wait_until(is_gone, timeout_seconds=PATIENCE_SECONDS)
        except TimeoutError:
            raise NothingCame("a secret that was put away is still there") from None

    async def enrols(self) -> None:
        """Set up the authenticator, and put the recovery codes away."""
        asked = self.says("/enrol", privately=True)
        shown = await self.sees("authenticator app", privately=True, after=asked)
        self._environment.authenticators.scan(self.user_id, shown.text)
        self.says(self.code(), privately=True)
        codes = await self.sees("recovery codes", privately=True, after=shown)
        await self.puts_away(codes)

    async def reads(self, address: str, words: str, *, after: int = 0) -> Email:
        """Wait for an address's newest e-mail past number `after`, with these words in subject or text."""
        mailbox = self._environment.mailbox

        def find() -> Email | None:
            emails = [one for one in mailbox.list_to(address) if words in one.subject or words in one.text]
            return emails[-1] if emails and emails[-1].email_id > after else None

        seen = mailbox.changes.count
        for _ in range(100):
            email = find()
            if email is not None:
                return email
            seen = await mailbox.changes.wait(seen, PATIENCE_SECONDS / 100)
        raise NothingCame(f"no e-mail to {address} about {words!r}")

    async def decides(self, email: Email, decision: str = "confirm") -> int:
        """Open the e-mail's link and press a button of the page. Return the page's HTTP status."""
        link = next(link for link in email.links if "/confirm/" in link)
        origin = link.partition("/confirm/")[0]
        async with (
            aiohttp.ClientSession() as browser,
            browser.post(link, data={"decision": decision}, headers={"Origin": origin}) as answer,
        ):
            return answer.status
