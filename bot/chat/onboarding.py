"""`/start` in a group, `/start` with a link, and `/enrol`."""

import re
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from bot.chat.accounts import connect
from bot.chat.calendar import calendar
from bot.chat.context import Handler, Services
from bot.chat.guarded import tell_press
from bot.chat.home import show_home
from bot.chat.replies import send_to_private
from bot.chat.settings import settings
from bot.chat.telegram.incoming import Incoming
from bot.operations.chats.claim_team import Claim
from bot.operations.model.replies import ask_for_access
from bot.rules.verdict import Reason, Refused
from storage.records import MembershipStatus, Message, MessageContent

_ID = re.compile(r"[0-9a-f]{32}")
_OUT = frozenset({"left", "kicked"})
"""Status of a bot that is not in the group, or is blocked. Source: Bot API, ChatMember."""


async def start(services: Services, incoming: Incoming) -> bool:
    """In a group claim it or show its team's home. In private show each team's home, or do what the link says."""
    if incoming.page is not None:
        return await show_home(services, incoming)
    if not incoming.place.is_private:
        return await _start_in_group(services, incoming)
    if incoming.words:
        return await _follow_link(services, incoming, incoming.words[0])
    seen = await services.overview.whoami(incoming)
    if seen.memberships and all(one.standing is MembershipStatus.SUSPENDED for one, _ in seen.memberships):
        suspended = Refused(Reason.SUSPENDED).as_saying()
        await services.sender.reply(incoming.place, MessageContent(suspended))
        return False
    teams = [team for one, team in seen.memberships if one.standing is MembershipStatus.ACTIVE]
    for team in sorted(teams, key=lambda one: one.title.casefold()):
        await show_home(services, replace(incoming, team_id=team.id if len(teams) > 1 else None))
    if teams:
        return False
    sentence = "start-owner" if services.claiming.may_claim(incoming.user_id) else "start-stranger"
    if seen.memberships:
        sentence = "start-waiting"
    ways = [[ask_for_access()]] if sentence == "start-stranger" else []
    await services.sender.reply(incoming.place, MessageContent(Message(sentence, {"name": seen.person.name}), ways))
    return False


async def _follow_link(services: Services, incoming: Incoming, word: str) -> bool:
    """Begin a first step, join by an invitation, or open a request's private step."""
    if word in LINK_WORDS:
        handle, said = LINK_WORDS[word]
        command, *words = said.split(" ")
        return await handle(services, replace(incoming, command=command.lstrip("/"), words=tuple(words), said=said))
    if await services.redeeming.redeem(incoming, word) is None:
        await services.desk.open(incoming, word)
    return True


async def _start_in_group(services: Services, incoming: Incoming) -> bool:
    """Claim the group, or take the answer to the question about a lost team."""
    claim = Claim(incoming, incoming.chat_title, incoming.topic_name)
    if not incoming.is_press:
        known = await services.claiming.claim(claim)
        return await show_home(services, incoming) if known is None else True
    match incoming.words:
        case [*name, "move", team_id] if _ID.fullmatch(team_id):
            there = replace(claim, topic_name=" ".join(name))
            await tell_press(services, incoming, await services.moving.move(incoming, UUID(team_id), there.title))
        case [*name, "new"]:
            reply = await services.claiming.claim_anew(replace(claim, topic_name=" ".join(name)))
            await tell_press(services, incoming, reply if isinstance(reply, Refused) else None)
        case _:
            await services.sender.answer(incoming.query_id, Message("button-too-old"), alert=True)
            return False
    return True


async def ask_access(services: Services, incoming: Incoming) -> bool:
    """[Ask for access]. The answer is the same, whether there is a team or not."""
    refused = await services.access.ask(incoming)
    said = refused.as_saying() if refused is not None else Message("access-asked")
    if incoming.query_id:
        await services.sender.answer(incoming.query_id, said, alert=True)
    else:
        await services.sender.reply(incoming.place, MessageContent(said))
    return True


async def refuse_access(services: Services, incoming: Incoming) -> bool:
    """[Refuse] below such a question."""
    word = incoming.words[0] if incoming.words else ""
    if not word.isdecimal():
        await services.sender.reply(incoming.place, MessageContent(Refused(Reason.LINK_UNKNOWN).as_saying()))
        return False
    refused = await services.access.refuse(incoming, int(word))
    if refused is not None and not incoming.query_id:
        await services.sender.reply(incoming.place, MessageContent(refused.as_saying()))
    await tell_press(services, incoming, refused)
    return True


async def enrol(services: Services, incoming: Incoming) -> bool:
    """Set up a second factor, in private only."""
    if not incoming.place.is_private:
        await send_to_private(services, incoming, "/enrol")
        return False
    await tell_press(services, incoming, await services.enrolling.begin(incoming))
    return True


LINK_WORDS: Mapping[str, tuple[Handler, str]] = {
    "enrol": (enrol, "/enrol"),
    "connect": (connect, "/connect"),
    "settings": (settings, "/settings"),
    "email": (settings, "/settings email"),
    "zone": (settings, "/settings zone"),
    "calendar": (calendar, "/calendar"),
}
"""Word of a link → the command it gives. Such a link is the same for everyone, so it has no token."""


async def bot_membership_changed(services: Services, incoming: Incoming) -> bool:
    """Handle that the bot was added, removed or blocked. In a new group it says what to do next."""
    if incoming.new_status in _OUT:
        await services.bot_membership.left(incoming.update_id, incoming.place)
        return True
    if incoming.old_status not in _OUT | {"restricted"} or incoming.new_status == "restricted":
        return False
    if not await services.bot_membership.came(incoming.update_id, incoming.place):
        await services.sender.reply(incoming.place, MessageContent(Message("hello-group")))
    return True
