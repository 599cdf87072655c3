"""The commands that Telegram's apps offer after a slash: the narrowest scope that has any.

Source: core.telegram.org/bots/api#determining-list-of-commands.
"""

import json

from bot.sandbox.telegram.models import Json
from bot.sandbox.telegram.state import State


def list_commands(state: State, user_id: int, chat_id: int) -> list[Json]:
    """The commands for this person in this chat. Those in the person's language take precedence."""
    kept = {_read_scope(key): commands for key, commands in state.bot.commands.items()}
    languages = (state.people[user_id].language_code or "", "")
    for scope in _list_scopes(state, user_id, chat_id):
        for language in languages:
            if commands := kept.get((scope, language)):
                return commands
    return []


def _list_scopes(state: State, user_id: int, chat_id: int) -> list[str]:
    chat = state.chats[chat_id]
    if chat.is_private:
        return [f"chat {chat_id}", "all_private_chats", "default"]
    member = chat.members.get(user_id)
    is_admin = member is not None and member.is_admin
    scopes = [
        (True, f"chat_member {chat_id} {user_id}"),
        (is_admin, f"chat_administrators {chat_id}"),
        (True, f"chat {chat_id}"),
        (is_admin, "all_chat_administrators"),
        (True, "all_group_chats"),
        (True, "default"),
    ]
    return [scope for counts, scope in scopes if counts]


def _read_scope(key: str) -> tuple[str, str]:
    scope, language = json.loads(key)
    words = (scope.get(name) for name in ("type", "chat_id", "user_id"))
    return " ".join(str(word) for word in words if word is not None), language
