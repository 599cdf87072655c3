"""Incoming → the handler it is for: a command, a code, a reply to a question, a press, a document.

It must not know what any of them does.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from uuid import UUID

from bot.chat import approving, commands, confirming, joining, uploading
from bot.chat.heard import Handler, Heard, Services
from bot.chat.incoming import Incoming, Kind, split_words
from bot.chat.speaking import read_page_data
from bot.operations.answering import AGAIN_SUBJECT, REPLY_SUBJECT, TEAM_WORDS
from bot.operations.ticket_contents import OWN_PAD, VOTING_PAD
from storage.records import Content, Saying

PRESSES: Mapping[str, Handler] = MappingProxyType(
    {
        OWN_PAD: confirming.pressed_digit,
        VOTING_PAD: confirming.pressed_digit,
        "approve": approving.pressed_approve,
        "deny": approving.pressed_deny,
        "cancel": confirming.pressed_cancel,
        "resend": confirming.pressed_resend,
        "byhand": confirming.pressed_done,
        "saved": confirming.pressed_saved,
    }
)


class Hearing:
    """The intake's handler."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def handle(self, incoming: Incoming) -> bool | None:
        """Acts on one update; True when a transaction of the handler has spent it."""
        match incoming.kind:
            case Kind.PRESS:
                return await self._press(await self._in_zone_of(incoming), incoming)
            case Kind.MESSAGE | Kind.DOCUMENT if incoming.place.is_private:
                return await self._message(await self._in_zone_of(incoming), incoming)
            case Kind.MESSAGE | Kind.DOCUMENT:
                return await self._message(self._services, incoming)
            case Kind.MEMBERSHIP:
                return await joining.came_or_went(self._services, Heard(incoming, ""))
            case Kind.MOVED if incoming.moved_to is not None:
                await self._services.audience.follow(incoming.moved_from or incoming.place.chat_id, incoming.moved_to)
        return None

    async def _in_zone_of(self, incoming: Incoming) -> Services:
        """Everybody as before, and a speaker who tells moments as the person's own clock shows them."""
        zone = await self._services.overview.zone(incoming.user_id)
        return replace(self._services, speaker=self._services.speaker.in_zone(zone))

    async def _message(self, services: Services, incoming: Incoming) -> bool:
        continued = await self._goes_on(incoming)
        word = incoming.command
        is_ours = word is not None or continued is not None
        if incoming.problem is not None:
            if is_ours:
                why = Saying("sender-problem", {"problem": incoming.problem.value})
                await services.speaker.reply(incoming.place, Content(why))
            return False
        heard = Heard(incoming, word or "", incoming.words, incoming.text)
        if continued is not None:
            return await commands.obey(services, continued)
        if word is not None:
            return await commands.obey(services, heard)
        return await _bare(services, heard)

    async def _goes_on(self, incoming: Incoming) -> Heard | None:
        """A reply to a question of ours is the question's command with the reply's words behind it."""
        reply_to = incoming.reply_to
        if incoming.command is not None or reply_to is None or not reply_to.is_ours:
            return None
        subject = await self._services.overview.said_before(incoming.place.chat_id, reply_to.message_id)
        if subject is None or not subject.startswith(REPLY_SUBJECT):
            return None
        so_far, team_id = subject.removeprefix(REPLY_SUBJECT), None
        if so_far.startswith(f"{TEAM_WORDS} "):
            _, team, so_far = so_far.split(" ", 2)
            team_id = UUID(team)
        return replace(_say_again(replace(incoming, reply_to=None), f"{so_far} {incoming.text}"), team_id=team_id)

    async def _press(self, services: Services, incoming: Incoming) -> bool:
        kind, *words = incoming.data.split(" ")
        if kind in PRESSES:
            return await PRESSES[kind](services, Heard(incoming, kind, tuple(words)))
        heard = await self._pressed_command(incoming, kind, words)
        if heard is None:
            await services.speaker.answer(incoming.query_id, Saying("button-too-old"), alert=True)
            return False
        return await commands.obey(services, heard)

    async def _pressed_command(self, incoming: Incoming, kind: str, words: list[str]) -> Heard | None:
        """The command a button stands for: a choice, a team, another page."""
        turned = read_page_data(incoming.data) if kind not in {"ask", "in", "team", "more"} else None
        if turned is not None:
            kind, *words = turned[0].split(" ")
            again = ("in", words) if kind == "in" else ("ask", [kind, *words])
            heard = await self._pressed_command(incoming, *again)
            return None if heard is None else replace(heard, page=turned[1])
        match kind, words:
            case "ask", [word, *rest]:
                return Heard(incoming, word, tuple(rest), " ".join([f"/{word}", *rest]))
            case "in", [team, word, *rest]:
                said = " ".join([f"/{word}", *rest])
                return Heard(incoming, word, tuple(rest), said, team_id=UUID(team))
            case "team", [team]:
                above = await self._said_above(incoming)
                return None if above is None else replace(_say_again(incoming, above), team_id=UUID(team))
            case "more", [*more]:
                above = await self._said_above(incoming)
                return None if above is None else _say_again(incoming, " ".join([above, *more]))
        return None

    async def _said_above(self, incoming: Incoming) -> str | None:
        """The command that led to the question above the button, or None."""
        place = incoming.place
        subject = await self._services.overview.said_before(place.chat_id, place.message_id or 0)
        if subject is None or not subject.startswith(AGAIN_SUBJECT):
            return None
        return subject.removeprefix(AGAIN_SUBJECT)


async def _bare(services: Services, heard: Heard) -> bool:
    """What is no command: a file, a code, or something nobody understands."""
    incoming = heard.incoming
    if incoming.document is not None and (incoming.place.is_private or _is_reply_to_us(incoming)):
        return await uploading.without_caption(services, heard, incoming.document)
    if not incoming.place.is_private:
        return await confirming.typed_in_group(services, heard)
    if confirming.is_code(incoming.text):
        return await confirming.typed_in_private(services, heard)
    await services.speaker.reply(incoming.place, Content(Saying("not-understood")))
    return False


def _is_reply_to_us(incoming: Incoming) -> bool:
    return incoming.reply_to is not None and incoming.reply_to.is_ours


def _say_again(incoming: Incoming, said: str) -> Heard:
    command, *words = split_words(said)
    return Heard(incoming, command.lstrip("/").partition("@")[0].lower(), tuple(words), said)
