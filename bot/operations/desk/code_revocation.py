"""Revoke codes that were written where others read them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from itertools import product

from bot.clock import Clock
from bot.operations.desk.proofs import is_waiting, wanted_code
from bot.operations.model.notifications import who
from bot.operations.model.operation import Request
from bot.operations.model.replies import answer
from bot.operations.ticket.cards import is_card_of_state, new_team_card
from bot.rules.one_time_code import codes_around, find_codes, find_recovery_codes, is_locked, is_setting_up, read_code
from bot.rules.verdict import Allowed
from storage.database import Database
from storage.records import Arg, Event, Message, Outcome, Person, ProofKind, Stage, Team, Ticket
from storage.work import Work


class CodeRevocation:
    """Make the codes in a message worthless."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def burn(self, request: Request, text: str) -> bool:
        """Spend every code of the sender in a text that others can read. False if it can contain no code.

        Six digits alone count as a mistyped code while a step of the sender waits for a code.
        """
        codes, recovery_codes = find_codes(text), find_recovery_codes(text)
        if not codes and not recovery_codes:
            return False

        def body(work: Work) -> bool:
            now = self._clock.now()
            person = work.people.find(request.user_id)
            if person is None:
                return False
            team = work.teams.find_at(request.place.chat_id, request.place.topic_id)
            waiting = _list_waiting(work, request, team, now)
            spent = {code for code in recovery_codes if work.people.spend_recovery_code(person.user_id, code, now)}
            is_code = _spend_steps(work, person, codes, {now, self._clock.wall_now()})
            is_mistyped = read_code(text) is not None and (bool(waiting) or is_setting_up(person, now))
            if not (spent or is_code or is_mistyped):
                return False
            self._tell(work, request, person, team, waiting, is_recovery=bool(spent))
            work.inbox.spend(request.update_id)
            return True

        return await self._database.write(body)

    def _tell(  # noqa: PLR0913 - what the answer depends on
        self,
        work: Work,
        request: Request,
        person: Person,
        team: Team | None,
        waiting: list[Ticket],
        *,
        is_recovery: bool,
    ) -> None:
        now = self._clock.now()
        here = [ticket for ticket in waiting if team is not None and ticket.team_id == team.id]
        ticket = max(here, key=lambda each: each.asked_at, default=None)
        team_id, ticket_id = team.id if team else None, ticket.id if ticket else None
        work.audit.add(team_id, person.user_id, Event.CODE_BURN, Outcome.DONE, now, ticket_id=ticket_id)
        cards = work.cards.list_of_ticket(ticket.id) if ticket is not None else ()
        has_card = any(one.user_id is None and is_card_of_state(one) for one in cards)
        is_out = is_locked(person, now)
        next_step = "locked" if is_out else "button" if has_card else "private"
        args: dict[str, Arg] = {"who": who(person), "next": next_step, "until": person.locked_until if is_out else None}
        answer(work, request, Message("recovery-code-burnt" if is_recovery else "code-burnt", args), now)
        if ticket is not None and has_card:
            new_team_card(work, ticket, now)


def _spend_steps(work: Work, person: Person, codes: frozenset[str], moments: Collection[datetime]) -> bool:
    """Whether one of these codes is valid now. If so, it and all earlier time steps are spent."""
    good: dict[str, int] = {}
    seeds = [seed for seed in (person.totp_seed_secret, person.pending_seed_secret) if seed is not None]
    for seed, moment in product(seeds, moments):
        good |= codes_around(seed, moment)
    steps = [step for code, step in good.items() if code in codes]
    if steps:
        # No proof was given, so the counter of wrong codes stays as it is.
        work.people.save(replace(person, last_step=max(*steps, person.last_step or 0)))
    return bool(steps)


def _list_waiting(work: Work, request: Request, team: Team | None, now: datetime) -> list[Ticket]:
    """List the tickets that wait for a code of the sender: own ones, and those to approve in this team."""
    own = [
        ticket
        for ticket in work.tickets.list_open_of(request.user_id)
        if is_waiting(ticket, Stage.CODE, now) == Allowed()
    ]
    others = work.tickets.list_open(team.id) if team is not None else []
    approvable = [
        ticket
        for ticket in others
        if ticket.stage is Stage.APPROVAL and wanted_code(work, ticket, request, now) is ProofKind.APPROVAL
    ]
    return [*own, *approvable]
