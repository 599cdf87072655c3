"""Before a request is opened: who is heard at all, who cannot be invited, and which number it gets."""

from dataclasses import replace
from uuid import uuid4

from bot.operations.members.presence import Presence
from bot.rules.sheet_text import SheetText
from bot.rules.verdict import Reason, Refused
from storage.records import (
    Account,
    AccountKind,
    Action,
    ChatLocation,
    End,
    Membership,
    MembershipStatus,
    Message,
    Role,
    Team,
    Ticket,
)
from storage.work import Work
from tests.operations.office import CHAT, MAX, OLGA, PAVEL, Office

FIRST, SECOND = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359"
"""Source: EIP-55."""


async def test_a_file_is_loaded_only_for_a_person_who_may_ask(office: Office) -> None:
    await office.has(MAX, Role.VIEWER)

    heard = [await office.desk.may_ask(Action.WHITELIST_ADD, office.sender(one)) for one in (OLGA, MAX, PAVEL)]

    assert heard == [True, False, False]


async def test_a_bot_is_not_invited_by_its_number(office: Office) -> None:
    office.presence[PAVEL] = Presence.BOT

    assert await office.ask(OLGA, Action.MEMBER_INVITE, "operator", PAVEL) == Refused(Reason.NO_PERSON_INVITED)
    assert await office.ask(PAVEL, Action.MEMBER_INVITE, "operator", PAVEL) == Refused(Reason.NOT_A_MEMBER)


async def test_each_team_counts_its_own_requests(office: Office) -> None:
    other = Team(uuid4(), CHAT - 1, None, "Other", claimed_by=OLGA, claimed_at=office.watch.now())

    def body(work: Work) -> None:
        work.teams.add(other)
        work.accounts.add(Account(uuid4(), other.id, "main", AccountKind.EMBEDDED, office.watch.now()))
        now = office.watch.now()
        work.teams.save_membership(Membership(other.id, OLGA, Role.OWNER, MembershipStatus.ACTIVE, now))

    await office.database.write(body)
    here = [await office.ask(OLGA, Action.KEY_CREATE, name) for name in ("one", "two")]
    there = ChatLocation(CHAT - 1, None, 1, is_private=False)
    asked = await office.desk.ask(Action.KEY_CREATE, replace(office.sender(OLGA), place=there, words=("three",)))

    assert [(await office.ticket(one)).number for one in (*here, asked)] == [1, 2, 1]


async def test_a_refusal_is_written_down_with_its_reason(office: Office) -> None:
    await office.ask(MAX, Action.KEY_CREATE, "trading")

    def body(work: Work) -> list[tuple[int | None, object]]:
        return [(line.actor, line.details["reason"]) for line in work.audit.list_latest(office.team.id, 1)]

    assert await office.database.read(body) == [(MAX, Reason.NOT_A_MEMBER)]


async def test_a_sheet_that_corrects_an_earlier_one_cancels_it_and_no_other(office: Office) -> None:
    async def sends(*rows: str, action: Action = Action.WHITELIST_ADD) -> Ticket:
        text = "\n".join(["Remark,Coin,Network,Address,Memo", *rows])
        return await office.ticket(await office.desk.ask(action, replace(office.sender(OLGA), sheet=SheetText(text))))

    key = await office.ticket(await office.ask(OLGA, Action.KEY_CREATE, "trading"))
    wrong, apart = await sends(f"cold,USDT,ERC20,{FIRST},"), await sends(f"hot,USDT,ERC20,{SECOND},")

    right = await sends(f"cold,USDC,ERC20,{FIRST},")

    def body(work: Work) -> list[tuple[End | None, Message | None]]:
        tickets = [work.tickets.get(one.id) for one in (wrong, apart, key, right)]
        return [(one.end, one.result) for one in tickets]

    waits = (None, None)
    assert await office.database.read(body) == [(End.CANCELLED, Message("replaced")), waits, waits, waits]
