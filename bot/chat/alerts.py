"""`/expiring` and `/alerts`: what expires soon, and the time of the digest."""

from bot.chat.context import Services
from bot.chat.guarded import ask_for
from bot.chat.key_lines import by_account
from bot.chat.lists import may_change
from bot.chat.replies import answer_otherwise, say_screen
from bot.chat.telegram.incoming import Incoming
from bot.operations.alerts.card import buttons, rows
from bot.operations.queries.alerts import AlertsSeen, ExpiringSeen, kind_of
from bot.rules.digest import clock_face
from storage.records import Action, Arg, Message


async def expiring(services: Services, incoming: Incoming) -> bool:
    """`/expiring`."""
    seen = await services.overview.expiring(incoming)
    if not isinstance(seen, ExpiringSeen):
        return await answer_otherwise(services, incoming, seen)
    accounts = [seen.accounts[one.key.account_id] for one in seen.found]
    lines = list(zip(accounts, rows(seen.found, services.now()), strict=True))
    args: dict[str, Arg] = {
        "team": seen.team.title,
        "watched": seen.count,
        "unknown": seen.unknown,
        "keys": by_account(lines),
    }
    saying = Message("expiring-list" if seen.found else "expiring-none", args)
    changes = buttons(seen.found, incoming.team_id) if may_change(incoming) else []
    await say_screen(services, incoming, saying, changes)
    return False


async def alerts(services: Services, incoming: Incoming) -> bool:
    """`/alerts`, `/alerts at HH:MM`, `/alerts digest on|off`."""
    if incoming.words:
        return await ask_for(Action.ALERTS_DIGEST)(services, incoming)
    seen = await services.overview.alerts(incoming)
    if not isinstance(seen, AlertsSeen):
        return await answer_otherwise(services, incoming, seen)
    said = []
    for alert, key in seen.latest:
        kind, number = kind_of(alert, key)
        said.append(Message("alerts-said", {"key": key.remark, "kind": kind, "number": number, "at": alert.said_at}))
    minute = seen.team.digest_minute
    args: dict[str, Arg] = {
        "team": seen.team.title,
        "said": said,
        "hour": None if minute is None else clock_face(minute),
        "zone": seen.zone,
        "next": seen.next_digest_at,
    }
    await say_screen(services, incoming, Message("alerts-about", args))
    return False
