"""People of a story: they write, and the test waits until the bot has done all there is to do."""

from typing import Protocol

from bot.sandbox.environment import Environment
from bot.sandbox.mailbox import Email
from bot.sandbox.scenarios.persona import NothingCame, Persona
from bot.sandbox.telegram.models import Message


class Settling(Protocol):
    """The part of the app that a member needs."""

    environment: Environment

    async def settle(self) -> None:
        """Return once nothing is left to do."""


class Member:
    """A persona with steps that each end when the bot has come to rest."""

    def __init__(self, persona: Persona, app: Settling) -> None:
        self.persona = persona
        self.user_id = persona.user_id
        self._app = app

    async def says(
        self, text: str, *, privately: bool = False, topic_id: int | None = None, reply_to: Message | None = None
    ) -> Message:
        """Write, and return the bot's newest message in that chat. NothingCame if it has said nothing since."""
        asked = self.persona.says(text, privately=privately, topic_id=topic_id, reply_to=reply_to)
        await self._app.settle()
        return self.newest(privately=privately, after=asked)

    async def whispers(self, text: str, *, reply_to: Message | None = None) -> Message:
        """Write in the private chat."""
        return await self.says(text, privately=True, reply_to=reply_to)

    async def types(self, text: str) -> Message:
        """Type into the private chat, and return its newest message, edited by the answer."""
        self.persona.says(text, privately=True)
        await self._app.settle()
        return self.newest(privately=True)

    async def sends(self, file_name: str, data: bytes, caption: str, *, privately: bool = False) -> Message:
        """Send a document, and return the bot's answer."""
        chat_id = self.user_id if privately else self.persona.home
        asked = self._app.environment.world.post_document(self.user_id, chat_id, file_name, data, caption=caption)
        await self._app.settle()
        return self.newest(privately=privately, after=asked)

    async def presses(self, message: Message, label: str) -> str:
        """Press a button, and return the answer to the press, which may be empty."""
        pressed = self.persona.presses(message, label)
        await self._app.settle()
        answer = self._app.environment.world.answer_to(pressed) if isinstance(pressed, str) else None
        if answer is not None and answer.url:
            self._app.environment.world.open_link(self.user_id, answer.url)
            await self._app.settle()
        return answer.text if answer is not None else ""

    async def opens(self, card: Message) -> Message:
        """Follow the card's link into the private step."""
        await self.presses(card, "Confirm in private")
        return self.newest(privately=True)

    async def opens_private(self, message: Message) -> Message:
        """Follow a group's link into the private chat."""
        await self.presses(message, "Open private chat")
        return self.newest(privately=True)

    async def confirms(self, card: Message) -> Message:
        """Open the private step, type the code, and return the card in the group as it is now."""
        await self.opens(card)
        await self.types(self.code())
        return self.again(card)

    async def does(self, command: str) -> Message:
        """Ask a guarded command with its code, and return the card in the group at the end."""
        return await self.confirms(await self.says(command))

    async def enrols(self) -> None:
        """Set up the authenticator."""
        shown = await self.whispers("/enrol")
        self._app.environment.authenticators.scan(self.user_id, shown.text)
        await self.types(self.code())

    async def has_email(self, address: str, old: str | None = None) -> None:
        """Verify an e-mail address. `old` is the verified one that it replaces."""
        await self.whispers(f"/settings email {address}")
        await self.types(self.code())
        email = await self.persona.reads(address, "confirm your e-mail")
        await self.persona.decides(email)
        if old is not None:
            await self.persona.decides(await self.persona.reads(old, "confirm the change of your e-mail"))
        await self._app.settle()

    async def decides(self, email: Email, decision: str = "confirm") -> int:
        """Press a button of the page behind an e-mail's link."""
        status = await self.persona.decides(email, decision)
        await self._app.settle()
        return status

    def code(self) -> str:
        """Return a code that was not given before."""
        return self.persona.code()

    def newest(self, *, privately: bool = False, after: Message | None = None) -> Message:
        """Return the bot's newest message that is still there."""
        chat_id = self.user_id if privately else self.persona.home
        said = self._app.environment.world.messages(chat_id, from_bot=True, with_deleted=False)
        if not said or (after is not None and said[-1].message_id < after.message_id):
            raise NothingCame("the bot has said nothing")
        return said[-1]

    def again(self, message: Message) -> Message:
        """Return the same message as it is now."""
        return self._app.environment.world.state.histories[message.chat_id][message.message_id]

    def texts(self, *, privately: bool = False) -> list[str]:
        """List everything the bot says in that chat and has not deleted."""
        chat_id = self.user_id if privately else self.persona.home
        return [one.text for one in self._app.environment.world.messages(chat_id, from_bot=True, with_deleted=False)]
