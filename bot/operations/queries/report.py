"""What `/report` shows: the terms of the team's keys over the coming days."""

from dataclasses import dataclass

from bot.operations.drifts.lookup import with_earliest_expiry
from bot.operations.lookup.keys import team_keys
from bot.operations.model.operation import Actor
from bot.rules.digest import find_zone
from bot.rules.term_chart import make_chart, state_of
from storage.records import Team, TermChart, TermState
from storage.work import Work


@dataclass(frozen=True, slots=True)
class ReportSeen:
    """`/report`."""

    team: Team
    chart: TermChart
    count: int
    """Number of keys."""
    ended: int
    soon: int
    """Number of those that expire within 7 days."""


def see_report(work: Work, actor: Actor, zone: str) -> ReportSeen:
    """Chart the team's keys in the colours that the reader chose last. Months begin in that IANA zone."""
    team = actor.the_team
    keys = with_earliest_expiry(team_keys(work, actor), work.drifts.list_open(team.id))
    accounts, is_dark = work.accounts.by_id(team.id), actor.person.likes_dark
    states = [state_of(key, actor.now) for key in keys]
    return ReportSeen(
        team,
        make_chart(team.title, keys, accounts, actor.now.astimezone(find_zone(zone)), is_dark=is_dark),
        len(keys),
        states.count(TermState.EXPIRED),
        states.count(TermState.SOON),
    )
