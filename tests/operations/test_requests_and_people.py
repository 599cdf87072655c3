"""Requests and memberships in any order: nothing runs without the proofs of its policy, and somebody can still act.

Hypothesis lets people ask, type codes, confirm e-mails, approve, deny and stop, leave and come back, get other roles
and other phones, lose their factor, lets time pass, and kills the bot between the steps.
"""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import TypeVar
from uuid import UUID

import pyotp
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.jobs.end_cooling import EndCooling
from bot.jobs.expire_tickets import ExpireTickets
from bot.operations.chats.bot_membership import BotMembership
from bot.operations.members.presence import Presence
from bot.operations.model.operation import TicketState
from bot.operations.ticket.approvals import situation_of
from bot.rules.authorization import MONEY_AGE, has_power
from bot.rules.lockout import WAYS_BACK, list_impossible
from bot.rules.one_time_code import new_seed
from bot.rules.policy import POLICY, Proofs, approvals_for
from bot.rules.ticket_path import hash_payload
from storage.database import Database
from storage.records import Action, End, Membership, MembershipStatus, Person, Role, Stage, Ticket
from storage.sealing import KeyRing
from storage.work import Work
from tests.operations.office import CHAT, MAX, OLGA, PAVEL, VERA, Office

PEOPLE = {OLGA: Role.OWNER, VERA: Role.APPROVER, MAX: Role.OPERATOR, PAVEL: Role.OWNER}
SETTINGS = settings(
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

T = TypeVar("T")

_numbers = count(1)
_person = st.sampled_from(sorted(PEOPLE))
_index = st.integers(0, 9)
_rare = st.sampled_from([False, False, False, False, True])
_asker = st.sampled_from([OLGA, OLGA, PAVEL, PAVEL, VERA, MAX])
Want = tuple[Action, tuple[str, ...]]
_WANTS: list[Want] = [
    *[(Action.KEY_CREATE, words) for words in ((), ("withdraw",), ("withdraw",))],
    *[(Action.MEMBER_ROLE, (str(user_id), role.value)) for user_id in PEOPLE for role in Role],
    *[(Action.POLICY_APPROVALS, (str(approvals),)) for approvals in range(4)],
    *[(Action.POLICY_APPROVALS, ("newkey", "money", count)) for count in ("0", "1", "2", "default")],
    *[(Action.MEMBER_SUSPEND, (str(user_id),)) for user_id in PEOPLE],
]
_want = st.sampled_from(
    [Action.KEY_CREATE] * 5 + [Action.MEMBER_ROLE] * 3 + [Action.POLICY_APPROVALS] * 3 + [Action.MEMBER_SUSPEND] * 2
).flatmap(lambda action: st.sampled_from([want for want in _WANTS if want[0] is action]))


@dataclass
class Given:
    """What people really did for one request."""

    coded: bool = False
    confirmed: bool = False
    approved: set[int] = field(default_factory=set)
    proven_at: datetime | None = None
    """When the e-mail was confirmed."""


@dataclass(frozen=True)
class Seen:
    """The team at one moment."""

    members: Mapping[int, tuple[Membership, Person]]
    approvals: int
    row_approvals: Mapping[str, int]
    tickets: Mapping[UUID, Ticket]
    impossible: frozenset[str]


def has_able_owner(seen: Seen) -> bool:
    """Whether an owner can ask and prove."""
    return any(member.is_owner and person.enrolled_at is not None for member, person in seen.members.values())


class Desk(RuleBasedStateMachine):
    """One team with its requests."""

    def __init__(self, runner: asyncio.Runner, database: Database, done: set[Action]) -> None:
        """`done` collects the kinds of requests that ran."""
        super().__init__()
        self.done = done
        self.runner, self.database = runner, database
        self.chat_id = CHAT - next(_numbers)
        self.office = self.runs(Office.found(database, self.chat_id))
        for user_id, role in PEOPLE.items():
            self.runs(self.office.has(user_id, role))
        self.runs(self.office.sets(approvals=1))
        self.given: dict[UUID, Given] = {}
        self.ids: list[UUID] = []
        self.speaker = 0
        self.is_loss_allowed = False
        self.before = self.look()

    def runs(self, doing: Awaitable[T]) -> T:
        """Wait for it."""

        async def wait() -> T:
            return await doing

        return self.runner.run(wait())

    def look(self) -> Seen:
        """Read the team as it is now."""

        def body(work: Work) -> Seen:
            team = work.teams.get(self.office.team.id)
            members = {one.user_id: (one, work.people.get(one.user_id)) for one, _ in work.teams.list_members(team.id)}
            tickets = {ticket_id: work.tickets.get(ticket_id) for ticket_id in self.ids}
            impossible = frozenset(list_impossible(situation_of(work, team)))
            return Seen(members, team.approvals, team.row_approvals, tickets, impossible)

        return self.runs(self.database.read(body))

    def open(self, index: int, *stages: Stage) -> Ticket | None:
        """One of the open requests in these stages."""
        waiting = [one for one in self.look().tickets.values() if one.stage in stages]
        return waiting[index % len(waiting)] if waiting else None

    @initialize(approvals=st.sampled_from([1, 1, 2]), rows=st.sampled_from([{}, {}, {"key:create:money": 2}]))
    def begins(self, approvals: int, rows: Mapping[str, int]) -> None:
        """One or two approvals of three people who can give them."""

        def body(work: Work) -> None:
            team = work.teams.get(self.office.team.id)
            work.teams.save(replace(team, approvals=approvals, row_approvals=rows))

        self.runs(self.database.write(body))
        self.before = self.look()

    @rule(user_id=_asker, want=_want, steps=st.sampled_from([5, 0, 1, 2, 3, 6, 6]), approver=_person, speaker=_person)
    def asks(self, user_id: int, want: Want, steps: int, approver: int, speaker: int) -> None:
        """Ask for a change, and often prove it at once."""
        action, words = want
        name = [f"key-{next(_numbers)}"] if action is Action.KEY_CREATE else []
        reply = self.runs(self.office.ask(user_id, action, *name, *words))
        if not isinstance(reply, TicketState):
            return
        self.ids.append(reply.ticket_id)
        self.given.setdefault(reply.ticket_id, Given())
        self.prove(reply.ticket_id, steps, approver)
        for reason in ("first", "second"):
            self.says_why(reply.ticket_id, speaker, reason)
            self.judge()

    @rule(owner=st.sampled_from([OLGA, PAVEL]), user_id=_person, steps=st.sampled_from([6, 6, 4]), is_rare=_rare)
    def resets(self, owner: int, user_id: int, steps: int, *, is_rare: bool) -> None:
        """An owner asks to remove a factor that was lost."""
        if not is_rare:
            return
        self.asks(owner, (Action.MEMBER_RESET, (str(user_id),)), steps, PAVEL if owner == OLGA else OLGA, owner)

    def says_why(self, ticket_id: UUID, user_id: int, reason: str, *, denies: bool = False) -> None:
        """Give a reason for a request, or deny it with one."""
        self.speaker = user_id
        number = str(self.look().tickets[ticket_id].number)
        said = replace(self.office.sender(user_id), words=(number, reason))
        self.runs((self.office.approving.deny_chosen if denies else self.office.approving.give_reason)(said))

    def prove(self, ticket_id: UUID, steps: int, approver: int) -> None:
        """Take the next right steps of a request."""
        for step in range(steps):
            ticket = self.runs(self.database.read(lambda work: work.tickets.get(ticket_id)))
            if ticket.stage is Stage.EMAIL:
                self.confirm(ticket)
            elif ticket.stage in {Stage.CODE, Stage.APPROVAL}:
                self.type_code(ticket, approver, is_right=True)
                able = [one for one in sorted(PEOPLE) if one not in {MAX, ticket.user_id, approver}]
                approver = able[step % len(able)]
            elif ticket.stage is Stage.COOLING and ticket.action is Action.MEMBER_RESET:
                self.waits(timedelta(hours=25))
            elif ticket.stage is Stage.RUNNING:
                self.perform()
            self.judge()

    @rule(index=_index, user_id=_person, is_right=st.sampled_from([True, True, True, False]))
    def types_a_code(self, index: int, user_id: int, *, is_right: bool) -> None:
        """The requester's own code, or an approval."""
        ticket = self.open(index, Stage.CODE, Stage.APPROVAL)
        if ticket is not None:
            self.type_code(ticket, user_id, is_right=is_right)

    def type_code(self, ticket: Ticket, user_id: int, *, is_right: bool) -> None:
        user_id = ticket.user_id if ticket.stage is Stage.CODE else user_id
        self.office.watch.moment += timedelta(seconds=30)
        code = pyotp.TOTP(self.office.seeds[user_id]).at(self.office.watch.now()) if is_right else "000000"
        if is_right and user_id == ticket.user_id and ticket.stage is Stage.CODE:
            self.given[ticket.id].coded = True
        elif is_right and user_id != ticket.user_id and ticket.stage is Stage.APPROVAL:
            self.given[ticket.id].approved.add(user_id)
        self.runs(self.office.desk.confirm(self.office.sender(user_id, private=True), code, ticket.id))

    @rule(index=_index)
    def confirms_by_email(self, index: int) -> None:
        ticket = self.open(index, Stage.EMAIL)
        if ticket is not None:
            self.confirm(ticket)

    def confirm(self, ticket: Ticket) -> None:
        self.runs(self.office.told())
        short = hash_payload(ticket.payload)[:16]
        letters = [letter for _, letter in self.office.letters if letter.args.get("hash") == short]
        tokens = [letter.args["token"] for letter in letters if "token" in letter.args]
        if tokens:
            self.given[ticket.id].confirmed = True
            self.given[ticket.id].proven_at = self.office.watch.now()
            self.runs(self.office.pages.confirm(str(tokens[-1])))

    @rule(index=_index, steps=st.sampled_from([5, 1, 2, 3]), approver=_person)
    def goes_on(self, index: int, steps: int, approver: int) -> None:
        """Prove an older request."""
        ticket = self.open(index, Stage.CODE, Stage.EMAIL, Stage.APPROVAL)
        if ticket is not None:
            self.prove(ticket.id, steps, approver)

    @rule(index=_index, user_id=_person, how=st.sampled_from(["cancel", "deny", "say why", "say why"]))
    def stops(self, index: int, user_id: int, how: str) -> None:
        """Stop or deny a request, or say why it is denied, also when it has ended."""
        if how == "say why" and self.ids:
            self.says_why(self.ids[index % len(self.ids)], user_id, "because", denies=True)
        ticket = self.open(index, *Stage) if how != "say why" else None
        if ticket is not None:
            sender = self.office.sender(user_id)
            stop = self.office.approving.deny if how == "deny" else self.office.waiting.cancel
            self.runs(stop(sender, ticket.id))

    @rule(user_id=_person, is_rare=_rare)
    def leaves(self, user_id: int, *, is_rare: bool) -> None:
        if not is_rare:
            return
        self.is_loss_allowed = True
        bot_membership = BotMembership(self.database, self.office.watch)
        self.runs(bot_membership.departed(0, self.chat_id, user_id, self.office.watch.now()))

    @rule(user_id=_person)
    def is_let_back_in(self, user_id: int) -> None:
        """The console makes them what they were in the beginning."""
        self.office.presence.pop(user_id, None)
        member = Membership(
            self.office.team.id, user_id, PEOPLE[user_id], MembershipStatus.ACTIVE, self.office.watch.now()
        )
        self.runs(self.database.write(lambda work: work.teams.save_membership(member)))

    @rule(user_id=_person, presence=st.sampled_from([Presence.HERE] * 4 + [Presence.GONE, Presence.UNKNOWN]))
    def is_there_or_not(self, user_id: int, presence: Presence) -> None:
        """Telegram reports nothing, and says so only when it is asked."""
        self.office.presence[user_id] = presence

    @rule(user_id=_person, is_rare=_rare)
    def gets_another_phone(self, user_id: int, *, is_rare: bool) -> None:
        if not is_rare:
            return

        def body(work: Work) -> None:
            self.office.seeds[user_id] = seed = new_seed()
            person, now = work.people.get(user_id), self.office.watch.now()
            if person.email is None:
                person = replace(person, email=f"{user_id}@example.org", email_verified_at=now)
            work.people.save(replace(person, totp_seed_secret=seed, enrolled_at=now))

        self.runs(self.database.write(body))

    @rule(passes=st.sampled_from([timedelta(minutes=11), timedelta(hours=25)]))
    def waits(self, passes: timedelta) -> None:
        self.office.watch.moment += passes
        self.runs(ExpireTickets(self.database, self.office.watch).run())
        self.runs(EndCooling(self.database, self.office.watch).run())

    @precondition(lambda self: self.open(0, Stage.RUNNING) is not None)
    @rule(is_killed=st.booleans())
    def performs(self, *, is_killed: bool) -> None:
        """One request runs, or the process dies with it."""
        self.perform(is_killed=is_killed)

    def perform(self, *, is_killed: bool = False) -> None:
        async def perform() -> None:
            for one in await self.office.executor.take(1):
                if not is_killed:
                    await self.office.executor.perform(one)
            await self.database.write(lambda work: work.running_tickets.release_all())

        self.is_loss_allowed = Presence.GONE in self.office.presence.values()
        self.runs(perform())

    @invariant()
    def judge(self) -> None:
        """Nothing ran without its proofs, and no change of people or policy took a possibility away."""
        before, after = self.before, self.look()
        for ticket_id, ticket in after.tickets.items():
            old = before.tickets.get(ticket_id)
            if old is not None:
                assert old.end in {None, ticket.end}, "what has ended stays as it ended"
                self.check_reasons(old, ticket)
            if ticket.end is End.DONE and (old is None or old.end is None):
                self.check(ticket, before)
                self.done.add(ticket.action)
        if not self.is_loss_allowed and not self.has_lost_a_member(before, after):
            assert has_able_owner(after) or not has_able_owner(before), "an owner can always find a way back"
            # A suspension and a reset say what will wait for another person.
            ended = {ticket_id for ticket_id, ticket in before.tickets.items() if ticket.end is not None}
            is_less_possible = any(
                ticket.end is End.DONE and ticket.action in {Action.MEMBER_SUSPEND, Action.MEMBER_RESET}
                for ticket_id, ticket in after.tickets.items()
                if ticket_id not in ended
            )
            assert is_less_possible or after.impossible <= before.impossible
        self.is_loss_allowed = False
        self.before = after

    def check_reasons(self, old: Ticket, ticket: Ticket) -> None:
        """Reasons come once, from the requester and from who denied it."""
        if ticket.reason != old.reason:
            assert (old.reason, ticket.user_id) == (None, self.speaker)
        if ticket.denial_reason != old.denial_reason:
            assert (old.denial_reason, ticket.denied_by, ticket.end) == (None, self.speaker, End.CANCELLED)

    def has_lost_a_member(self, before: Seen, after: Seen) -> bool:
        """Whether Telegram said at a proof that somebody had left."""
        gone = {user_id for user_id, presence in self.office.presence.items() if presence is Presence.GONE}
        return any(
            before.members[user_id][0].standing is MembershipStatus.ACTIVE
            and after.members[user_id][0].standing is MembershipStatus.SUSPENDED
            for user_id in gone
        )

    def check(self, ticket: Ticket, before: Seen) -> None:
        """Judge a request that ran by what people did, and who they were just before."""
        given, now = self.given[ticket.id], self.office.watch.now()
        membership, requester = before.members[ticket.user_id]
        least = POLICY[ticket.action].least
        assert membership.standing is MembershipStatus.ACTIVE
        assert least is not None
        assert has_power(membership.role, least)
        assert self.office.presence.get(ticket.user_id, Presence.HERE) is Presence.HERE
        proofs = POLICY[ticket.action].proofs(is_high_risk=ticket.is_money)
        assert given.coded or proofs is Proofs.NONE
        if proofs is not Proofs.MONEY:
            return
        assert given.confirmed
        assert requester.enrolled_at is not None
        assert now >= requester.enrolled_at + MONEY_AGE
        able = {
            user_id
            for user_id in given.approved - {ticket.user_id}
            for member, person in [before.members[user_id]]
            if member.standing is MembershipStatus.ACTIVE
            and has_power(member.role, Role.APPROVER)
            and person.enrolled_at is not None
            and now >= person.enrolled_at + MONEY_AGE
            and self.office.presence.get(user_id, Presence.HERE) is Presence.HERE
        }
        row = approvals_for(ticket.action, before.approvals, before.row_approvals)
        wanted = max(ticket.approvals, row)
        lost = ticket.payload["user_id"] if ticket.action is Action.MEMBER_RESET else None
        possible = sum(
            member.standing is MembershipStatus.ACTIVE
            and has_power(member.role, Role.APPROVER)
            and person.enrolled_at is not None
            and user_id not in {ticket.user_id, lost}
            for user_id, (member, person) in before.members.items()
        )
        if ticket.action in WAYS_BACK and possible < wanted:
            assert given.proven_at is not None
            assert now >= given.proven_at + timedelta(hours=24), "the team had a day to stop it"
            wanted = possible
        assert len(able) >= wanted


def test_nothing_runs_without_its_proofs_and_somebody_can_always_act(url: str, ring: KeyRing) -> None:
    done = set[Action]()
    examples = 12 if url.startswith("sqlite") else 2
    with asyncio.Runner() as runner:
        database = runner.run(Database.open(url, ring))

        def make() -> Desk:
            return Desk(runner, database, done)

        try:
            run_state_machine_as_test(make, settings=settings(SETTINGS, max_examples=examples))  # type: ignore[arg-type]  # its own types know only classes
            done.clear()
            run_each_kind(make())
        finally:
            runner.run(database.close())

    assert done == {action for action, _ in _WANTS} | {Action.MEMBER_RESET}, "each kind was judged at least once"


def run_each_kind(desk: Desk) -> None:
    """Ask for a change of each kind, and prove it. Which ones Hypothesis brings to their end is a matter of luck."""
    for want in (
        (Action.KEY_CREATE, ("withdraw",)),
        (Action.MEMBER_ROLE, (str(MAX), Role.APPROVER.value)),
        (Action.POLICY_APPROVALS, ("newkey", "money", "2")),
        (Action.MEMBER_RESET, (str(VERA),)),
        (Action.MEMBER_SUSPEND, (str(VERA),)),
    ):
        desk.asks(OLGA, want, 6, PAVEL, OLGA)
