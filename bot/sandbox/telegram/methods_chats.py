"""Bot API methods about chats, members and the bot's own profile: commands, names, menu button."""

import json
import re
from typing import cast

from bot.sandbox.telegram.access import get_chat
from bot.sandbox.telegram.models import Json, Member
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.refusals import bad_request
from bot.sandbox.telegram.serializers import full_chat_shape, me_shape, member_shape, person_at
from bot.sandbox.telegram.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}
WIDE_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}


def get_me(world: World, _: Parameters) -> object:
    """getMe."""
    return me_shape(world.state)


def find_chat(world: World, call: Parameters) -> object:
    """getChat."""
    return full_chat_shape(world.state, get_chat(world, call))


def get_chat_member(world: World, call: Parameters) -> object:
    """getChatMember, also for people who were never there."""
    chat = get_chat(world, call)
    user_id = call.integer("user_id")
    if user_id is None or (user_id not in world.people and user_id != world.bot_id):
        raise bad_request("invalid user_id specified")
    absent = Member(user_id, "member" if chat.is_private and user_id in {chat.chat_id, world.bot_id} else "left")
    return member_shape(world.state, chat, chat.members.get(user_id, absent))


def get_chat_administrators(world: World, call: Parameters) -> object:
    """getChatAdministrators, without other bots."""
    chat = get_chat(world, call)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    admins = [member for member in chat.list_present() if member.is_admin]
    return [
        member_shape(world.state, chat, member)
        for member in admins
        if member.user_id == world.bot_id or not person_at(world.state, member.user_id).is_bot
    ]


def leave_chat(world: World, call: Parameters) -> object:
    """leaveChat."""
    chat = get_chat(world, call)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    world.leave(world.bot_id, chat.chat_id)
    return True


def set_my_commands(world: World, call: Parameters) -> object:
    """setMyCommands."""
    given = call.listing("commands")
    if given is None:
        raise bad_request("commands must be non-empty")
    if len(given) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = []
    for item in given:
        row = cast("Json", item)
        command = str(row.get("command", "")).removeprefix("/")
        description = str(row.get("description", "")).strip()
        if not COMMAND.fullmatch(command):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        shown: Json = {"command": command, "description": description}
        commands.append(shown | ({"is_ephemeral": True} if row.get("is_ephemeral") is True else {}))
    world.state.bot.commands[_scope_key(world, call)] = commands
    world.changed()
    return True


def get_my_commands(world: World, call: Parameters) -> object:
    """getMyCommands."""
    return world.state.bot.commands.get(_scope_key(world, call), [])


def delete_my_commands(world: World, call: Parameters) -> object:
    """deleteMyCommands."""
    world.state.bot.commands.pop(_scope_key(world, call), None)
    world.changed()
    return True


def set_my_name(world: World, call: Parameters) -> object:
    """setMyName."""
    if call.text("name"):
        world.state.bot.name = call.text("name")
        world.changed()
    return True


def set_my_description(world: World, call: Parameters) -> object:
    """setMyDescription."""
    world.state.bot.description = call.text("description")
    world.changed()
    return True


def set_my_short_description(world: World, call: Parameters) -> object:
    """setMyShortDescription."""
    world.state.bot.short_description = call.text("short_description")
    world.changed()
    return True


def set_chat_menu_button(world: World, call: Parameters) -> object:
    """setChatMenuButton."""
    world.state.bot.menu_buttons[call.text("chat_id")] = call.mapping("menu_button") or {"type": "default"}
    world.changed()
    return True


def get_chat_menu_button(world: World, call: Parameters) -> object:
    """getChatMenuButton."""
    return world.state.bot.menu_buttons.get(call.text("chat_id"), {"type": "default"})


def _scope_key(world: World, call: Parameters) -> str:
    scope = call.mapping("scope") or {"type": "default"}
    kind = str(scope.get("type"))
    if kind not in CHAT_SCOPES | WIDE_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if kind in CHAT_SCOPES:
        get_chat(world, Parameters(scope))
        if kind == "chat_member" and Parameters(scope).integer("user_id") not in world.people:
            raise bad_request("user not found")
    return json.dumps([scope, call.text("language_code")], sort_keys=True)
