"""The rate limiter: tables of calls and times, and what always holds."""

import asyncio
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.telegram.rate_limit import TELEGRAM_LIMITS, Limits, Rate, RateLimiter
from bot.sandbox.clock import SandboxClock

BEGINNING = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
GROUP, PRIVATE = -1001, 1001
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


class SetClock:
    """A clock that a test sets, also back."""

    def __init__(self) -> None:
        self.at = BEGINNING

    def now(self) -> datetime:
        return self.at

    def wall_now(self) -> datetime:
        """The same time."""
        return self.now()

    async def sleep_until(self, moment: datetime) -> None:
        self.at = max(self.at, moment)


def book_many(rate_limiter: RateLimiter, chat_id: int, count: int) -> list[datetime | None]:
    """Book and count this many news now, and return the results."""
    booked = []
    for _ in range(count):
        booked.append(rate_limiter.book(chat_id, is_news=True))
        if booked[-1] is None:
            asyncio.run(rate_limiter.note(chat_id))
    return booked


def test_news_in_a_group_stop_before_answers_do() -> None:
    clock = SetClock()
    rate_limiter = RateLimiter(clock, TELEGRAM_LIMITS)
    assert book_many(rate_limiter, GROUP, 12) == [None] * 10 + [BEGINNING + 15 * SECOND] * 2
    assert rate_limiter.book(GROUP, is_news=False) is None
    clock.at += 15 * SECOND
    assert book_many(rate_limiter, GROUP, 5) == [None] * 5
    assert rate_limiter.book(GROUP, is_news=True) == BEGINNING + MINUTE


def test_a_private_chat_has_no_limit_by_the_minute() -> None:
    clock = SetClock()
    rate_limiter = RateLimiter(clock, TELEGRAM_LIMITS)
    for _ in range(6):
        assert book_many(rate_limiter, PRIVATE, 10) == [None] * 10
        clock.at += 15 * SECOND


def test_what_is_booked_and_not_used_is_not_taken_twice() -> None:
    rate_limiter = RateLimiter(SetClock(), Limits(chat=Rate(1, MINUTE, kept=0)))
    assert [rate_limiter.book(PRIVATE, is_news=True) for _ in range(3)] == [None] * 3
    asyncio.run(rate_limiter.note(PRIVATE))
    assert rate_limiter.book(PRIVATE, is_news=True) == BEGINNING + MINUTE


def test_all_chats_together_share_the_second() -> None:
    clock = SetClock()
    rate_limiter = RateLimiter(clock, TELEGRAM_LIMITS)
    booked = [rate_limiter.book(chat_id, is_news=True) for chat_id in range(1, 40)]
    assert booked == [None] * 24 + [BEGINNING + SECOND] * 15
    assert [rate_limiter.book(chat_id, is_news=False) for chat_id in range(50, 57)] == [None] * 6 + [BEGINNING + SECOND]


def test_a_pause_is_for_its_chat_until_three_chats_in_a_row_want_one() -> None:
    clock = SetClock()
    rate_limiter = RateLimiter(clock, TELEGRAM_LIMITS)
    rate_limiter.refused(1, MINUTE)
    rate_limiter.refused(2, MINUTE)
    assert rate_limiter.book(1, is_news=False) == BEGINNING + MINUTE
    assert rate_limiter.book(9, is_news=False) is None
    rate_limiter.taken()
    rate_limiter.refused(3, MINUTE)
    assert rate_limiter.book(8, is_news=False) is None
    rate_limiter.refused(4, MINUTE)
    rate_limiter.refused(5, 2 * MINUTE)
    assert rate_limiter.book(7, is_news=False) == BEGINNING + 2 * MINUTE


def test_a_clock_that_is_set_back_does_not_prolong_a_wait() -> None:
    clock = SetClock()
    rate_limiter = RateLimiter(clock, TELEGRAM_LIMITS)
    book_many(rate_limiter, GROUP, 10)
    rate_limiter.refused(PRIVATE, MINUTE)
    clock.at -= timedelta(hours=5)
    assert rate_limiter.book(GROUP, is_news=True) is None
    assert rate_limiter.book(PRIVATE, is_news=True) is None


async def test_an_answer_waits_on_the_clock_and_a_jump_wakes_it() -> None:
    clock = SandboxClock(read_real_time=lambda: BEGINNING)
    rate_limiter = RateLimiter(clock, Limits(chat=Rate(1, MINUTE, kept=0)))
    await rate_limiter.turn(PRIVATE)
    second = asyncio.create_task(rate_limiter.turn(PRIVATE))
    await asyncio.sleep(0)
    assert not second.done()
    clock.jump(MINUTE)
    async with asyncio.timeout(5):
        await second


def test_chats_that_are_quiet_are_forgotten() -> None:
    clock = SetClock()
    rate_limiter = RateLimiter(clock, Limits(everywhere=Rate(10_000, SECOND, kept=0)))
    for chat_id in range(1, 1002):
        clock.at += MINUTE
        assert rate_limiter.book(chat_id, is_news=True) is None
    assert len(rate_limiter._chats) < 5


@given(st.lists(st.tuples(st.sampled_from([GROUP, -1002, PRIVATE]), st.booleans(), st.integers(0, 4000)), max_size=200))
def test_no_span_ever_holds_more_calls_than_telegram_allows(asked: list[tuple[int, bool, int]]) -> None:
    clock, said = SetClock(), list[tuple[datetime, int]]()
    rate_limiter = RateLimiter(clock, TELEGRAM_LIMITS)
    for chat_id, is_news, milliseconds in asked:
        clock.at += timedelta(milliseconds=milliseconds)
        if rate_limiter.book(chat_id, is_news) is None:
            asyncio.run(rate_limiter.note(chat_id))
            said.append((clock.at, chat_id))
    for began, chat_id in said:
        assert sum(began <= at < began + SECOND for at, _ in said) <= 30
        here = [at for at, where in said if where == chat_id]
        assert sum(began <= at < began + 15 * SECOND for at in here) <= 15
        assert chat_id > 0 or sum(began <= at < began + MINUTE for at in here) <= 20
