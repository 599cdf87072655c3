"""The two-step page behind a link in an e-mail: opening it changes nothing, only its buttons do."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.clock import Clock
from bot.operations.desk.desk import Desk
from bot.operations.members.presence import PresenceCheck
from bot.operations.model.notifications import short_hash, tell_team, who
from bot.operations.ticket.closing import audit, end_ticket
from bot.operations.ticket.contents import ended_saying
from bot.rules.ticket_path import is_timed_out
from storage.database import Database
from storage.records import Action, End, LinkPurpose, Message, MessageKind, Outcome, ProofKind, Stage, Ticket
from storage.work import Work


class PageState(StrEnum):
    """What the page can still do."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    TIMED_OUT = "lapsed"
    ENDED = "ended"
    """Decided elsewhere: cancelled, refused, failed or done in the meantime."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Everything the page shows, without wording."""

    state: PageState
    plan: Message
    who: str
    """Name and numeric id of the requester."""
    team: str | None
    hash: str
    """Beginning of the hash of exactly what will be confirmed, as the e-mail shows it too."""
    until: datetime | None
    is_own_email: bool
    note: Message | None = None
    """Why the press had no effect."""


class Pages:
    """What the page shows and what its two buttons do. The token in its path is the only credential."""

    def __init__(self, database: Database, clock: Clock, desk: Desk, presence_check: PresenceCheck) -> None:
        self._database = database
        self._clock = clock
        self._desk = desk
        self._presence_check = presence_check

    async def view(self, token: str) -> PageFacts | None:
        """Return what the link shows, or None if it is unknown or has expired."""
        now = self._clock.now()

        def body(work: Work) -> PageFacts | None:
            ticket = _behind(work, token)
            return _facts(work, ticket, _state(ticket, now)) if ticket else None

        return await self._database.read(body)

    async def confirm(self, token: str) -> PageFacts | None:
        """Take the press as the proof of the e-mail. A second press shows the result of the first."""
        behind = await self._database.read(lambda work: _behind(work, token))
        if behind is None:
            return None
        missing = await self._presence_check.refuse(behind.user_id, behind.team_id)

        def body(work: Work) -> PageFacts:
            now = self._clock.now()
            # A member who left has lost the link too, and the page says that there is nothing left to decide.
            ticket = work.tickets.get(behind.id)
            state = _state(ticket, now)
            if missing is not None:
                return replace(_facts(work, ticket, state), note=missing.as_saying())
            if state is not PageState.OPEN:
                return _facts(work, ticket, state)
            self._desk.prove_email(work, ticket, now)
            # The rules were asked again, so a request that they just refused is not shown as confirmed.
            return _facts(work, ticket, _state(work.tickets.get(ticket.id), now))

        return await self._database.write(body)

    async def deny(self, token: str) -> PageFacts | None:
        """End the request, aloud. A second press shows the result of the first."""

        def body(work: Work) -> PageFacts | None:
            now = self._clock.now()
            ticket = _behind(work, token)
            if ticket is None:
                return None
            state = _state(ticket, now)
            if state is not PageState.OPEN:
                return _facts(work, ticket, state)
            requester = work.people.get(ticket.user_id)
            audit(work, ticket, Outcome.PROOF_FAILED, now, actor=ticket.user_id, proof=ProofKind.EMAIL.value)
            denied = Message("cancelled-by-mail", {"who": who(requester), "user_id": str(requester.user_id)})
            ended = end_ticket(work, ticket, End.CANCELLED, now, result=denied, actor=ticket.user_id)
            if ended.team_id is not None:
                # An attacker may be using a second factor of a member, and an edited card makes no sound.
                tell_team(work, ended.team_id, ended_saying(work, ended, now), now, kind=MessageKind.REQUESTS)
            return _facts(work, ticket, PageState.DENIED)

        return await self._database.write(body)


def _behind(work: Work, token: str) -> Ticket | None:
    link = work.links.find(LinkPurpose.PAGE, token)
    return work.tickets.find(link.subject_id) if link else None


def _state(ticket: Ticket, now: datetime) -> PageState:
    if ticket.stage is Stage.EMAIL:
        return PageState.TIMED_OUT if is_timed_out(ticket.stage, ticket.stage_until, now) else PageState.OPEN
    if ticket.end in {End.CANCELLED, End.REFUSED}:
        return PageState.ENDED
    return PageState.TIMED_OUT if ticket.end is End.TIMED_OUT else PageState.CONFIRMED


def _facts(work: Work, ticket: Ticket, state: PageState) -> PageFacts:
    team = work.teams.get(ticket.team_id) if ticket.team_id else None
    return PageFacts(
        state=state,
        plan=ticket.plan,
        who=who(work.people.get(ticket.user_id)),
        team=team.title if team else None,
        hash=short_hash(ticket),
        until=ticket.stage_until,
        is_own_email=ticket.action is Action.PERSON_EMAIL,
    )
