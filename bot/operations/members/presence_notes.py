"""What Telegram is asked about the person in a request, before its transaction."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.operations.members.presence import PresenceCheck
from bot.operations.model.operation import About, Request
from storage.records import Action

_TOO_LONG = 17
"""Digits. Source: Bot API, User: an id has at most 52 significant bits."""
Note = Callable[[PresenceCheck, Request], Awaitable[Request]]


async def _note_bot(presence_check: PresenceCheck, request: Request) -> Request:
    """Mark a person id in the request that Telegram knows as a bot."""
    for word in request.words:
        if word.isdecimal() and await presence_check.is_bot(request, int(word)):
            return replace(request, about=About(int(word), "", is_person=False))
    return request


async def _note_absent(presence_check: PresenceCheck, request: Request) -> Request:
    """Mark a suspended person who is not back in the chat. They are named as in `meant`."""
    people: list[int | str] = [int(word) for word in request.words if word.isdecimal() and len(word) < _TOO_LONG]
    people += [word for word in request.words[:1] if word.startswith("@")]
    people += [request.about.user_id] if request.about is not None else []
    for person in people:
        absent = await presence_check.find_away(request, person)
        if absent is not None:
            return replace(request, absent=absent)
    return request


NOTES: Mapping[Action, Note] = MappingProxyType({Action.MEMBER_INVITE: _note_bot, Action.MEMBER_ROLE: _note_absent})
"""Action → what is looked up for it."""
