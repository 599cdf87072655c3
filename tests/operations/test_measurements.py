"""What `/metrics` measures, and what it costs."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pyotp
import pytest

from bot.exchanges.channel import ChannelPool
from bot.exchanges.exchange import ExchangeUnreachable
from bot.exchanges.retry import Codes, ErrorReply, ask_patiently
from bot.jobs.schedule import JobStatus
from bot.operations.model.operation import TicketState
from bot.operations.model.service_status import ServiceStatus
from bot.rules.verdict import Reason
from bot.wiring.measurements import Measurements
from storage.records import Action, Message, MessageContent
from storage.work import Work
from tests.operations.office import OLGA, Office
from tests.storage.examples import HOUR, key

CODES = Codes(too_fast=frozenset(), busy=frozenset(), late=frozenset())


def measurements_of(office: Office, channels: ChannelPool | None = None) -> Measurements:
    jobs = [JobStatus("remind expiring", timedelta(minutes=5), ran_at=office.watch.now())]
    pool = channels or ChannelPool({})
    return Measurements(
        office.database, office.watch, office.desk.refused_codes, pool, ServiceStatus(office.watch), lambda: jobs
    )


def add_keys(work: Work, office: Office, ends: list[datetime | None]) -> None:
    [account] = work.accounts.list_of(office.team.id)
    for number, end in enumerate(ends, start=1):
        one = replace(key(number), id=uuid4(), team_id=office.team.id, account_id=account.id, expires_at=end)
        work.keys.add(one)


async def test_keys_that_expire_are_listed_on_both_sides_of_now(office: Office) -> None:
    now = office.watch.now()
    ends = [None if hours is None else now + hours * HOUR for hours in (-2, 3, None, 1, -1, 2)]
    await office.database.write(lambda work: add_keys(work, office, ends))

    seen = await measurements_of(office).measure()
    cut = await replace(measurements_of(office), most_keys=2).measure()

    assert [one.remark for one in seen.expiries] == ["key 5", "key 1", "key 4", "key 6", "key 2"]
    assert {(one.account, one.team) for one in seen.expiries} == {("main", "Desk")}
    assert [one.remark for one in cut.expiries] == ["key 5", "key 1", "key 4", "key 6"]
    assert (seen.is_cut, cut.is_cut) == (False, True)
    assert [(one.name, one.ran_at) for one in seen.tasks] == [("remind expiring", now)]


async def test_a_message_that_waits_is_counted_from_when_it_was_due(office: Office) -> None:
    now = office.watch.now()

    def say(work: Work) -> None:
        for due_at in (now - 2 * HOUR, now, now + HOUR):
            work.outbox.say(MessageContent(Message("help")), OLGA, due_at=due_at)

    before = await measurements_of(office).measure()
    await office.database.write(say)
    seen = await measurements_of(office).measure()

    assert seen.waiting == before.waiting + 2
    assert seen.waiting_for == 2 * HOUR


async def test_a_wrong_code_is_counted_by_its_reason(office: Office) -> None:
    asked = await office.ask(OLGA, Action.KEY_CREATE, "trading-eu")
    assert isinstance(asked, TicketState)
    right = pyotp.TOTP(office.seeds[OLGA])
    near = {right.at(office.watch.now(), counter_offset=offset) for offset in (-1, 0, 1)}
    wrong = next(one for one in ("000000", "111111", "222222", "333333") if one not in near)
    await office.desk.confirm(office.sender(OLGA, private=True), wrong, asked.ticket_id)

    assert (await measurements_of(office).measure()).refused_codes == {Reason.CODE_WRONG.value: 1}


async def test_calls_to_exchanges_without_a_success_are_counted_by_exchange_and_kind(office: Office) -> None:
    channels = ChannelPool({})
    channel = channels.channel("coinex", "an id")

    for error in (ErrorReply(7, "no"), ExchangeUnreachable("no answer"), ErrorReply(7, "no")):

        async def fail(error: Exception = error) -> None:
            raise error

        with pytest.raises(type(error)):
            await ask_patiently(channel, CODES, fail, None, "GET /")

    seen = await measurements_of(office, channels).measure()
    assert seen.exchange_errors == {("coinex", "refused"): 2, ("coinex", "unreachable"): 1}
