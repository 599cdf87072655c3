"""`/report`: the coming 90 days of the team's keys as one picture for a phone."""

from dataclasses import replace

from bot.chat.context import Services
from bot.chat.replies import answer_otherwise, say
from bot.chat.telegram.activity import Activity
from bot.chat.telegram.incoming import Incoming
from bot.operations.model.button_data import CommandPress
from bot.operations.model.notifications import button
from bot.operations.queries.report import ReportSeen
from storage.records import Message

_THEMES = {"dark": True, "light": False}


async def report(services: Services, incoming: Incoming) -> bool:
    """`/report`, `/report dark`, `/report light`."""
    theme = incoming.words[0].lower() if incoming.words else ""
    if theme in _THEMES:
        await services.themes.choose(incoming, is_dark=_THEMES[theme])
    seen = await services.overview.report(incoming)
    if not isinstance(seen, ReportSeen):
        return await answer_otherwise(services, incoming, seen)
    chart = seen.chart
    label, other = ("button-light", "light") if chart.is_dark else ("button-dark", "dark")
    again = CommandPress(("report",), incoming.team_id, 1)
    buttons = [[button(label, replace(again, words=("report", other))), button("button-refresh", again)]]
    saying = Message("report", {"team": seen.team.title, "ended": seen.ended, "soon": seen.soon, "count": seen.count})
    async with services.at_work(incoming.place, Activity.DRAWING):
        await say(services, incoming, saying, buttons, picture=chart if seen.count else None)
    return False
