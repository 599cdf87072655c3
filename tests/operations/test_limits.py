"""A member who is limited to some accounts: the others do not exist, at the desk, in lists and in the trail."""

from uuid import uuid4

import pytest

from bot.operations.model.operation import Question, TicketState
from bot.operations.queries.audit import AuditSeen
from bot.operations.queries.calendar import CalendarFeeds
from bot.operations.queries.home import HomeSeen
from bot.operations.queries.keys import KeySeen, KeysSeen
from bot.operations.queries.overview import AccountsSeen, Overview
from bot.operations.queries.tickets import TicketsSeen
from bot.rules.verdict import Reason, Refused
from storage.records import Account, AccountKind, Action, End, Role, Stage
from tests.operations.office import BEGINNING, MAX, OLGA, VERA, Office

HIDDEN = "vault"


@pytest.fixture
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


async def test_narrower_limits_end_requests_and_take_approvals_back(desks: Office) -> None:
    await desks.has(VERA, Role.APPROVER, approvals=1)
    payout = await desks.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw", "in", "treasury")
    await desks.confirm(OLGA, payout)
    await desks.decide()
    assert (await desks.ticket(payout)).stage is Stage.APPROVAL
    assert await desks.ask(OLGA, Action.MEMBER_LIMIT, VERA, "main") != Refused(Reason.LIMITED)
    refused = await desks.ask(OLGA, Action.MEMBER_LIMIT, VERA, "main")
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.LAST_APPROVER, "nobody else could approve what Olga asks"

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
