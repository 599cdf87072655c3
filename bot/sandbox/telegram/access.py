"""Whether the bot may reach a chat, topic or message, with the server's words for a refusal."""

from bot.sandbox.telegram.models import Chat, Message
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.refusals import bad_request, forbidden
from bot.sandbox.telegram.serializers import person_at
from bot.sandbox.telegram.world import World

GENERAL_TOPIC_ID = 1
EPHEMERAL_ANSWER_SECONDS = 15
"""How long a bot without admin rights may answer one person alone. Source: Bot API 10.3, EphemeralMessageParameters."""


def get_chat(world: World, call: Parameters) -> Chat:
    """Return the chat of the call, if the bot has met it and is still in it. Raises ApiRefusal."""
    if not call.text("chat_id"):
        raise bad_request("chat_id is empty")
    chat_id = call.integer("chat_id")
    if chat_id is None:
        chat = world.state.find_chat_named(call.text("chat_id").removeprefix("@"))
    else:
        chat = world.chats.get(chat_id)
    if chat is None or (not chat.is_private and world.bot_id not in chat.members):
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": chat.migrated_to})
    if not chat.is_private:
        us = chat.members[world.bot_id]
        if us.status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        if not us.is_present:
            raise forbidden(f"bot is not a member of the {chat.kind} chat")
    return chat


def get_own_reach(world: World, call: Parameters) -> Chat:
    """Return the chat, if the bot may write there. Raises ApiRefusal."""
    chat = get_chat(world, call)
    us = chat.members.get(world.bot_id)
    if us is not None and us.status == "restricted":
        raise bad_request("not enough rights to send text messages to the chat")
    if chat.is_private:
        person = world.people[chat.chat_id]
        if person.has_blocked:
            raise forbidden("bot was blocked by the user")
        if not person.has_started:
            raise forbidden("bot can't initiate conversation with a user")
    return chat


def check_thread(chat: Chat, call: Parameters) -> int | None:
    """Return the topic of the call, None for General and chats without topics. Raises ApiRefusal."""
    topic_id = call.integer("message_thread_id")
    if not topic_id:
        return None
    topic = chat.topics.get(topic_id)
    if topic is None or topic_id == GENERAL_TOPIC_ID:
        raise bad_request("message thread not found")
    if topic.is_closed:
        raise bad_request("TOPIC_CLOSED")
    return topic_id


def find_reply(world: World, call: Parameters, chat: Chat) -> Message | None:
    """Return the message to reply to. None if none is named, or it may be missing. Raises ApiRefusal."""
    wish = call.mapping("reply_parameters")
    message_id = wish.get("message_id") or call.integer("reply_to_message_id")
    if not message_id:
        return None
    message = world.state.find_message(chat.chat_id, int(str(message_id)))
    is_excused = bool(wish.get("allow_sending_without_reply")) or call.is_true("allow_sending_without_reply")
    if message is None and not is_excused:
        raise bad_request("message to be replied not found")
    return message


def get_message(world: World, call: Parameters, chat: Chat, what: str) -> Message:
    """Return the message of the call. `what` is the server's word for a missing one."""
    message_id = call.integer("message_id")
    if message_id is None:
        raise bad_request("message identifier is not specified")
    message = world.state.find_message(chat.chat_id, message_id)
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def _find_own_ephemeral(world: World, call: Parameters, chat: Chat, user_id: int) -> Message | None:
    """Return what the person said to the bot alone, if the call replies to it. Raises ApiRefusal for a missing one."""
    number = call.mapping("reply_parameters").get("ephemeral_message_id")
    if number is None:
        return None
    shown = world.ephemerals(chat.chat_id, user_id)
    message = next((one for one in shown if (one.ephemeral_id, one.user_id) == (number, user_id)), None)
    if message is None:
        raise bad_request("message to be replied not found")
    return message


def find_receiver(world: World, call: Parameters, chat: Chat) -> int | None:
    """Return the person who alone sees the message, or None if everybody does. Raises ApiRefusal.

    The words of its refusals are not known.
    """
    wish = call.mapping("ephemeral_message_parameters") if world.knows_ephemerals else {}
    if not wish:
        return None
    press = world.state.presses.get(str(wish.get("callback_query_id", "")))
    receiver_id = wish.get("receiver_user_id", press.user_id if press is not None else None)
    member = chat.members.get(receiver_id) if isinstance(receiver_id, int) else None
    if member is None or not member.is_present or person_at(world.state, member.user_id).is_bot:
        raise bad_request("USER_NOT_PARTICIPANT")
    is_answer = (
        press is not None
        and (press.user_id, press.chat_id) == (receiver_id, chat.chat_id)
        and world.now() - press.date < EPHEMERAL_ANSWER_SECONDS
    )
    said = _find_own_ephemeral(world, call, chat, member.user_id)
    is_reply = said is not None and world.now() - said.date < EPHEMERAL_ANSWER_SECONDS
    if not (chat.members[world.bot_id].is_admin or is_answer or is_reply):
        raise bad_request("CHAT_ADMIN_REQUIRED")
    return member.user_id
