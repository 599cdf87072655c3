"""A member who is limited to some accounts: the others do not exist, at the desk, in lists and in the trail."""

from dataclasses import replace
from uuid import uuid4

import pytest_asyncio

from bot.operations.members.limit_member import name_limits, say_limits
from bot.operations.model.button_data import CommandPress, encode
from bot.operations.model.operation import Question, TicketState
from bot.operations.queries.audit import NEWEST, AuditSeen
from bot.operations.queries.calendar import CalendarFeeds
from bot.operations.queries.home import HomeSeen
from bot.operations.queries.keys import KeySeen, KeysSeen
from bot.operations.queries.overview import AccountsSeen, MembersSeen, Overview
from bot.operations.queries.tickets import TicketsSeen
from bot.rules.verdict import Reason, Refused
from storage.records import Account, AccountKind, Action, End, Event, Outcome, Role, Stage
from storage.work import Work
from tests.operations.office import BEGINNING, MAX, OLGA, PAVEL, VERA, Office

HIDDEN = "vault"


@pytest_asyncio.fixture(loop_scope="session")
async def desks(office: Office) -> Office:
    """Max may work in `main` only. There is a key in each account."""
    treasury = Account(uuid4(), office.team.id, "treasury", AccountKind.EMBEDDED, BEGINNING)
    await office.database.write(lambda work: work.accounts.add(treasury))
    await office.does(OLGA, Action.KEY_CREATE, "grid", "in", "main")
    await office.does(OLGA, Action.KEY_CREATE, HIDDEN, "in", "treasury")
    await office.has(MAX, Role.OPERATOR, approvals=0)
    assert "works only in main now" in await office.does(OLGA, Action.MEMBER_LIMIT, MAX, "main")
    return office


async def test_what_is_in_another_account_is_answered_like_what_there_is_not(desks: Office) -> None:
    for action, more in (
        (Action.KEY_RENEW, ()),
        (Action.KEY_DELETE, ()),
        (Action.KEY_BIND, ("203.0.113.7",)),
        (Action.KEY_CREATE, ("in", "treasury")),
    ):
        answers = []
        for name in (HIDDEN, "never"):
            words = (
                ("fresh", "in", {HIDDEN: "treasury"}.get(name, name)) if action is Action.KEY_CREATE else (name, *more)
            )
            reply = await desks.reads(await desks.ask(MAX, action, *words))
            answers.append(reply.replace(HIDDEN, "never").replace("treasury", "never"))
        assert answers[0] == answers[1], action
    assert isinstance(await desks.ask(MAX, Action.KEY_RENEW, "2"), Refused), "not by its number either"
    assert "near" not in await desks.reads(await desks.ask(MAX, Action.KEY_RENEW, HIDDEN[:-1]))
    assert "grid is renewed" in await desks.does(MAX, Action.KEY_RENEW, "grid")
    assert await desks.ask(MAX, Action.AUDIT_EXPORT, "csv") == Refused(Reason.LIMITED)
    assert await desks.ask(MAX, Action.ALERTS_STEPS, "steps", "7d", "1d") == Refused(Reason.LIMITED), "of all keys"
    assert isinstance(await desks.ask(MAX, Action.ALERTS_STEPS, "grid", "7d", "1d"), TicketState)


async def test_lists_and_counts_are_those_of_the_members_accounts(desks: Office) -> None:
    asked = await desks.ask(OLGA, Action.KEY_RENEW, HIDDEN)
    overview, asking = Overview(desks.database, desks.watch), desks.sender(MAX, private=True)

    seen = await overview.keys(asking, (), 1)
    assert isinstance(seen, KeysSeen)
    assert ([row.key.remark for row in seen.page.items], seen.total, len(seen.accounts)) == (["grid"], 1, 1)
    assert isinstance(await overview.key(asking, "grid"), KeySeen)
    assert isinstance(await overview.key(asking, HIDDEN), Refused)
    accounts = await overview.accounts(asking)
    assert isinstance(accounts, AccountsSeen)
    assert [account.name for account, _, _ in accounts.accounts] == ["main"]
    pending, home = await overview.pending(asking, 1), await overview.home(asking)
    assert isinstance(pending, TicketsSeen)
    assert isinstance(home, HomeSeen)
    assert (len(pending.page.items), len(home.requests), len(home.soon)) == (0, 0, 0)
    number = (await desks.ticket(asked)).number
    assert await overview.ticket(asking, number) == Refused(Reason.TICKET_UNKNOWN, {"number": number})

    token = await desks.database.write(lambda work: work.calendars.create(MAX, desks.watch.now()))
    assert [one.remark for one in await CalendarFeeds(desks.database, desks.watch).read(token) or ()] == ["grid"]

    trail = await overview.audit(asking, ())
    assert isinstance(trail, AuditSeen)
    shown = [one.ticket.payload for one in trail.lines if one.ticket is not None]
    assert any(payload.get("remark") == "grid" for payload in shown)
    assert not any(HIDDEN in str(payload) for payload in shown)
    assert isinstance(await overview.audit(asking, (HIDDEN,)), Refused)


async def test_a_limited_reader_cannot_count_the_others_accounts(desks: Office) -> None:
    spare = Account(uuid4(), desks.team.id, "spare", AccountKind.EMBEDDED, BEGINNING)
    await desks.database.write(lambda work: work.accounts.add(spare))
    await desks.does(OLGA, Action.MEMBER_LIMIT, MAX, "main", "treasury")
    for reader, limit, line in (
        (OLGA, "all", ", only in main, treasury"),
        (VERA, "main", ", only in main and others"),
        (PAVEL, "spare", ", only in other accounts"),
    ):
        if reader != OLGA:
            await desks.has(reader, Role.VIEWER)
            await desks.does(OLGA, Action.MEMBER_LIMIT, reader, limit)
        seen = await Overview(desks.database, desks.watch).members(desks.sender(reader))
        assert isinstance(seen, MembersSeen)
        (limits,) = [one.accounts for one, _ in seen.members if one.user_id == MAX]
        assert desks.words(say_limits(limits, seen.accounts)) == line
        assert len(name_limits(limits, seen.accounts)) <= 2


async def test_many_accounts_with_long_names_fit_a_phone(desks: Office) -> None:
    names = [f"{'鍵' * 46} {number:03}" for number in range(40)]

    def add(work: Work) -> None:
        for name in names:
            work.accounts.add(Account(uuid4(), desks.team.id, name, AccountKind.EMBEDDED, BEGINNING))

    await desks.database.write(add)
    question = await desks.ask(OLGA, Action.MEMBER_LIMIT, MAX)
    assert isinstance(question, Question)
    assert len(question.choices) == 2 + len(names) + 1
    presses = [press for _, press in question.choices if isinstance(press, CommandPress)]
    assert all(encode(replace(press, team_id=desks.team.id)) for press in presses)
    last = presses[-2].words[1:]
    assert f"works only in {names[-1]} now" in await desks.does(OLGA, Action.MEMBER_LIMIT, *last)

    await desks.does(OLGA, Action.MEMBER_LIMIT, MAX, *names)
    seen = await Overview(desks.database, desks.watch).members(desks.sender(OLGA))
    assert isinstance(seen, MembersSeen)
    line = desks.words(say_limits((await desks.membership(MAX)).accounts, seen.accounts, 3))
    assert line == f", only in {', '.join(names[:3])} and 37 more"


async def test_a_long_trail_is_read_in_bounded_parts_by_a_limited_reader(desks: Office) -> None:
    def fill(work: Work) -> None:
        for _ in range(2600):
            work.audit.add(desks.team.id, None, Event.KEY_LIVE, Outcome.DONE, BEGINNING, details={"key": HIDDEN})

    async def read(page: int) -> AuditSeen:
        seen = await Overview(desks.database, desks.watch).audit(desks.sender(MAX), (), page)
        assert isinstance(seen, AuditSeen)
        return seen

    await desks.database.write(fill)
    await desks.does(OLGA, Action.KEY_RENEW, "grid")
    newest = seen = await read(NEWEST)
    lines, pages = [*seen.lines], 1
    while seen.turns.after is not None:
        seen = await read(seen.turns.after)
        lines, pages = [*lines, *seen.lines], pages + 1
    sequences = [line.entry.sequence for line in lines]
    assert sequences == sorted(set(sequences), reverse=True), "no line is left out or repeated"
    assert (sequences[-1] < 10, pages) == (True, 3), "a long part of the trail without a line for Max is a page"
    while seen.turns.before is not None:
        seen = await read(seen.turns.before)
    assert seen == newest


async def test_narrower_limits_end_requests_and_take_approvals_back(desks: Office) -> None:
    await desks.has(VERA, Role.APPROVER, approvals=1)
    payout = await desks.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw", "in", "treasury")
    await desks.confirm(OLGA, payout)
    await desks.decide()
    assert (await desks.ticket(payout)).stage is Stage.APPROVAL
    assert await desks.ask(OLGA, Action.MEMBER_LIMIT, VERA, "main") != Refused(Reason.LIMITED)
    refused = await desks.ask(OLGA, Action.MEMBER_LIMIT, VERA, "main")
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.LAST_APPROVER, "no one else could approve what Olga asks"

    await desks.sets(approvals=0)
    own = await desks.ask(VERA, Action.KEY_RENEW, HIDDEN)
    await desks.does(OLGA, Action.MEMBER_LIMIT, VERA, "main")
    assert (await desks.ticket(own)).end is End.CANCELLED
    assert await desks.confirm(VERA, payout) == Refused(Reason.LIMITED)
    for choose in (desks.approving.approve, desks.approving.deny_chosen):
        assert await choose(desks.sender(VERA)) == Refused(Reason.NOTHING_TO_APPROVE, {"number": None})
    assert isinstance(await desks.waiting.cancel(desks.sender(VERA), payout.ticket_id), Refused)  # type: ignore[union-attr]


async def test_more_accounts_take_the_proofs_of_the_role(desks: Office) -> None:
    await desks.does(OLGA, Action.MEMBER_LIMIT, MAX, "all")
    assert (await desks.membership(MAX)).accounts is None
    await desks.has(VERA, Role.APPROVER)
    for words, is_money in (("main",), False), (("main", "treasury"), True), (("treasury",), False), (("all",), True):
        asked = await desks.ask(OLGA, Action.MEMBER_LIMIT, VERA, *words)
        assert isinstance(asked, TicketState), words
        assert (await desks.ticket(asked)).is_money is is_money, words
        await desks.confirm(OLGA, asked)
        if is_money:
            await desks.decide()
        assert (await desks.ticket(asked)).end is End.DONE, words


async def test_limits_that_cannot_be_are_refused(desks: Office) -> None:
    question = await desks.ask(OLGA, Action.MEMBER_LIMIT, MAX)
    assert isinstance(question, Question)
    assert [label.sentence for label, _ in question.choices] == [*["choice-account"] * 2, "choice-all-accounts"]
    for words, why in (
        ((OLGA, "main"), "owners work in all accounts"),
        ((MAX, "main"), "has these limits already"),
        ((MAX, "nowhere"), "“nowhere” is not an account of this team. The accounts are main, treasury."),
    ):
        assert why in await desks.reads(await desks.ask(OLGA, Action.MEMBER_LIMIT, *words))
    asked = await desks.ask(OLGA, Action.MEMBER_LIMIT, MAX, "all")
    await desks.has(MAX, Role.APPROVER)
    assert "have changed since" in await desks.reads(await desks.confirm(OLGA, asked))


async def test_an_owner_has_no_limits(desks: Office) -> None:
    asked = await desks.ask(OLGA, Action.MEMBER_ROLE, MAX, "owner")
    await desks.confirm(OLGA, asked)
    await desks.decide()
    assert (await desks.membership(MAX)).accounts is None
