"""The table of commands: word, audience and handler. `/help` and the menus are built from it."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.chat import (
    accounts,
    alerts,
    audit,
    doctor,
    keys,
    members,
    onboarding,
    settings,
    tickets,
    uploads,
    whitelist,
)
from bot.chat.context import Handler, Services
from bot.chat.guarded import ask_for
from bot.chat.telegram.incoming import Incoming
from bot.operations.model.button_data import typed
from bot.rules.authorization import has_power
from bot.rules.exchange_terms import TERMS
from storage.records import Action, MembershipStatus, Message, MessageContent, Role


class Where(StrEnum):
    """Menus that list a command. Everywhere else it works too, or says why not."""

    EVERYWHERE = "everywhere"
    PRIVATE = "private"
    NOWHERE = "nowhere"
    """Only buttons send it."""


@dataclass(frozen=True, slots=True)
class Command:
    """One row. Its help line is the sentence `help-<word>`, its menu line `menu-<word>`."""

    word: str
    least: Role | None
    """Lowest role that sees it in `/help`. None: everyone."""
    handler: Handler
    where: Where = Where.EVERYWHERE


async def help_(services: Services, incoming: Incoming) -> bool:
    """`/help`: what the sender's role can do here."""
    membership = await services.overview.membership(incoming)
    role = membership.role if membership and membership.standing is MembershipStatus.ACTIVE else None
    shown = [
        Message(f"help-{command.word}")
        for command in COMMANDS.values()
        if command.where is not Where.NOWHERE
        and (command.least is None or (role is not None and has_power(role, command.least)))
    ]
    documents = [Message("help-documents", {"exchange": one.name, "page": one.documents}) for one in TERMS.values()]
    saying = Message("help", {"role": role.value if role else None, "commands": shown, "documents": documents})
    await services.sender.reply(incoming.place, MessageContent(saying), turns=typed("help"), page=incoming.page or 1)
    return False


_ROWS = (
    Command("start", None, onboarding.start),
    Command("help", None, help_),
    Command("keys", Role.VIEWER, keys.keys),
    Command("key", Role.VIEWER, keys.key),
    Command("newkey", Role.OPERATOR, ask_for(Action.KEY_CREATE)),
    Command("track", Role.OPERATOR, uploads.track),
    Command("renew", Role.OPERATOR, ask_for(Action.KEY_RENEW)),
    Command("editkey", Role.OPERATOR, ask_for(Action.KEY_EDIT)),
    Command("bind", Role.OPERATOR, ask_for(Action.KEY_BIND)),
    Command("unbind", Role.OPERATOR, ask_for(Action.KEY_UNBIND)),
    Command("rotate", Role.OPERATOR, keys.rotate),
    Command("deletekey", Role.OPERATOR, ask_for(Action.KEY_DELETE)),
    Command("expiring", Role.VIEWER, alerts.expiring),
    Command("whitelist", Role.VIEWER, uploads.whitelist),
    Command("template", Role.VIEWER, whitelist.template),
    Command("addaddress", Role.OPERATOR, ask_for(Action.WHITELIST_ADD)),
    Command("removeaddress", Role.OPERATOR, ask_for(Action.WHITELIST_REMOVE)),
    Command("pending", Role.VIEWER, tickets.pending),
    Command("approve", Role.APPROVER, tickets.approve),
    Command("deny", Role.APPROVER, tickets.deny),
    Command("cancel", None, tickets.typed_cancel),
    Command("alerts", Role.VIEWER, alerts.alerts),
    Command("team", Role.VIEWER, members.team),
    Command("invite", Role.OWNER, ask_for(Action.MEMBER_INVITE)),
    Command("role", Role.OWNER, ask_for(Action.MEMBER_ROLE)),
    Command("suspend", Role.OWNER, ask_for(Action.MEMBER_SUSPEND)),
    Command("policy", Role.VIEWER, members.policy),
    Command("admit", Role.OWNER, ask_for(Action.MEMBER_ADMIT), Where.NOWHERE),
    Command("done", Role.OPERATOR, tickets.told_done, Where.NOWHERE),
    Command("leaked", None, whitelist.leaked, Where.NOWHERE),
    Command("accounts", Role.VIEWER, accounts.accounts),
    Command("adopt", Role.OPERATOR, ask_for(Action.KEY_ADOPT)),
    Command("discard", Role.OPERATOR, ask_for(Action.KEY_DISCARD)),
    Command("connect", Role.OWNER, accounts.connect, Where.PRIVATE),
    Command("disconnect", Role.OWNER, ask_for(Action.ACCOUNT_DISCONNECT)),
    Command("doctor", Role.OPERATOR, doctor.doctor),
    Command("audit", Role.VIEWER, audit.audit),
    Command("whoami", None, members.whoami),
    Command("enrol", None, onboarding.enrol, Where.PRIVATE),
    Command("settings", None, settings.settings, Where.PRIVATE),
)
COMMANDS: Mapping[str, Command] = {row.word: row for row in _ROWS}


def nearest(word: str) -> str | None:
    """Return the known command nearest to a mistyped one."""
    close = difflib.get_close_matches(word, [row.word for row in _ROWS if row.where is not Where.NOWHERE], n=1)
    return close[0] if close else None


async def obey(services: Services, incoming: Incoming) -> bool:
    """Run the command, or name the nearest one."""
    command = COMMANDS.get(incoming.command)
    if command is not None:
        return await command.handler(services, incoming)
    meant = nearest(incoming.command)
    saying = Message("command-unknown", {"word": incoming.command, "nearest": meant})
    await services.sender.reply(incoming.place, MessageContent(saying))
    return False


def menu(where: Where) -> list[tuple[str, Message]]:
    """Return word and description of the commands in the menu of private chats, or of groups."""
    shown = {Where.EVERYWHERE, where}
    return [(row.word, Message(f"menu-{row.word}")) for row in _ROWS if row.where in shown]
