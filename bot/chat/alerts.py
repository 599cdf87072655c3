"""`/expiring` and `/alerts`: what expires soon, and the time of the digest."""

from collections.abc import Mapping
from datetime import datetime

from bot.chat.context import Services
from bot.chat.guarded import ask_for, tell_press
from bot.chat.key_lines import button_label, by_account
from bot.chat.keys import show_opened, words_of
from bot.chat.lists import ListState, account_filters, filter_button, list_buttons, may_change, with_fitting_search
from bot.chat.replies import answer_otherwise, say, say_screen
from bot.chat.telegram.incoming import Incoming
from bot.operations.alerts.card import buttons, buttons_for_all, rows
from bot.operations.alerts.react import MORNING, SNOOZES
from bot.operations.lookup.keys import KeyRow
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button
from bot.operations.queries.alerts import AlertsSeen, ExpiringSeen, kind_of
from bot.rules.alert_steps import USUAL_STEPS
from bot.rules.digest import clock_face
from bot.rules.digest_days import say_days
from bot.rules.key_mark import key_mark
from bot.rules.sounds import CHOSEN, read_kind, sound_of
from bot.rules.verdict import Refused
from storage.records import Action, Arg, Button, Message, MessageKind

_ASKED: Mapping[str, Action] = {
    **dict.fromkeys(("at", "digest", "on", "off"), Action.ALERTS_DIGEST),
    "quiet": Action.ALERTS_QUIET,
    "zone": Action.ALERTS_ZONE,
}
"""First word → what it asks for. Any other word is `steps` or names a key."""


async def expiring(services: Services, incoming: Incoming) -> bool:
    """`/expiring`, also with an account's name or words to search for. A last word such as `#3` opens that key."""
    listed = await show_opened(services, incoming)
    return False if listed is None else await _list_expiring(services, with_fitting_search(listed))


async def _list_expiring(services: Services, incoming: Incoming) -> bool:
    seen = await services.overview.expiring(incoming, incoming.words, incoming.page or 1)
    if not isinstance(seen, ExpiringSeen):
        return await answer_otherwise(services, incoming, seen)
    page, now = seen.page, services.now()
    lines = rows([one for one, _ in page.items], now)
    args: dict[str, Arg] = {
        "team": seen.team.title,
        "account": next((one.name for one in seen.accounts if one.id == seen.search.account_id), None),
        "words": " ".join(seen.search.words) or None,
        "watched": seen.count,
        "unknown": seen.unknown,
        "keys": by_account([(account, line) for (_, account), line in zip(page.items, lines, strict=True)]),
        "page": page.number,
        "pages": page.of,
    }
    missing = "expiring-not-found" if seen.accounts else "expiring-none"
    shown = Message("expiring-list" if seen.found else missing, args)
    await say(services, incoming, shown, _list_buttons(seen, incoming, now))
    return False


def _list_buttons(seen: ExpiringSeen, incoming: Incoming, now: datetime) -> list[list[Button]]:
    words = words_of(seen.search, seen.accounts)
    state = ListState(("expiring", *words), incoming.team_id, seen.page.number)
    keys = [(KeyRow(one.key, account, one.key), one.key.number) for one, account in seen.page.items]
    opening = [button(button_label(row, key_mark(row.judged, now)), state.opened(number)) for row, number in keys]
    everything = filter_button(Message("keys-filter", {"only": "all"}), state.narrowed(), is_chosen=not words)
    accounts = account_filters(state, seen.accounts, seen.search.account_id)
    filters = [everything, *accounts] if accounts or words else []
    return list_buttons(state, seen.page.turns, opening, [*_changes(seen, incoming), filters])


def _changes(seen: ExpiringSeen, incoming: Incoming) -> list[list[Button]]:
    """In a group, where an opened key is only read, the most urgent keys have buttons of their own."""
    if not may_change(incoming):
        return []
    return (buttons_for_all if incoming.place.is_private else buttons)(seen.found, incoming.team_id)


async def on_it(services: Services, incoming: Incoming) -> bool:
    """[I’m on it] below the card of an account."""
    return await _tell_reaction(services, incoming, await services.reactions.react(incoming), "alerts-taken")


async def snooze(services: Services, incoming: Incoming) -> bool:
    """[Snooze] below the card of an account, and then how long."""
    if incoming.words:
        refused = await services.reactions.react(incoming, incoming.words[0])
        return await _tell_reaction(services, incoming, refused, "alerts-snoozed")
    refused = await services.reactions.may_react(incoming)
    if refused is None:
        times = [
            button(Message("button-snooze-for", {"time": time}), typed(f"snooze {time}", incoming.team_id))
            for time in (*SNOOZES, MORNING)
        ]
        on_it_too = button("button-on-it", typed("onit", incoming.team_id))
        await services.sender.show_buttons(incoming.place, [times, [on_it_too]])
    await tell_press(services, incoming, refused)
    return True


async def _tell_reaction(services: Services, incoming: Incoming, refused: Refused | None, done: str) -> bool:
    """Answer the press with a passing line. The card says the rest."""
    if refused is None and incoming.query_id:
        await services.sender.answer(incoming.query_id, Message(done))
    else:
        await tell_press(services, incoming, refused)
    return True


async def alerts(services: Services, incoming: Incoming) -> bool:
    """`/alerts`, and its words: `at HH:MM`, `digest …`, `quiet …`, `zone …`, `KIND on|silent|off`, `[NAME] steps …`."""
    if incoming.words:
        word = incoming.words[0].lower()
        if read_kind(incoming.words) is not None:
            return await ask_for(Action.ALERTS_SOUND)(services, incoming)
        if word == "quiet" and incoming.place.is_private:
            await tell_press(services, incoming, await services.times.choose_quiet(incoming.drop_first()))
            return True
        return await ask_for(_ASKED.get(word, Action.ALERTS_STEPS))(services, incoming)
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
        "steps": seen.team.alert_steps or USUAL_STEPS,
        "own": [Message("alerts-own-steps", {"key": key.remark, "steps": key.alert_steps}) for key in seen.own_steps],
        "said": said,
        "hour": None if minute is None else clock_face(minute),
        "days": say_days(seen.team.digest_days),
        "topics": list(seen.team.topics),
        "digest": sound_of(seen.team.sounds, MessageKind.DIGEST).value,
        "zone": seen.zone,
        "quiet": seen.team.quiet_hours,
        **{kind.value: sound_of(seen.team.sounds, kind).value for kind in CHOSEN},
        "next": seen.next_digest_at,
    }
    kinds = [
        button(Message("button-sound", {"kind": kind.value}), typed(f"alerts {kind.value}", incoming.team_id))
        for kind in MessageKind
    ]
    await say_screen(services, incoming, Message("alerts-about", args), [kinds[:2], kinds[2:]])
    return False
