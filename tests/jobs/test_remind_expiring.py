"""Reminders at the level of the job: random restarts, outages and jumps of the clock break nothing."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.jobs.remind_expiring import SLICE
from bot.rules.reminders import alert_step_at, is_due
from storage.records import Alert, Card, Key
from storage.work import Work
from tests.jobs.reminding import ACCOUNT, BEGINNING, CHAT, DAY, HOUR, OLGA, Reminded

OTHER = UUID(int=3)


@pytest.fixture
async def reminded(empty_installation: Path, tmp_path: Path) -> AsyncIterator[Reminded]:
    """Open one team with one account, and the jobs."""
    made = Reminded(empty_installation, tmp_path)
    await made.open()
    await made.found()
    yield made
    await made.close()


async def cards(reminded: Reminded) -> list[Card]:
    return await reminded.database.read(lambda work: work.cards.list_about(f"alerts:{ACCOUNT.id.hex}"))


async def test_keys_that_reach_a_step_together_are_one_message(reminded: Reminded) -> None:
    for number in range(1, 6):
        await reminded.add(number, 90 * DAY)
    await reminded.passes(60 * DAY)

    assert reminded.sent.count("alerts-card") == 1
    assert len(await reminded.alerts()) == 5
    assert [card.chat_id for card in await cards(reminded)] == [CHAT]


async def test_a_key_behind_the_one_on_the_card_is_warned_of_in_time(reminded: Reminded) -> None:
    await reminded.add(1, 10 * DAY)
    for number, beyond in ((2, timedelta(minutes=30)), (3, DAY + HOUR)):
        await reminded.add(number, 30 * DAY + beyond)
    await reminded.scan()
    assert reminded.wakes_at == BEGINNING + timedelta(minutes=30)

    for begins, number in ((BEGINNING + timedelta(minutes=30), 2), (BEGINNING + DAY + HOUR, 3)):
        while reminded.wakes_at is not None and reminded.clock.moment < begins:
            reminded.clock.moment = reminded.wakes_at
            await reminded.scan()
        assert reminded.clock.moment == begins
        assert len(await reminded.alerts()) == number


async def test_an_account_without_a_warned_key_sleeps_until_the_first_step_of_the_next(reminded: Reminded) -> None:
    for number, left in ((1, 80 * DAY), (2, 70 * DAY), (3, None)):
        await reminded.add(number, left, ips=("192.0.2.1",) if left is None else ())
    await reminded.scan()

    assert reminded.wakes_at == BEGINNING + 40 * DAY


async def test_while_telegram_is_away_steps_do_not_pile_up(reminded: Reminded) -> None:
    await reminded.add(1, 90 * DAY)
    for left in (30, 14, 7, 3):
        reminded.clock.moment = BEGINNING + (90 - left) * DAY
        await reminded.scan(deliver=False)

    await reminded.deliver()

    assert reminded.sent.count("alerts-card") == 1
    assert [alert.before_seconds // 86_400 for alert in await reminded.alerts()] == [3, 7, 14, 30]


async def test_the_last_day_of_a_key_goes_before_all_other_news_even_from_a_card_that_waits(reminded: Reminded) -> None:
    await reminded.add(1, 90 * DAY)
    urgent = []
    for left in (30, 1):
        reminded.clock.moment = BEGINNING + (90 - left) * DAY
        await reminded.scan(deliver=False)
        heads = await reminded.database.read(lambda work: work.deliveries.list_heads(reminded.clock.now()))
        urgent.append([head.is_urgent for head in heads if head.is_news])

    assert urgent[0] == [False]
    assert urgent[1][0] is True


async def test_a_clock_that_was_ahead_and_is_set_right_still_finds_the_steps_between(reminded: Reminded) -> None:
    await reminded.add(1, 90 * DAY)
    await reminded.passes(200 * DAY)
    await reminded.passes(-200 * DAY)
    assert reminded.edited[-1] == "alerts-fine"
    said = reminded.sent.count("alerts-card")

    await reminded.passes(60 * DAY)
    await reminded.passes(16 * DAY)

    assert reminded.sent.count("alerts-card") == said + 2


async def test_an_account_that_cannot_be_looked_at_does_not_hold_up_the_others(reminded: Reminded) -> None:
    lost = replace(ACCOUNT, id=OTHER, name="lost")
    await reminded.database.write(lambda work: work.accounts.add(lost))
    await reminded.database.write(lambda work: work.alerts.mark_due(OTHER))
    key = await reminded.add(1, 10 * DAY)
    broken = "UPDATE accounts SET kind = 'nonsense' WHERE name = 'lost'"
    await reminded.database.write(lambda work: work.connection.execute(text(broken)))

    with pytest.raises(ValueError, match="nonsense"):
        await reminded.remind.run()

    assert [alert.key_id for alert in await reminded.alerts()] == [key.id]
    assert reminded.scans == 0, "what is not complete is not pinged"


async def test_more_accounts_than_fit_into_one_transaction_are_all_looked_at(reminded: Reminded) -> None:
    key = await reminded.add(1, 10 * DAY)
    many = [replace(ACCOUNT, id=UUID(int=100 + one), name=str(one)) for one in range(SLICE + 1)]

    def add(work: Work) -> None:
        for number, account in enumerate(many, start=2):
            work.accounts.add(account)
            own = {"id": account.id, "account_id": account.id, "number": number, "access_id": account.name}
            work.keys.add(replace(key, **own))  # type: ignore[arg-type]  # each as it is

    await reminded.database.write(add)
    await reminded.scan()

    assert {alert.key_id for alert in await reminded.alerts()} == {key.id, *(account.id for account in many)}
    assert reminded.sent == ["alerts-card"] * len([key, *many])


async def test_the_job_sleeps_until_the_next_step_and_keeps_no_timer(reminded: Reminded) -> None:
    await reminded.add(1, 90 * DAY)
    await reminded.add(2, None)
    await reminded.add(3, 90 * DAY, ips=("203.0.113.7",))

    assert (await reminded.remind.run()).next_at == BEGINNING + 7 * DAY
    assert reminded.scans == 1


async def test_an_owner_without_a_private_chat_is_not_written_to(reminded: Reminded) -> None:
    await reminded.database.write(lambda work: work.people.save(replace(work.people.get(OLGA), enrolled_at=None)))
    await reminded.add(1, HOUR)
    await reminded.scan()

    assert reminded.sent == ["alerts-card"]
    assert reminded.private == []


async def test_a_digest_waits_until_every_account_was_looked_at(reminded: Reminded) -> None:
    await reminded.scan()
    await reminded.add(1, 90 * DAY)
    reminded.clock.moment += DAY

    waiting = await reminded.digests.run()
    assert (waiting.did, waiting.again_in is not None) == (0, True)
    await reminded.scan()

    assert reminded.sent == ["digest"]


async def test_after_any_jump_of_the_clock_a_day_has_one_digest(reminded: Reminded) -> None:
    await reminded.scan()
    for jump in (DAY, HOUR, -3 * HOUR, HOUR, HOUR, HOUR):
        await reminded.passes(jump)
    assert reminded.sent == ["digest"]

    await reminded.passes(100 * DAY)
    await reminded.passes(-100 * DAY)
    assert reminded.sent == ["digest"] * 2
    await reminded.passes(DAY)
    assert reminded.sent == ["digest"] * 3


ends = st.one_of(st.none(), st.timedeltas(timedelta(minutes=1), 120 * DAY))
events = st.one_of(
    st.tuples(st.just("passes"), st.timedeltas(timedelta(), 40 * DAY)),
    st.tuples(st.just("is away"), st.timedeltas(timedelta(), 120 * DAY)),
    st.tuples(st.just("steps back"), st.timedeltas(timedelta(), 60 * DAY)),
    st.tuples(st.just("restarts"), st.just(timedelta())),
    st.tuples(st.just("telegram is away"), st.timedeltas(timedelta(), 10 * DAY)),
    st.tuples(st.just("renews"), st.timedeltas(timedelta(), DAY)),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(left=st.lists(ends, min_size=1, max_size=3), story=st.lists(events, min_size=1, max_size=12))
def test_each_step_is_said_at_most_once_and_the_most_urgent_is_never_missed(
    empty_installation: Path, left: list[timedelta | None], story: list[tuple[str, timedelta]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_live_through(Reminded(empty_installation, Path(folder)), left, story))


async def _live_through(reminded: Reminded, left: list[timedelta | None], story: list[tuple[str, timedelta]]) -> None:
    await reminded.open()
    try:
        await reminded.found()
        keys = [await reminded.add(number, one) for number, one in enumerate(left, start=1)]
        said: set[Alert] = set()
        stands = await _look(reminded, keys, said)
        for what, time in story:
            reminded.clock.moment += -time if what == "steps back" else time
            match what:
                case "is away":
                    continue
                case "restarts":
                    await reminded.close()
                    await reminded.open()
                case "renews":
                    keys[0] = await reminded.save(replace(keys[0], expires_at=reminded.clock.now() + 90 * DAY))
            stands = await _look(reminded, keys, said, stands=stands, is_heard=what != "telegram is away")
    finally:
        await reminded.close()


async def _look(
    reminded: Reminded, keys: list[Key], said: set[Alert], *, stands: bool = False, is_heard: bool = True
) -> bool:
    """Check one scan: exactly the due and unannounced steps are said, in one new message.

    Returns whether a card is open. A clock set back so far that no key is near its expiry closes it until the next
    step.
    """
    now, before = reminded.clock.now(), set(said)
    alert_steps = [alert_step for key in keys if (alert_step := alert_step_at(key, now)) is not None]
    due = [alert_step for alert_step in alert_steps if is_due(alert_step, said, now)]
    said |= {Alert(one.key_id, one.anchor_at, one.before_seconds, now) for one in due}
    messages = reminded.sent.count("alerts-card")
    waiting = any(card.message_id is None for card in await cards(reminded))

    await reminded.scan(deliver=is_heard)

    written = [Alert(one.key_id, one.anchor_at, one.before_seconds, one.said_at) for one in await reminded.alerts()]
    assert set(written) == said, "each once, and none besides"
    assert len(written) == len(before) + len(due)
    sent = reminded.sent.count("alerts-card") - messages
    assert sent == (is_heard and bool(alert_steps) and (bool(due) or waiting))
    stands = bool(alert_steps) and (stands or bool(due))
    team_cards = [card for card in await cards(reminded) if card.user_id is None]
    assert len(team_cards) == stands, "one card stands as long as a key of it is near its end"
    return stands
