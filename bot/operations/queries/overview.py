"""Answers of the reading commands as records. They write nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from bot.clock import Clock
from bot.operations.accounts.capacity import count_keys_by_account
from bot.operations.lookup.accounts import list_by_main
from bot.operations.lookup.limits import within_limits
from bot.operations.members.digest_schedule import zone_of
from bot.operations.members.record import record_of
from bot.operations.model.actor import find_actor
from bot.operations.model.operation import Actor, Question, Request
from bot.operations.model.remembered import Remembered, find_interrupted, remembered_in
from bot.operations.queries.addresses import AddressesSeen, list_addresses_at, see_addresses
from bot.operations.queries.alerts import AlertsSeen, ExpiringSeen, see_alerts, see_expiring
from bot.operations.queries.audit import NEWEST, AuditSeen, see_audit
from bot.operations.queries.home import HomeSeen, see_home, see_own_home
from bot.operations.queries.keys import KeySeen, KeysSeen, see_key, see_keys
from bot.operations.queries.report import ReportSeen, see_report
from bot.operations.queries.tickets import TicketSeen, TicketsSeen, see_open_tickets, see_ticket
from bot.rules.authorization import may_read
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import (
    Account,
    AccountKind,
    Address,
    Membership,
    MessageContent,
    Person,
    Team,
    UnreachableReason,
)
from storage.work import Work

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Whoami:
    """`/whoami`: the person and their status in each of their teams."""

    person: Person
    memberships: Sequence[tuple[Membership, Team]]
    recovery_codes: int

    @property
    def is_enrolled(self) -> bool:
        """Whether the person has an authenticator."""
        return self.person.enrolled_at is not None


@dataclass(frozen=True, slots=True)
class MembersSeen:
    """`/team`."""

    team: Team
    reader: Membership | None
    """Who looks."""
    members: Sequence[tuple[Membership, Person]]
    unreachable: Mapping[int, UnreachableReason]
    """Why private messages do not reach a person, by user id."""
    accounts: Mapping[UUID, str]
    """Names of the accounts that the reader may see, by id."""


@dataclass(frozen=True, slots=True)
class AccountsSeen:
    """`/accounts`: each with its number of keys and addresses, sub-accounts after their main account."""

    team: Team
    accounts: Sequence[tuple[Account, int, int]]


Looked = Refused | Question


class Overview:
    """What members of the team may read. Others are refused."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def home(self, request: Request) -> HomeSeen | Looked:
        """Return what waits: in private for the person who asks, in a group for anyone of the team."""
        return await self._look(request, see_own_home if request.place.is_private else see_home)

    async def keys(self, request: Request, words: Sequence[str], page: int) -> KeysSeen | Looked:
        """Return one page of the team's keys, most urgent first."""
        return await self._look(request, lambda work, actor: see_keys(work, actor, words, page))

    async def key(self, request: Request, name: str) -> KeySeen | Looked:
        """Return one key by remark, access id or number. Without a name ask which."""
        return await self._look(request, lambda work, actor: see_key(work, actor, name))

    async def expiring(self, request: Request, words: Sequence[str], page: int) -> ExpiringSeen | Looked:
        """Return one page of the keys that expire within 30 days, have expired or may expire any day."""
        return await self._look(request, lambda work, actor: see_expiring(work, actor, words, page))

    async def report(self, request: Request) -> ReportSeen | Looked:
        """Return the terms of the team's keys over the coming days."""

        def look(work: Work, actor: Actor) -> ReportSeen:
            zone = actor.person.zone if request.place.is_private else zone_of(work, actor.the_team)
            return see_report(work, actor, zone)

        return await self._look(request, look)

    async def alerts(self, request: Request) -> AlertsSeen | Looked:
        """The last alerts and the digest's time."""
        return await self._look(request, see_alerts)

    async def addresses(self, request: Request, words: Sequence[str], page: int) -> AddressesSeen | Looked:
        """Return one page of the addresses that fit, or one address."""
        return await self._search(request, lambda work, actor: see_addresses(work, actor, words, page))

    async def addresses_at(self, request: Request, kind: AccountKind) -> list[Address] | Looked:
        """Return all addresses of the team at one exchange, by number."""
        return await self._search(request, lambda work, actor: list_addresses_at(work, actor, kind))

    async def accounts(self, request: Request) -> AccountsSeen | Looked:
        """All accounts of the team, each with how many keys and addresses it has."""

        def look(work: Work, actor: Actor) -> AccountsSeen:
            keys = count_keys_by_account(work, actor.the_team.id)
            addresses = work.addresses.count_by_account(actor.the_team.id)
            seen = [
                (account, keys[account.id], addresses.get(account.id, 0))
                for account in list_by_main(work.accounts.list_of(actor.the_team.id))
            ]
            return AccountsSeen(actor.the_team, seen)

        return await self._look(request, look)

    async def members(self, request: Request) -> MembersSeen | Looked:
        """All members of the team, owners first."""

        def look(work: Work, actor: Actor) -> MembersSeen:
            members = work.teams.list_members(actor.the_team.id)
            silences = work.unreachable_chats.list_among([person.user_id for _, person in members])
            unreachable = {one.chat_id: one.why for one in silences}
            accounts = {one.id: one.name for one in work.accounts.list_of(actor.the_team.id)}
            return MembersSeen(actor.the_team, actor.membership, members, unreachable, accounts)

        return await self._look(request, look)

    async def record(self, request: Request, user_id: int) -> MessageContent | Looked:
        """What a suspended person did, with what an owner can do about it."""

        def look(work: Work, actor: Actor) -> MessageContent | Looked:
            membership = work.teams.find_membership(actor.the_team.id, user_id)
            if membership is None or actor.membership is None or not actor.membership.is_owner:
                return Refused(Reason.PERSON_UNKNOWN, {"person": str(user_id)})
            return record_of(work, membership)

        return await self._look(request, look)

    async def pending(self, request: Request, page: int) -> TicketsSeen | Looked:
        """Return one page of the tickets that have not ended."""
        return await self._look(request, lambda work, actor: see_open_tickets(work, actor, page))

    async def ticket(self, request: Request, number: int) -> TicketSeen | Looked:
        """One ticket, open or ended, by its number, with the steps of the person, in a group those of any member."""
        is_mine = request.place.is_private
        return await self._look(request, lambda work, actor: see_ticket(work, actor, number, is_mine=is_mine))

    async def audit(self, request: Request, words: Sequence[str], page: int = NEWEST) -> AuditSeen | Looked:
        """Return one page of the team's audit chain, the newest line first."""
        return await self._search(request, lambda work, actor: see_audit(work, actor, words, page))

    async def whoami(self, request: Request) -> Whoami:
        """The person who asks, known or not, and their status in their teams."""

        def body(work: Work) -> Whoami:
            person = work.people.find(request.user_id) or Person(user_id=request.user_id, name=request.name)
            memberships = work.teams.list_memberships_of(request.user_id)
            return Whoami(
                person,
                [(membership, work.teams.get(membership.team_id)) for membership in memberships],
                work.people.count_recovery_codes(request.user_id) if person.enrolled_at else 0,
            )

        return await self._database.peek(body)

    async def membership(self, request: Request) -> Membership | None:
        """Membership in this place's team for `/help`, in private the one with the highest role."""

        def body(work: Work) -> Membership | None:
            if not request.place.is_private:
                team = work.teams.find_at(request.place.chat_id, request.place.topic_id)
                return work.teams.find_membership(team.id, request.user_id) if team else None
            return next(iter(work.teams.list_memberships_of(request.user_id)), None)

        return await self._database.peek(body)

    async def remembered(self, chat_id: int, message_id: int) -> Remembered | None:
        """What the question in this message continues. None: it is not a question."""

        def body(work: Work) -> Remembered | None:
            return remembered_in(work.cards.find_by_message(chat_id, message_id))

        return await self._database.peek(body)

    async def interrupted(self, chat_id: int) -> Remembered | None:
        """The question that was open in a private chat before the newest messages, or None."""

        def body(work: Work) -> Remembered | None:
            return find_interrupted(remembered_in(card) for card in work.cards.list_newest(chat_id))

        return await self._database.peek(body)

    async def _look(self, request: Request, look: Callable[[Work, Actor], T | Looked]) -> T | Looked:
        """Read a few rows, or the keys of one team."""
        return await self._database.peek(self._by_member(request, look))

    async def _search(self, request: Request, look: Callable[[Work, Actor], T | Looked]) -> T | Looked:
        """Read what may be long."""
        return await self._database.read(self._by_member(request, look))

    def _by_member(self, request: Request, look: Callable[[Work, Actor], T | Looked]) -> Callable[[Work], T | Looked]:
        """Return the body that refuses everyone but members."""

        def body(work: Work) -> T | Looked:
            actor = find_actor(work, request, self._clock.now())
            if not isinstance(actor, Actor):
                return actor
            verdict = may_read(actor.membership)
            return verdict if isinstance(verdict, Refused) else look(within_limits(work, actor.membership), actor)

        return body
