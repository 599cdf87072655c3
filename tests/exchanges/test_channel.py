"""State shared by users of the same credentials is kept only while it matters."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.exchanges.channel import MANY_LINES, Outside
from bot.exchanges.exchange import StillInDoubt


class Watch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_channels_of_unused_credentials_are_forgotten() -> None:
    outside = Outside(monotonic=Watch())
    idle, doubtful = outside.line("coinex", "idle"), outside.line("coinex", "doubtful")
    doubtful.doubt("tag")
    assert outside.line("coinex", "idle") is idle
    for number in range(MANY_LINES):
        outside.line("coinex", f"tried {number}")
    assert outside.line("coinex", "idle") is not idle
    assert outside.line("coinex", "doubtful") is doubtful


def test_a_doubt_is_forgotten_when_it_expires() -> None:
    watch = Watch()
    line = Outside(monotonic=watch).line("coinex", "a")
    line.doubt("tag")
    assert not line.is_idle()
    watch.seconds = 3600.0
    assert line.is_idle()


def test_a_secret_is_forgotten_when_it_expires_without_another_call_to_that_exchange() -> None:
    ends: list[tuple[float, Callable[[], object]]] = []
    outside = Outside(later=lambda seconds, act: ends.append((seconds, act)))
    line = outside.line("bybit", "a")
    line.hold_secret("tag", "secret")
    assert (line.find_secret("tag"), line.is_idle()) == ("secret", False)
    [(seconds, act)] = ends
    act()
    assert seconds == outside.pace.hold
    assert (line.find_secret("tag"), line.is_idle()) == (None, True)


async def test_a_line_in_use_is_not_forgotten() -> None:
    line = Outside(monotonic=Watch()).line("coinex", "a")
    async with line.alone_with("sub"):
        assert not line.is_idle()
    assert line.is_idle()


def test_what_a_process_that_is_gone_asked_for_is_not_asked_again_while_it_may_appear() -> None:
    watch = Watch()
    line = Outside(monotonic=watch).line("coinex", "a")
    for inherited in (timedelta(seconds=10), None):
        with pytest.raises(StillInDoubt) as doubt:
            line.settle("tag", inherited)
        assert doubt.value.left == timedelta(seconds=10 - watch.seconds)
        watch.seconds += 6
    line.settle("tag")
    line.settle("other")


def test_a_doubt_of_another_process_counts_after_an_own_one_expired() -> None:
    watch = Watch()
    line = Outside(monotonic=watch).line("coinex", "a")
    line.doubt("tag")
    watch.seconds = 3600.0
    with pytest.raises(StillInDoubt):
        line.settle("tag", timedelta(seconds=10))
