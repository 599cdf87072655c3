"""Telegram's own report about the bot: the webhook, and its rights in a team's group."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.chat.telegram.client import ChatUnreachable, Moved, SayError, TooFast, Unsayable
from bot.operations.doctor.findings import Finding, Severity
from storage.records import Arg, Message, Team

FRESH = timedelta(hours=1)
"""Age after which a webhook error counts as past."""
BACKLOG = 20
"""Updates that Telegram may hold without any being late."""

Call = Callable[[str, dict[str, Any]], Awaitable[Any]]
"""One call to Telegram."""


async def ask_telegram(call: Call, mode: str, now: datetime, team: Team | None = None) -> list[Finding]:
    """Check the webhook and the bot's rights in the team's group."""
    found = []
    try:
        found.append(_webhook(await call("getWebhookInfo", {}), mode, now))
        if team is not None:
            me = await call("getMe", {})
            member = await call("getChatMember", {"chat_id": team.chat_id, "user_id": me["id"]})
            found.append(_rights(me, member))
            found += _codes(team, member)
    except SayError as error:
        found.append(_no_answer(error))
    return found


def _no_answer(error: SayError) -> Finding:
    """Report a failed check. Only a missing answer suggests the network."""
    match error:
        case ChatUnreachable():
            saying = Message("doctor-not-in-group")
        case TooFast():
            saying = Message("doctor-telegram-pauses", {"seconds": round(error.retry_after.total_seconds())})
        case Unsayable() | Moved():
            hidden = Message("doctor-telegram-refuses", {"why": None})
            return Finding(Severity.PROBLEM, hidden, Message("doctor-telegram-refuses", {"why": str(error)}))
        case _:
            saying = Message("doctor-telegram-silent")
    return Finding(Severity.PROBLEM, saying)


def _webhook(info: dict[str, Any], mode: str, now: datetime) -> Finding:
    pending = int(info.get("pending_update_count", 0))
    if bool(info.get("url")) != (mode == "webhook"):
        return Finding(Severity.PROBLEM, Message("doctor-webhook-wrong", {"mode": mode}))
    failed_at = datetime.fromtimestamp(int(info.get("last_error_date") or 0), UTC)
    if now - failed_at < FRESH:
        args: dict[str, Arg] = {"at": failed_at, "pending": pending}
        words: dict[str, Arg] = {**args, "why": str(info.get("last_error_message", ""))}
        hidden = Message("doctor-webhook-fails", {**args, "why": None})
        return Finding(Severity.PROBLEM, hidden, Message("doctor-webhook-fails", words))
    severity = Severity.WARNING if pending > BACKLOG else Severity.GOOD
    return Finding(severity, Message("doctor-telegram", {"mode": mode, "pending": pending, "much": pending > BACKLOG}))


def _codes(team: Team, member: dict[str, Any]) -> list[Finding]:
    """Report codes in the group where they are on. Only an admin shows a message to one person."""
    if not team.codes_here:
        return []
    works = member.get("status") == "administrator"
    return [Finding(Severity.GOOD if works else Severity.WARNING, Message("doctor-codes", {"works": works}))]


def is_stopped(info: dict[str, Any], now: datetime) -> bool:
    """Whether updates wait, and the last try to push them has failed lately."""
    failed_at = datetime.fromtimestamp(int(info.get("last_error_date") or 0), UTC)
    return now - failed_at < FRESH and int(info.get("pending_update_count", 0)) > 0


def _rights(me: dict[str, Any], member: dict[str, Any]) -> Finding:
    is_admin, status = member.get("status") == "administrator", str(member.get("status"))
    if status in {"left", "kicked"}:
        return Finding(Severity.PROBLEM, Message("doctor-not-in-group"))
    can_delete = is_admin and bool(member.get("can_delete_messages"))
    sees_all = is_admin or bool(me.get("can_read_all_group_messages"))
    args: dict[str, Arg] = {"delete": can_delete, "all": sees_all}
    return Finding(Severity.GOOD if can_delete and sees_all else Severity.WARNING, Message("doctor-rights", args))
