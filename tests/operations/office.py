"""A team at the desk: people ask, type codes and confirm pages, and the embedded registry executes."""

from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID, uuid4

import pyotp

from bot.chat.sentences import Sentences
from bot.exchanges.channel import ChannelPool
from bot.exchanges.exchange import Exchange
from bot.operations.desk.approving import Approving
from bot.operations.desk.confirm_page import PageFacts, Pages
from bot.operations.desk.desk import Desk, Reply
from bot.operations.desk.executor import TicketExecutor
from bot.operations.desk.open_tickets import OpenTickets
from bot.operations.members.presence import Presence, PresenceCheck
from bot.operations.members.redeem_invitation import RedeemInvitation
from bot.operations.model.operation import About, ExchangeClients, Question, Request, TicketState
from bot.rules.one_time_code import new_seed
from bot.rules.verdict import Refused
from bot.wiring.exchanges import AccountClients, open_within
from storage.database import Database
from storage.records import (
    Account,
    AccountKind,
    Action,
    Arg,
    AuditEntry,
    ChatLocation,
    Membership,
    MembershipStatus,
    Message,
    Notice,
    Outcome,
    Person,
    Role,
    Team,
    Ticket,
)
from storage.work import Work

OLGA, MAX, VERA, PAVEL = 1001, 1002, 1003, 1004
NAMES = {OLGA: "Olga", MAX: "Max", VERA: "Vera", PAVEL: "Pavel"}
CHAT = -1001000000001
BEGINNING = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OLD_ENOUGH = timedelta(days=2)


def show_work(_place: ChatLocation) -> AbstractAsyncContextManager[None]:
    """Show nothing."""
    return nullcontext()


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.moment = BEGINNING

    def now(self) -> datetime:
        """Its time."""
        return self.moment

    def wall_now(self) -> datetime:
        """The same time."""
        return self.now()

    async def sleep_until(self, moment: datetime) -> None:
        """Jump there."""
        self.moment = max(self.moment, moment)


@cache
def _sentences() -> Sentences:
    return Sentences()


@dataclass
class Office:
    """The tools of a test."""

    database: Database
    watch: Watch
    desk: Desk
    pages: Pages
    waiting: OpenTickets
    approving: Approving
    redeeming: RedeemInvitation
    executor: TicketExecutor
    team: Team
    presence: dict[int, Presence]
    """What Telegram says about people. All others are present."""
    looked: list[tuple[int, int]]
    """Chat and person of each check."""
    seeds: dict[int, str] = field(default_factory=dict)
    delivered: list[Message] = field(default_factory=list)
    letters: list[tuple[str, Message]] = field(default_factory=list)
    """Address and content of each e-mail among them."""
    invitations: list[str] = field(default_factory=list)
    updates: int = 0

    @classmethod
    async def found(cls, database: Database, chat_id: int = CHAT) -> "Office":
        """Olga's team."""
        watch, presence, looked = Watch(), dict[int, Presence](), list[tuple[int, int]]()

        async def look(chat_id: int, user_id: int) -> Presence:
            looked.append((chat_id, user_id))
            return presence.get(user_id, Presence.HERE)

        presence_check = PresenceCheck(database, watch, look)
        way = AccountClients(database, ChannelPool({}), watch.now)
        desk = Desk(database, watch, presence_check, open_within(ChannelPool({}), watch.now), can_mail=True)

        def exchange_of(account: Account) -> Exchange:
            """The embedded registry serves every kind of account."""
            return way.exchange_of(replace(account, kind=AccountKind.EMBEDDED))

        executor = TicketExecutor(
            database, watch, ExchangeClients(exchange_of, way.main_account_of), presence_check, show_work
        )
        team = Team(uuid4(), chat_id, None, "Desk", claimed_by=OLGA, claimed_at=BEGINNING)
        main = Account(uuid4(), team.id, "main", AccountKind.EMBEDDED, BEGINNING)

        def add(work: Work) -> None:
            work.teams.add(team)
            work.accounts.add(main)

        await database.write(add)
        pages, redeeming = (
            Pages(database, watch, desk, presence_check),
            RedeemInvitation(database, watch, presence_check),
        )
        waiting, approving = OpenTickets(database, watch, presence_check), Approving(database, watch)
        office = cls(database, watch, desk, pages, waiting, approving, redeeming, executor, team, presence, looked)
        await office.has(OLGA, Role.OWNER)
        return office

    async def has(self, user_id: int, role: Role, *, approvals: int | None = None) -> None:
        """Add a member who enrolled and verified an e-mail long ago."""
        seed = self.seeds[user_id] = new_seed()
        long_ago = self.watch.now() - OLD_ENOUGH
        person = Person(
            user_id,
            NAMES[user_id],
            totp_seed_secret=seed,
            enrolled_at=long_ago,
            email=f"{NAMES[user_id].lower()}@example.org",
            email_verified_at=long_ago,
        )

        def body(work: Work) -> None:
            work.people.save(person)
            work.teams.save_membership(Membership(self.team.id, user_id, role, MembershipStatus.ACTIVE, long_ago))

        await self.database.write(body)
        if approvals is not None:
            await self.sets(approvals=approvals)

    def sender(self, user_id: int, *, private: bool = False) -> Request:
        """A request of this person, in the group or in private."""
        self.updates += 1
        place = ChatLocation(user_id if private else self.team.chat_id, None, self.updates, is_private=private)
        return Request(self.updates, user_id, NAMES[user_id], place)

    async def ask(self, user_id: int, action: Action, *words: object, about: About | None = None) -> Reply:
        """Ask in the group."""
        typed = tuple(str(word) for word in words)
        return await self.desk.ask(action, replace(self.sender(user_id), words=typed, about=about))

    async def confirm(self, user_id: int, reply: Reply) -> Reply:
        """Type the next code for the ticket."""
        assert isinstance(reply, TicketState)
        self.watch.moment += timedelta(seconds=30)
        code = pyotp.TOTP(self.seeds[user_id]).at(self.watch.now())
        return await self.desk.confirm(self.sender(user_id, private=True), code, reply.ticket_id)

    async def audited(self, outcome: Outcome) -> list[AuditEntry]:
        """The team's newest lines of the trail with this outcome, the newest first."""
        lines = await self.database.read(lambda work: work.audit.list_latest(self.team.id, 20))
        return [line for line in lines if line.outcome is outcome]

    async def link(self) -> str:
        """The token in the last e-mail with one."""
        await self.told()
        return str([letter.args["token"] for _, letter in self.letters if "token" in letter.args][-1])

    async def decide(self) -> PageFacts | None:
        """Press [Confirm] on the page of the last e-mail."""
        return await self.pages.confirm(await self.link())

    async def trades_outside(self) -> None:
        """Give the team a sub-account `outside` at an exchange, so that tickets run after their last proof."""
        long_ago = self.watch.now() - OLD_ENOUGH
        main = Account(uuid4(), self.team.id, "desk", AccountKind.COINEX, long_ago, credentials_secret="{}")
        sub = replace(main, id=uuid4(), name="outside", main_id=main.id, remote_id="outside")

        def body(work: Work) -> None:
            work.accounts.add(main)
            work.accounts.add(sub)

        await self.database.write(body)

    async def sets(self, *, approvals: int) -> None:
        """Set the policy as a ticket would."""

        def body(work: Work) -> None:
            work.teams.save(replace(work.teams.get(self.team.id), approvals=approvals, quorum_reached=True))

        await self.database.write(body)

    async def invitation(self) -> str:
        """The token of the newest [Join]."""
        await self.told()
        return self.invitations[-1]

    async def run(self) -> int:
        """Execute what is proven."""
        done = 0
        while taken := await self.executor.take(9):
            for one in taken:
                await self.executor.perform(one)
            done += len(taken)
        return done

    async def does(self, user_id: int, action: Action, *words: object) -> str:
        """Ask, prove by code, and read the result."""
        return await self.reads(await self.confirm(user_id, await self.ask(user_id, action, *words)))

    async def reads(self, reply: Reply) -> str:
        """What the person would read: a refusal, a question, or the ticket's card."""
        if isinstance(reply, Refused):
            sayings = [reply.as_saying()]
        elif isinstance(reply, Question):
            sayings = [reply.saying]
        else:
            ticket = await self.ticket(reply)
            parts = [part.reason for part in ticket.parts]
            sayings = [one for one in (ticket.plan, *parts, ticket.result) if one is not None]
        return "\n".join(self.words(one) for one in sayings)

    def words(self, saying: Arg) -> str:
        """A sentence in words."""
        assert isinstance(saying, Message)
        return _sentences().plain(saying, zone="UTC", now=self.watch.now())

    async def ticket(self, reply: Reply) -> Ticket:
        """A ticket as it is now."""
        assert isinstance(reply, TicketState)
        return await self.database.read(lambda work: work.tickets.get(reply.ticket_id))

    async def membership(self, user_id: int, team_id: UUID | None = None) -> Membership:
        """A person's membership in the team."""
        found = await self.database.read(lambda work: work.teams.find_membership(team_id or self.team.id, user_id))
        assert found is not None
        return found

    async def told(self) -> list[Message]:
        """Deliver all waiting messages, and return them."""
        delivered: list[Message] = []
        while notices := await self.database.write(self._take):
            contents = [one.content for one in notices if one.content is not None]
            delivered += [one.saying for one in contents]
            self.letters += [(one.to_email, one.content.saying) for one in notices if one.to_email and one.content]
            buttons = [button for one in contents for row in one.buttons for button in row]
            self.invitations += [one.start for one in buttons if one.start and one.label.sentence == "button-join"]
        self.delivered += delivered
        return delivered

    async def said(self) -> list[str]:
        """The ids of all delivered sentences."""
        await self.told()
        return [one.sentence for one in self.delivered]

    def _take(self, work: Work) -> list[Notice]:
        now = self.watch.now()
        notices = work.deliveries.lease_due(now, datetime.now(UTC), datetime.now(UTC), 100)
        for notice in notices:
            self.updates += 1
            edited = notice.card.message_id if notice.card is not None else None
            work.deliveries.delivered(notice, edited or self.updates, now)
        return notices
