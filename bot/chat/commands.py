"""The table of commands: word, audience and handler. `/help` and the menus are built from it."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.chat import (
    accounts,
    alerts,
    audit,
    calendar,
    doctor,
    keys,
    members,
    onboarding,
    policy,
    report,
    settings,
    tickets,
    uploads,
    whitelist,
)
from bot.chat.choosers import ask_for_one
from bot.chat.context import Handler, Services
from bot.chat.guarded import ask_for
from bot.chat.replies import say
from bot.chat.telegram.incoming import Incoming
from bot.operations.model.button_data import CommandPress
from bot.operations.model.notifications import button
from bot.rules.authorization import has_power
from bot.rules.exchange_terms import TERMS
from storage.records import Action, Arg, MembershipStatus, Message, MessageContent, Role


class Where(StrEnum):
    """Menus that list a command. Everywhere else it works too, or says why not."""

    EVERYWHERE = "everywhere"
    PRIVATE = "private"
    NOWHERE = "nowhere"
    """Only buttons send it."""
    ALONE = "alone"
    """The menu of a group in which Telegram can show a message to one person. It lists what EVERYWHERE lists."""


class Task(StrEnum):
    """What people want to do: the groups of `/help`, in its order."""

    KEYS = "keys"
    WHITELIST = "whitelist"
    REQUESTS = "requests"
    WATCHING = "watching"
    """Alerts, and what happens at exchanges."""
    TEAM = "team"
    """The team, and a person's own settings."""


@dataclass(frozen=True, slots=True)
class Command:
    """One row. Its help line is the sentence `help-<word>`, its menu line `menu-<word>`."""

    word: str
    task: Task
    least: Role | None
    """Lowest role that sees it in `/help` and in menus. None: everyone."""
    handler: Handler
    where: Where = Where.EVERYWHERE


async def help_(services: Services, incoming: Incoming) -> bool:
    """`/help`: the tasks as buttons. `/help TASK` or `/help COMMAND`: what the sender's role can do there."""
    membership = await services.overview.membership(incoming)
    role = membership.role if membership and membership.standing is MembershipStatus.ACTIVE else None
    word = incoming.words[0].lower().lstrip("/") if incoming.words else ""
    task = Task(word) if word in set(Task) else COMMANDS[word].task if word in COMMANDS else None
    can = list_commands(role, Where.PRIVATE)
    shown = [command for command in can if command.task is task]
    # In a group each press rewrites the message for all, so that it says nothing of the one who pressed.
    args: dict[str, Arg] = {"role": role.value if role and incoming.place.is_private else None}
    if task is None or not shown:
        tasks = [one for one in Task if any(command.task is one for command in can)]
        ways = [[button(_title(one, role), _help(incoming, one))] for one in tasks]
        await say(services, incoming, Message("help", args), ways)
        return False
    documents = [Message("help-documents", {"exchange": one.name, "page": one.documents}) for one in TERMS.values()]
    args |= {
        "title": _title(task, role),
        "commands": [Message(f"help-{command.word}") for command in shown],
        "documents": documents if task is Task.WATCHING else None,
    }
    await say(services, incoming, Message("help-task", args), [[button("button-back", _help(incoming))]])
    return False


def _title(task: Task, role: Role | None) -> Message:
    return Message("help-title", {"task": task.value, "changes": _may(role, Role.OPERATOR)})


def _help(incoming: Incoming, task: Task | None = None) -> CommandPress:
    return CommandPress(("help",) if task is None else ("help", task.value), incoming.team_id, 1)


_ROWS = (
    Command("start", Task.TEAM, None, onboarding.start),
    Command("help", Task.TEAM, None, help_),
    Command("keys", Task.KEYS, Role.VIEWER, keys.keys),
    Command("key", Task.KEYS, Role.VIEWER, keys.key),
    Command("newkey", Task.KEYS, Role.OPERATOR, ask_for(Action.KEY_CREATE)),
    Command("track", Task.KEYS, Role.OPERATOR, uploads.track),
    Command("renew", Task.KEYS, Role.OPERATOR, ask_for_one(Action.KEY_RENEW)),
    Command("editkey", Task.KEYS, Role.OPERATOR, ask_for_one(Action.KEY_EDIT)),
    Command("bind", Task.KEYS, Role.OPERATOR, ask_for_one(Action.KEY_BIND)),
    Command("unbind", Task.KEYS, Role.OPERATOR, ask_for_one(Action.KEY_UNBIND)),
    Command("rotate", Task.KEYS, Role.OPERATOR, keys.rotate),
    Command("deletekey", Task.KEYS, Role.OPERATOR, ask_for_one(Action.KEY_DELETE)),
    Command("expiring", Task.WATCHING, Role.VIEWER, alerts.expiring),
    Command("whitelist", Task.WHITELIST, Role.VIEWER, uploads.whitelist),
    Command("template", Task.WHITELIST, Role.OPERATOR, whitelist.template),
    Command("addaddress", Task.WHITELIST, Role.OPERATOR, ask_for(Action.WHITELIST_ADD)),
    Command("removeaddress", Task.WHITELIST, Role.OPERATOR, ask_for_one(Action.WHITELIST_REMOVE)),
    Command("pending", Task.REQUESTS, Role.VIEWER, tickets.pending),
    Command("approve", Task.REQUESTS, Role.APPROVER, tickets.approve),
    Command("deny", Task.REQUESTS, Role.APPROVER, tickets.deny),
    Command("reason", Task.REQUESTS, Role.OPERATOR, tickets.reason, Where.NOWHERE),
    Command("breakglass", Task.REQUESTS, Role.OWNER, ask_for(Action.TICKET_BREAK_GLASS)),
    Command("cancel", Task.REQUESTS, None, tickets.typed_cancel),
    Command("report", Task.WATCHING, Role.VIEWER, report.report),
    Command("calendar", Task.WATCHING, Role.VIEWER, calendar.calendar, Where.PRIVATE),
    Command("alerts", Task.WATCHING, Role.VIEWER, alerts.alerts),
    Command("team", Task.TEAM, Role.VIEWER, members.team),
    Command("invite", Task.TEAM, Role.OWNER, ask_for(Action.MEMBER_INVITE)),
    Command("role", Task.TEAM, Role.OWNER, ask_for(Action.MEMBER_ROLE)),
    Command("limit", Task.TEAM, Role.OWNER, ask_for(Action.MEMBER_LIMIT)),
    Command("suspend", Task.TEAM, Role.OWNER, ask_for(Action.MEMBER_SUSPEND)),
    Command("reset", Task.TEAM, Role.OWNER, ask_for(Action.MEMBER_RESET)),
    Command("policy", Task.REQUESTS, Role.VIEWER, policy.policy),
    Command("admit", Task.TEAM, Role.OWNER, ask_for(Action.MEMBER_ADMIT), Where.NOWHERE),
    Command("access", Task.TEAM, None, onboarding.ask_access, Where.NOWHERE),
    Command("refuse", Task.TEAM, Role.OWNER, onboarding.refuse_access, Where.NOWHERE),
    Command("seen", Task.REQUESTS, Role.OWNER, ask_for(Action.TICKET_SEEN), Where.NOWHERE),
    Command("onit", Task.WATCHING, Role.OPERATOR, alerts.on_it, Where.NOWHERE),
    Command("snooze", Task.WATCHING, Role.OPERATOR, alerts.snooze, Where.NOWHERE),
    Command("done", Task.REQUESTS, Role.OPERATOR, tickets.told_done, Where.NOWHERE),
    Command("leaked", Task.WHITELIST, None, whitelist.leaked, Where.NOWHERE),
    Command("accounts", Task.WATCHING, Role.VIEWER, accounts.accounts),
    Command("adopt", Task.WATCHING, Role.OPERATOR, ask_for_one(Action.KEY_ADOPT)),
    Command("discard", Task.WATCHING, Role.OPERATOR, ask_for_one(Action.KEY_DISCARD)),
    Command("connect", Task.WATCHING, Role.OWNER, accounts.connect, Where.PRIVATE),
    Command("disconnect", Task.WATCHING, Role.OWNER, ask_for(Action.ACCOUNT_DISCONNECT)),
    Command("doctor", Task.WATCHING, Role.OPERATOR, doctor.doctor),
    Command("audit", Task.TEAM, Role.VIEWER, audit.audit),
    Command("whoami", Task.TEAM, None, members.whoami),
    Command("enrol", Task.TEAM, None, onboarding.enrol, Where.PRIVATE),
    Command("settings", Task.TEAM, None, settings.settings, Where.PRIVATE),
)
SAID_ALONE = frozenset({"whoami"})
"""Commands with an answer for the sender only. In such a group, apps send them so that the others do not see them."""
COMMANDS: Mapping[str, Command] = {row.word: row for row in _ROWS}


def nearest(word: str) -> str | None:
    """Return the known command nearest to a mistyped one."""
    close = difflib.get_close_matches(word, [row.word for row in _ROWS if row.where is not Where.NOWHERE], n=1)
    return close[0] if close else None


def as_typed(incoming: Incoming, pressed: CommandPress) -> Incoming:
    """The update that says the command of the pressed button."""
    word, *rest = pressed.words
    said = " ".join([f"/{word}", *rest])
    typed = replace(incoming, document=None, command=word, words=tuple(rest), said=said)
    return replace(typed, team_id=pressed.team_id, page=pressed.page)


async def obey(services: Services, incoming: Incoming) -> bool:
    """Run the command, or name the nearest one."""
    command = COMMANDS.get(incoming.command)
    if command is not None:
        return await command.handler(services, incoming)
    meant = nearest(incoming.command)
    saying = Message("command-unknown", {"word": incoming.command, "nearest": meant})
    await services.sender.reply(incoming.place, MessageContent(saying))
    return False


def list_commands(role: Role | None, where: Where) -> list[Command]:
    """List what a role can do, in private chats or in groups. None: a person without a team."""
    return [row for row in _ROWS if row.where in {Where.EVERYWHERE, where} and _may(role, row.least)]


def _may(role: Role | None, least: Role | None) -> bool:
    return least is None or (role is not None and has_power(role, least))
