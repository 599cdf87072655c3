"""The scenarios behind the page's buttons. Personas play them through the Bot API, as often as asked.

Each ends where the audience takes over, and says what to do next.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.scenarios.cast import VERA
from bot.sandbox.scenarios.kit import HOME, Caption, EndingKey, Look, Play, offers
from bot.sandbox.scenarios.persona import Persona
from bot.sandbox.scenarios.sheets import right_sheet, wrong_sheet
from bot.sandbox.telegram.models import Message

_SUSPENDED = "suspended"
LAST_DAY = timedelta(hours=20)
"""Time left on a key when it is shown: after the alert of the last day, before that of the last hours."""
DAY = timedelta(days=1)
LADDER = (*(timedelta(days=days) for days in (30, 14, 7, 3, 1)), timedelta(hours=6), timedelta())
"""Times before the expiry at which the team is warned, as in `/alerts`. Afterwards it is every day."""
PAST = timedelta(minutes=1)
"""`/keys` shows minutes, so after this long the time has surely come."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A button: its label, what it shows, and the story, which returns the closing caption."""

    title: str
    about: str
    play: Callable[[Play], Awaitable[Caption]]


async def _let_a_key_end(play: Play) -> Caption:
    olga = play.cast.olga
    await play.tell("Olga looks for the key that expires first.", olga, Look.GROUP)
    keys = await play.list_ending_keys(olga)
    late = [key.name for key in keys if key.ends_at <= play.clock.now() + DAY]
    if late or not keys:
        await _make_room(play, olga, late)
        keys = await play.list_ending_keys(olga)
    key = keys[0]
    before = play.newest(olga)
    await play.tell(
        f"Time passes until {key.name} has less than a day left. The team has forgotten it.", olga, Look.CLOCK
    )
    play.clock.jump(key.ends_at - LAST_DAY - play.clock.now())
    await play.sees_alert(olga, key.name, after=before)
    return Caption(
        f"Keyminder did: {key.name} expires in 20 hours. Press Renew under the alert, then type Olga's code.",
        olga.user_id,
        Look.GROUP,
    )


async def _make_room(play: Play, olga: Persona, names: list[str]) -> None:
    """Give keys that have expired or soon will 90 more days, or create a first key."""
    if names:
        await play.tell("Some keys have expired or expire soon. Olga renews them first.", olga, Look.GROUP)
        command, words, done = f"/renew {' '.join(map(_quote, names))}", "Renew", "is renewed"
    else:
        await play.tell("No key expires here. Olga makes one that does: without an IP, for 90 days.", olga, Look.GROUP)
        command, words, done = f"/newkey night-bot-{play.number} trade in {HOME}", "Create key", "is made"
    asked = olga.says(command)
    await play.confirms(olga, await olga.sees(words, after=asked))
    await olga.sees(done, after=asked)


def _quote(name: str) -> str:
    return f'"{name}"' if " " in name else name


async def _send_a_wrong_sheet(play: Play) -> Caption:
    max_ = play.cast.max
    await play.tell(
        f"Max sends eight addresses for the account {HOME}. Five rows have a mistake, each a different one.",
        max_,
        Look.GROUP,
    )
    sheet = (f"payouts-{play.number}.csv", wrong_sheet(play.number), f"/whitelist {HOME}")
    asked = max_.sends(*sheet)
    answer = await play.sees(max_, lambda one: one.document_file_id is not None or _SUSPENDED in one.text, after=asked)
    if _SUSPENDED in answer.text:
        await play.lets_back_in(play.cast.olga, "Max", "operator", max_.user_id)
        asked = max_.sends(*sheet)
        await play.sees(max_, lambda one: one.document_file_id is not None, after=asked)
    return Caption(
        "Keyminder shows every mistake at once and adds nothing. Open the file: each wrong row says why.",
        max_.user_id,
        Look.GROUP,
    )


async def _send_a_right_sheet(play: Play) -> Caption:
    olga = play.cast.olga
    await play.tell(f"Olga sends twelve withdrawal addresses for the account {HOME} as one sheet.", olga, Look.GROUP)
    emails = play.count_emails()
    asked = olga.sends(f"payouts-{play.number}.csv", right_sheet(play.number), f"/whitelist {HOME}")
    card = await play.sees(olga, lambda one: "12" in one.text, after=asked)
    await play.tell(
        "All twelve rows are right. One code from Olga's phone confirms the whole sheet.", olga, Look.PRIVATE
    )
    await play.confirms(olga, card)
    await play.tell("The rows can move money, so an e-mail lists all twelve again.", olga, Look.MAIL)
    await play.email_after(olga, emails)
    return Caption(
        "Open the newest e-mail, follow its link, and press Confirm there. Opening the link alone changes nothing.",
        olga.user_id,
        Look.MAIL,
    )


async def _need_four_eyes(play: Play) -> Caption:
    olga, vera = play.cast.olga, play.cast.vera
    await play.tell("Olga checks who else can approve.", olga, Look.GROUP)
    asked = olga.says("/team")
    team = await olga.sees("Vera", after=asked)
    if f"Vera ({VERA}), viewer, {_SUSPENDED}" in team.text:
        await play.lets_back_in(olga, "Vera", "viewer", VERA)
    if not re.search(rf"Vera \({VERA}\), approver(?!, {_SUSPENDED})", team.text):
        await play.tell(
            "Olga makes Vera an approver. An approver can move money, so this needs code and e-mail.", olga, Look.GROUP
        )
        card = await _prove(play, olga, f"/role {VERA} approver", "approver")
        await play.sees(olga, lambda one: one.message_id == card.message_id and "is approver now" in one.text)
        await play.tell(
            "Two people can approve now. From now on, moving money needs a second person.", olga, Look.GROUP
        )
    name = f"treasury-{play.number}"
    await play.tell(
        f"Olga asks for {name}, a key of {HOME} that can withdraw, and confirms it with her code and e-mail.",
        olga,
        Look.GROUP,
    )
    card = await _prove(play, olga, f"/newkey {name} withdraw in {HOME}", name)
    await play.sees(olga, lambda one: one.message_id == card.message_id and offers(one, "Approve"))
    return Caption(
        f"You are Vera now. Press Approve under {name}, check what it changes, and type your own code.",
        vera.user_id,
        Look.GROUP,
    )


async def _prove(play: Play, olga: Persona, command: str, words: str) -> Message:
    """Confirm a MONEY change with code and e-mail, and return its card."""
    emails = play.count_emails()
    card = await play.asks_for_money(olga, command, words)
    await play.confirms(olga, card)
    await olga.decides(await play.email_after(olga, emails))
    return card


async def _go_to_next_alert(play: Play) -> Caption:
    olga = play.cast.olga
    await play.tell("Olga checks when the keys expire.", olga, Look.GROUP)
    moments = [moment for key in await play.list_ending_keys(olga) for moment in _list_alerts(key, play.clock.now())]
    if not moments:
        return Caption(
            "No key here expires, so no alert will come. Make one that does: /newkey NAME", olga.user_id, Look.GROUP
        )
    before = play.newest(olga)
    await play.tell("The clock moves on until Keyminder warns the team.", olga, Look.CLOCK)
    play.clock.jump(max(min(moments) + PAST - play.clock.now(), timedelta()))
    await play.sees_alert(olga, "", after=before)
    return Caption("An alert has come. Press one of its buttons to renew.", olga.user_id, Look.GROUP)


def _list_alerts(key: EndingKey, now: datetime) -> list[datetime]:
    """Times at which the team will be warned of a key."""
    days_over = max((now - key.ends_at) // DAY, 0)
    alerts = [key.ends_at - before for before in LADDER]
    return [moment for moment in (*alerts, key.ends_at + (days_over + 1) * DAY) if moment > now]


SCENARIOS = {
    "key-ends": Scenario(
        "A key expires soon", f"Moves the clock until a key of {HOME} has less than a day left.", _let_a_key_end
    ),
    "wrong-sheet": Scenario(
        "A wrong sheet", f"Max sends {HOME} a whitelist with five kinds of mistakes.", _send_a_wrong_sheet
    ),
    "right-sheet": Scenario("A right sheet", f"Olga sends {HOME} twelve good addresses at once.", _send_a_right_sheet),
    "four-eyes": Scenario(
        "Four eyes", f"A key of {HOME} that can withdraw waits for Vera's approval.", _need_four_eyes
    ),
    "next-alert": Scenario("Next alert", "Moves the clock on until an alert comes.", _go_to_next_alert),
}
"""Each scenario by its name in the page's address. The last one is a button of the clock."""
