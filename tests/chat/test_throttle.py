"""A message is sent once and not again for a while, with bounded memory."""

from datetime import timedelta

from bot.chat.throttle import Throttle
from bot.sandbox.clock import SandboxClock

MINUTE = timedelta(minutes=1)


def test_an_occasion_is_due_again_after_its_pause(clock: SandboxClock) -> None:
    rarely = Throttle(clock.now)
    assert [rarely.is_due("a", MINUTE), rarely.is_due("a", MINUTE), rarely.is_due("b", MINUTE)] == [True, False, True]
    clock.jump(MINUTE)
    assert rarely.is_due("a", MINUTE)


def test_the_oldest_occasions_are_forgotten(clock: SandboxClock) -> None:
    rarely = Throttle(clock.now, most=2)
    assert all(rarely.is_due(occasion, MINUTE) for occasion in "abc")
    assert rarely.is_due("a", MINUTE)
    assert not rarely.is_due("c", MINUTE)
