"""Find the handler of an update: a command, a code, a reply to a question, a press or a document."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from bot.chat import accounts, commands, onboarding, tickets, uploads
from bot.chat.context import Services
from bot.chat.lists import home_press
from bot.chat.steps import STEP_HANDLERS, answer_too_old, say_again
from bot.chat.telegram.authorship import SenderProblem
from bot.chat.telegram.incoming import Incoming, Kind
from bot.chat.throttle import Throttle
from bot.operations.chats.bot_membership import Arrival
from bot.operations.model.button_data import (
    Answer,
    CommandPress,
    InsteadPress,
    MorePress,
    OfferPress,
    SecretPress,
    Step,
    TeamPress,
    TicketPress,
    decode,
    typed,
)
from bot.operations.model.notifications import button
from bot.operations.model.operation import Dialogue
from bot.rules.button_presses import Footing
from bot.rules.credentials import holds_secret
from bot.rules.key_lookup import join_words
from storage.records import Message, MessageContent

_UNATTENDED = frozenset({SenderProblem.LINKED_CHANNEL, SenderProblem.BOT})
"""No person waits for an answer, and the next such message may come at once."""
_SAID_ONCE, _SAID_AGAIN = timedelta(days=1), timedelta(minutes=1)


class Dispatcher:
    """Handler of the update queue."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._rarely = Throttle(services.now)

    async def handle(self, incoming: Incoming) -> bool | None:
        """Handle one update. True if the handler spent it in a transaction of its own."""
        match incoming.kind:
            case Kind.PRESS:
                return await self._press(self._in_zone_of(await self._arrives(incoming)), incoming)
            case Kind.MESSAGE | Kind.DOCUMENT:
                return await self._message(incoming, await self._arrives(incoming))
            case Kind.EDITED if not incoming.place.is_private:
                return await _see_edited(self._services, replace(incoming, command=""))
            case Kind.MEMBERSHIP:
                return await onboarding.bot_membership_changed(self._services, incoming)
            case Kind.DEPARTURE | Kind.RENAMED:
                return await self._note_change(incoming)
            case Kind.MOVED if incoming.moved_to is not None:
                await self._services.bot_membership.follow(
                    incoming.moved_from or incoming.place.chat_id, incoming.moved_to
                )
        return None

    async def _note_change(self, incoming: Incoming) -> bool:
        """Handle people who left, and places with another name."""
        bot_membership, update_id, place = self._services.bot_membership, incoming.update_id, incoming.place
        if incoming.kind is Kind.RENAMED:
            await bot_membership.renamed(update_id, place, incoming.chat_title, incoming.topic_name)
            return True
        if incoming.left_user is None or incoming.left_at is None:
            return False
        await bot_membership.departed(update_id, place.chat_id, incoming.left_user, incoming.left_at)
        return True

    async def _arrives(self, incoming: Incoming) -> Arrival:
        bot_membership = self._services.bot_membership
        arrival = await bot_membership.look_at(incoming.user_id, incoming.place)
        if incoming.problem is None and arrival.is_renamed(incoming.name, incoming.username):
            await bot_membership.rename(incoming.user_id, incoming.name, incoming.username)
        return arrival

    def _in_zone_of(self, arrival: Arrival) -> Services:
        """Return the same services, with times in the person's zone."""
        services = self._after_silence(arrival)
        return replace(services, sender=services.sender.in_zone(arrival.zone))

    def _after_silence(self, arrival: Arrival) -> Services:
        """Return the same services, with a sender that marks the place as reachable after an accepted answer."""
        services = self._services
        if not arrival.is_silent:
            return services
        return replace(services, sender=services.sender.telling(services.bot_membership.heard))

    async def _message(self, incoming: Incoming, arrival: Arrival) -> bool:
        services = self._in_zone_of(arrival) if incoming.place.is_private else self._after_silence(arrival)
        if not incoming.place.is_private and await tickets.written_in_group(services, incoming):
            return True
        continued = await self._goes_on(incoming, arrival)
        if _is_stray_secret(continued or incoming):
            return await accounts.secret_astray(services, incoming)
        if incoming.problem is not None:
            return await self._refuse_unwritten(services, incoming, is_meant=continued is not None)
        if continued is not None:
            return await commands.obey(services, continued)
        if incoming.command:
            return await commands.obey(services, incoming)
        return await _bare(services, incoming, is_enrolling=arrival.is_enrolling)

    async def _refuse_unwritten(self, services: Services, incoming: Incoming, *, is_meant: bool) -> bool:
        """Ignore a message that the person did not write. If it looks meant for the bot, say so once."""
        place, problem = incoming.place, incoming.problem or SenderProblem.BOT
        is_meant = is_meant or place.is_private or bool(incoming.command) or _is_reply_to_us(incoming)
        pause = _SAID_ONCE if problem in _UNATTENDED else _SAID_AGAIN
        occasion = (place.chat_id, place.topic_id, incoming.user_id, problem)
        if is_meant and self._rarely.is_due(occasion, pause):
            why = Message("sender-problem", {"problem": problem.value})
            await services.sender.reply(place, MessageContent(why))
        return False

    async def _goes_on(self, incoming: Incoming, arrival: Arrival) -> Incoming | None:
        """Turn a reply to the bot's question into the question's command with the reply's words added."""
        reply_to = incoming.reply_to
        place = incoming.place
        if incoming.command or incoming.document is not None:
            return None
        if reply_to is not None and reply_to.is_ours:
            before = await self._services.overview.remembered(place.chat_id, reply_to.message_id)
        elif place.is_private and reply_to is None:
            # In a private chat people answer a question without pressing Reply.
            before = arrival.question if arrival.question is not None and arrival.question.is_open else None
        else:
            return None
        if before is None or not before.takes_reply:
            return None
        said = say_again(incoming, before)
        dialogue = Dialogue(before, said.words)
        return replace(say_again(replace(incoming, reply_to=None), before, incoming.text), dialogue=dialogue)

    async def _press(self, services: Services, incoming: Incoming) -> bool:
        match pressed := decode(incoming.data):
            case TicketPress() if await self._is_genuine(incoming, _footing_of(pressed), pressed.ticket_id):
                return await STEP_HANDLERS[pressed.step](services, incoming, pressed)
            case _ if incoming.place.ephemeral_id is not None:
                pass  # What one person sees has only buttons of a ticket.
            case SecretPress():
                return await tickets.pressed_saved(services, incoming, pressed)
            case OfferPress():
                return await uploads.pressed_accept(services, incoming)
            case CommandPress() if await self._is_heard(incoming, pressed):
                return await commands.obey(services, commands.as_typed(incoming, pressed))
            case TeamPress() | MorePress() | InsteadPress():
                continued = await self._goes_on_from_card(incoming, pressed)
                if continued is not None and (continued.command or continued.document is not None):
                    return await _obey_choice(services, continued, pressed)
        return await answer_too_old(services, incoming)

    async def _is_heard(self, incoming: Incoming, pressed: CommandPress) -> bool:
        """Whether the command exists. A screen replaces the message, so the message must be one."""
        if pressed.words[0] not in commands.COMMANDS:
            return False
        if pressed.page is None:
            return True
        return _is_screen(incoming) and await self._services.presses.may_turn(incoming)

    async def _is_genuine(self, incoming: Incoming, footing: Footing, ticket_id: UUID | None = None) -> bool:
        return await self._services.presses.is_genuine(incoming, footing, ticket_id)

    async def _goes_on_from_card(self, incoming: Incoming, chosen: Answer) -> Incoming | None:
        """Return the earlier command with a team chosen, a word replaced, or words added."""
        place = incoming.place
        before = await self._services.overview.remembered(place.chat_id, place.message_id or 0)
        if before is None:
            return None
        match chosen:
            case TeamPress(team_id):
                return say_again(incoming, replace(before, team_id=team_id))
            case InsteadPress():
                return _with_word(say_again(incoming, before), chosen.place, chosen.word)
            case MorePress(words):
                return say_again(incoming, before, *words)


async def _obey_choice(services: Services, incoming: Incoming, chosen: Answer) -> bool:
    """A question about a file without a caption may have no command."""
    document = incoming.document
    if document is None and incoming.command == "whitelist" and not isinstance(chosen, TeamPress):
        # These words after /whitelist need the file. Without it they would be a search.
        await services.sender.answer(incoming.query_id, Message("upload-not-yours"), alert=True)
        return False
    if incoming.command or document is None:
        return await commands.obey(services, incoming)
    return await uploads.without_caption(services, incoming, document)


def _footing_of(pressed: TicketPress) -> Footing:
    match pressed.step:
        case Step.PAD | Step.VOTE | Step.ACKNOWLEDGE:
            return Footing.PRIVATE_STEP
        case Step.GO_ON | Step.REPLACE:
            return Footing.QUESTION
    return Footing.TICKET


def _is_screen(incoming: Incoming) -> bool:
    """Whether the pressed message has screens. Another person may have turned it before this press arrived."""
    presses = map(decode, incoming.offered or {incoming.data})
    return any(isinstance(one, CommandPress) and one.page is not None for one in presses)


async def _see_edited(services: Services, incoming: Incoming) -> bool:
    """Handle a code or an API secret that was edited into a message others can read."""
    if await tickets.written_in_group(services, incoming):
        return True
    return await accounts.secret_astray(services, incoming) if _is_stray_secret(incoming) else False


async def _bare(services: Services, incoming: Incoming, *, is_enrolling: bool) -> bool:
    """Handle a message without a command: a file, a code, or unknown text."""
    if incoming.document is not None and (incoming.place.is_private or _is_reply_to_us(incoming)):
        return await uploads.without_caption(services, incoming, incoming.document)
    if not incoming.place.is_private:
        return False
    if tickets.is_code(incoming.text):
        use = tickets.typed_first_code if is_enrolling else tickets.typed_code
        return await use(services, incoming)
    if await services.desk.awaits_words(incoming):
        await services.desk.acknowledge(incoming, incoming.text)
        return True
    await services.sender.reply(incoming.place, await _say_not_understood(services, incoming))
    return False


async def _say_not_understood(services: Services, incoming: Incoming) -> MessageContent:
    """Offer again the question that other messages have interrupted."""
    question = await services.overview.interrupted(incoming.place.chat_id)
    home = button("button-home", home_press(None))
    if question is None:
        return MessageContent(Message("not-understood"), [[home]])
    going = button("button-go-on", typed(question.said.removeprefix("/"), question.team_id))
    saying = Message("not-understood-question", {"command": question.said})
    # A command that is too long for a button is typed again.
    return MessageContent(saying, [[going, home] if going.press is not None else [home]])


def _is_stray_secret(incoming: Incoming) -> bool:
    """Whether an API secret was sent without a question for it. /connect handles its own."""
    is_connect = incoming.command == "connect" and incoming.problem is None
    return not is_connect and holds_secret(incoming.text)


def _is_reply_to_us(incoming: Incoming) -> bool:
    return incoming.reply_to is not None and incoming.reply_to.is_ours


def _with_word(incoming: Incoming, place: int, word: str) -> Incoming:
    words = (*incoming.words[:place], word, *incoming.words[place + 1 :])
    return replace(incoming, words=words, said=join_words([f"/{incoming.command}", *words]))
