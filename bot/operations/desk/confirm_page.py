"""The two-step page behind a link in an e-mail: opening it changes nothing, only its buttons do."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.clock import Clock
from bot.operations.desk.desk import Desk
from bot.operations.desk.page_links import PROVES
from bot.operations.members.presence import PresenceCheck
from bot.operations.model.notifications import short_hash, tell_owners, tell_team, who
from bot.operations.ticket.approvals import given_for
from bot.operations.ticket.closing import audit, end_ticket
from bot.operations.ticket.contents import ended_saying
from bot.rules.policy import OWN_EMAIL
from bot.rules.ticket_path import is_timed_out
from storage.database import Database
from storage.records import End, Message, MessageKind, Outcome, ProofKind, Stage, Ticket
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
            behind = _find_behind(work, token)
            return _facts(work, behind, now) if behind else None

        return await self._database.read(body)

    async def confirm(self, token: str) -> PageFacts | None:
        """Take the press as the proof of the e-mail. A second press shows the result of the first."""
        behind = await self._database.read(lambda work: _find_behind(work, token))
        if behind is None:
            return None
        missing = await self._presence_check.refuse(behind.ticket.user_id, behind.ticket.team_id)

        def body(work: Work) -> PageFacts:
            now = self._clock.now()
            # A member who left has lost the link too, and the page says that there is nothing left to decide.
            here = _read_again(work, behind)
            facts = _facts(work, here, now)
            if missing is not None:
                return replace(facts, note=missing.as_saying())
            if facts.state is not PageState.OPEN:
                return facts
            self._desk.prove_email(work, here.ticket, here.proves, now)
            # The rules were asked again, so a request that they just refused is not shown as confirmed.
            return replace(facts, state=_state(work, _read_again(work, here), now))

        return await self._database.write(body)

    async def deny(self, token: str) -> PageFacts | None:
        """End the request, aloud. A second press shows the result of the first."""

        def body(work: Work) -> PageFacts | None:
            now = self._clock.now()
            behind = _find_behind(work, token)
            if behind is None:
                return None
            facts, ticket = _facts(work, behind, now), behind.ticket
            if facts.state is not PageState.OPEN:
                return facts
            requester = work.people.get(ticket.user_id)
            audit(work, ticket, Outcome.PROOF_FAILED, now, actor=ticket.user_id, proof=behind.proves.value)
            denied = Message("cancelled-by-mail", {"who": who(requester), "user_id": str(requester.user_id)})
            ended = end_ticket(work, ticket, End.CANCELLED, now, result=denied, actor=ticket.user_id)
            if ended.team_id is not None:
                # An attacker may be using a second factor of a member, and an edited card makes no sound.
                tell_team(work, ended.team_id, ended_saying(work, ended), now, kind=MessageKind.REQUESTS)
            else:
                for membership in work.teams.list_memberships_of(requester.user_id):
                    tell_owners(work, membership.team_id, denied, now)
            return replace(facts, state=PageState.DENIED)

        return await self._database.write(body)


@dataclass(frozen=True, slots=True)
class _Behind:
    """What a link leads to."""

    ticket: Ticket
    proves: ProofKind


def _find_behind(work: Work, token: str) -> _Behind | None:
    for purpose, proves in PROVES.items():
        link = work.links.find(purpose, token)
        ticket = work.tickets.find(link.subject_id) if link else None
        if ticket is not None:
            return _Behind(ticket, proves)
    return None


def _read_again(work: Work, behind: _Behind) -> _Behind:
    return replace(behind, ticket=work.tickets.get(behind.ticket.id))


def _state(work: Work, behind: _Behind, now: datetime) -> PageState:
    ticket = behind.ticket
    if ticket.stage is Stage.EMAIL:
        if is_timed_out(ticket.stage, ticket.stage_until, now):
            return PageState.TIMED_OUT
        # Of two addresses the other one may still have to confirm it.
        is_given = behind.proves in given_for(work, ticket, now).kinds
        return PageState.CONFIRMED if is_given else PageState.OPEN
    if ticket.end in {End.CANCELLED, End.REFUSED}:
        return PageState.ENDED
    return PageState.TIMED_OUT if ticket.end is End.TIMED_OUT else PageState.CONFIRMED


def _facts(work: Work, behind: _Behind, now: datetime) -> PageFacts:
    ticket = behind.ticket
    team = work.teams.get(ticket.team_id) if ticket.team_id else None
    return PageFacts(
        state=_state(work, behind, now),
        plan=ticket.plan,
        who=who(work.people.get(ticket.user_id)),
        team=team.title if team else None,
        hash=short_hash(ticket),
        until=ticket.stage_until,
        is_own_email=ticket.action in OWN_EMAIL and behind.proves is ProofKind.EMAIL,
    )
