"""Let a team type codes in its group, in messages that only one person sees, or in private only."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.model.button_data import typed
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.operations.ticket.cards import show
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Message, Stage, Team, Ticket
from storage.work import Work

HERE, PRIVATE = "here", "private"


def switch_codes(work: Work, team: Team, *, is_here: bool, now: datetime) -> None:
    """Save the setting, and show or remove the button on the cards that wait for a code."""
    work.teams.save(replace(team, codes_here=is_here))
    work.menus.ask_chat(team.chat_id)
    for ticket in work.tickets.list_open(team.id):
        if ticket.stage in {Stage.CODE, Stage.APPROVAL}:
            show(work, ticket, now)


def _prepare(_: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    where = request.words[0].lower() if request.words else ""
    if where not in {HERE, PRIVATE}:
        choices = [(Message("choice-codes", {"where": one}), typed(f"settings codes {one}")) for one in (HERE, PRIVATE)]
        return Question(Message("ask-codes", {"here": actor.the_team.codes_here}), choices)
    if where == HERE and request.no_codes is not None:
        return Refused(request.no_codes)
    return Prepared(payload={"where": where}, plan=Message("plan-codes", {"where": where}))


def _check(_: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    is_same = actor.the_team.codes_here == (payload["where"] == HERE)
    return Refused(Reason.CODES_SAME, {"where": str(payload["where"])}) if is_same else Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    if ticket.team_id is None:
        raise TypeError("the place of codes is a team's")
    where = str(ticket.payload["where"])
    switch_codes(work, work.teams.get(ticket.team_id), is_here=where == HERE, now=now)
    return Recorded(Message("result-codes", {"where": where}))


SET_CODES = Operation(action=Action.POLICY_CODES, prepare=_prepare, check=_check, record=_record)
