"""A personal calendar: only its owner has its link, and it shows what they may see now."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.operations.members.break_glass import OwnerKeeping
from bot.operations.members.leave_chat import leave_chat
from bot.operations.members.personal_calendar import PersonalCalendar
from bot.operations.queries.calendar import CalendarFeeds, KeyEnd
from bot.rules.verdict import Reason, Refused
from storage.records import Account, AccountKind, AuditFilter, Event, Membership, MembershipStatus, Role, Team
from storage.tables import calendars
from storage.work import Work
from tests.operations.office import BEGINNING, MAX, OLGA, VERA, Office
from tests.storage.examples import HOUR, key

ROOT = "https://keys.example.org"
LINK = re.compile(rf"{ROOT}/calendar/([A-Za-z0-9_-]{{22}})\.ics")


def calendar_of(office: Office, *, is_local: bool = False) -> PersonalCalendar:
    return PersonalCalendar(office.database, office.watch, ROOT, is_local)


async def make(office: Office, user_id: int) -> str:
    """Make a calendar and return its token."""
    assert await calendar_of(office).replace(office.sender(user_id, private=True)) is None
    link = [str(one.args["link"]) for one in await office.told() if one.sentence == "calendar-made"][-1]
    found = LINK.fullmatch(link)
    assert found
    return found[1]


async def read(office: Office, token: str) -> Sequence[KeyEnd] | None:
    return await CalendarFeeds(office.database, office.watch).read(token)


def add_keys(work: Work, team: Team, *days: int | None) -> None:
    [account] = work.accounts.list_of(team.id)
    for number, ends_in in enumerate(days, start=1):
        end = None if ends_in is None else BEGINNING + timedelta(days=ends_in)
        work.keys.add(replace(key(number), id=uuid4(), team_id=team.id, account_id=account.id, expires_at=end))


def add_other_team(work: Work) -> Team:
    """A team that has Max, and one key."""
    other = Team(uuid4(), -1002, None, "Other", claimed_by=MAX, claimed_at=BEGINNING)
    work.teams.add(other)
    work.accounts.add(Account(uuid4(), other.id, "main", AccountKind.EMBEDDED, BEGINNING))
    work.teams.save_membership(Membership(other.id, MAX, Role.OWNER, MembershipStatus.ACTIVE, BEGINNING))
    add_keys(work, other, 5)
    return other


@pytest.mark.parametrize("is_local", [True, False])
async def test_a_link_that_only_the_bots_machine_opens_says_so(office: Office, is_local: bool) -> None:
    await calendar_of(office, is_local=is_local).open(office.sender(OLGA, private=True))
    (said,) = [office.words(one) for one in await office.told() if one.sentence == "calendar-made"]
    assert ("The bot’s admin sets KEYMINDER_PUBLIC_URL first" in said) is is_local


async def test_a_calendar_has_the_keys_that_expire_and_the_lately_expired(office: Office) -> None:
    await office.database.write(lambda work: add_keys(work, office.team, 9, -29, None, -31, 1, 399, 401))
    seen = await read(office, await make(office, OLGA))

    assert seen is not None
    assert [one.remark for one in seen] == ["key 2", "key 5", "key 1", "key 6"]
    assert {(one.account, one.team) for one in seen} == {("main", "Desk")}


async def test_an_event_keeps_its_id_when_the_key_is_renewed(office: Office) -> None:
    await office.database.write(lambda work: add_keys(work, office.team, 9))
    token = await make(office, OLGA)
    before = await read(office, token)

    def renew(work: Work) -> None:
        [one] = work.keys.list_of_team(office.team.id)
        work.keys.save(replace(one, expires_at=BEGINNING + timedelta(days=90)))

    await office.database.write(renew)
    after = await read(office, token)
    assert before is not None
    assert after is not None
    assert before[0].key_id == after[0].key_id
    assert after[0].expires_at == BEGINNING + timedelta(days=90)


async def test_only_a_hash_of_the_token_is_stored(office: Office) -> None:
    token = await make(office, OLGA)
    [row] = await office.database.read(lambda work: list(work.connection.execute(calendars.select())))
    assert token not in str(row)
    assert await read(office, row.token_hash) is None


async def test_a_link_is_made_once_and_then_asked_about(office: Office) -> None:
    calendar = calendar_of(office)
    await calendar.open(office.sender(OLGA, private=True))
    await calendar.open(office.sender(OLGA, private=True))
    assert [one.sentence for one in await office.told()] == ["calendar-made", "calendar-there"]


async def test_a_new_link_and_revoking_end_the_one_before(office: Office) -> None:
    first = await make(office, OLGA)
    second = await make(office, OLGA)
    assert await read(office, first) is None
    assert await read(office, second) == []
    for _ in range(2):
        await calendar_of(office).revoke(office.sender(OLGA, private=True))
    assert await read(office, second) is None
    kinds = AuditFilter(kinds={Event.CALENDAR_REVOKE})
    lines = await office.database.read(lambda work: work.audit_lines.list_after(None, kinds, 0, 100).lines)
    assert len(lines) == 1


@pytest.mark.parametrize("standing", [MembershipStatus.SUSPENDED, MembershipStatus.WAITING])
async def test_who_may_not_read_gets_no_calendar(office: Office, standing: MembershipStatus) -> None:
    await office.has(VERA, Role.OPERATOR)
    membership = await office.membership(VERA)
    await office.database.write(lambda work: work.teams.save_membership(replace(membership, standing=standing)))
    refused = await calendar_of(office).open(office.sender(VERA, private=True))
    assert isinstance(refused, Refused)
    assert await office.database.read(lambda work: work.calendars.find(VERA)) is None


async def test_a_stranger_gets_no_calendar(office: Office) -> None:
    refused = await calendar_of(office).open(replace(office.sender(VERA, private=True), user_id=77))
    assert refused == Refused(Reason.IN_NO_TEAM)


async def test_who_leaves_one_of_two_teams_sees_the_other_only_and_then_nothing(office: Office) -> None:
    await office.has(MAX, Role.VIEWER)
    other = await office.database.write(add_other_team)
    await office.database.write(lambda work: add_keys(work, office.team, 9))
    token = await make(office, MAX)
    seen = await read(office, token)
    assert seen is not None
    assert [one.team for one in seen] == ["Other", "Desk"]

    await office.database.write(lambda work: leave_chat(work, office.team.chat_id, MAX, office.watch.now()))
    seen = await read(office, token)
    assert seen is not None
    assert [one.team for one in seen] == ["Other"]

    await office.database.write(lambda work: leave_chat(work, other.chat_id, MAX, office.watch.now()))
    assert await read(office, token) is None

    membership = replace(await office.membership(MAX), standing=MembershipStatus.ACTIVE)
    await office.database.write(lambda work: work.teams.save_membership(membership))
    assert await read(office, token) is None, "coming back does not bring an old link back"


async def test_a_reset_of_the_factor_ends_the_link_of_an_owner_too(office: Office) -> None:
    token = await make(office, OLGA)
    office.watch.moment += HOUR
    await OwnerKeeping(office.database, office.watch).reset(OLGA)
    assert await read(office, token) is None
