"""State shared by users of the same credentials is kept only while it matters."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.exchanges.channel import MANY_LINES, ChannelPool
from bot.exchanges.exchange import StillInDoubt


class Watch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_channels_of_unused_credentials_are_forgotten() -> None:
    channels = ChannelPool(monotonic=Watch())
    idle, doubtful = channels.channel("coinex", "idle"), channels.channel("coinex", "doubtful")
    doubtful.doubt("tag")
    assert channels.channel("coinex", "idle") is idle
    for number in range(MANY_LINES):
        channels.channel("coinex", f"tried {number}")
    assert channels.channel("coinex", "idle") is not idle
    assert channels.channel("coinex", "doubtful") is doubtful


def test_a_doubt_is_forgotten_when_it_expires() -> None:
    watch = Watch()
    channel = ChannelPool(monotonic=watch).channel("coinex", "a")
    channel.doubt("tag")
    assert not channel.is_idle()
    watch.seconds = 3600.0
    assert channel.is_idle()


def test_a_secret_is_forgotten_when_it_expires_without_another_call_to_that_exchange() -> None:
    ends: list[tuple[float, Callable[[], object]]] = []
    channels = ChannelPool(later=lambda seconds, act: ends.append((seconds, act)))
    channel = channels.channel("bybit", "a")
    channel.keep_secret("tag", "secret")
    assert (channel.find_secret("tag"), channel.is_idle()) == ("secret", False)
    [(seconds, act)] = ends
    act()
    assert seconds == channels.pace.hold
    assert (channel.find_secret("tag"), channel.is_idle()) == (None, True)


async def test_a_line_in_use_is_not_forgotten() -> None:
    channel = ChannelPool(monotonic=Watch()).channel("coinex", "a")
    async with channel.alone_with("sub"):
        assert not channel.is_idle()
    assert channel.is_idle()


def test_what_a_process_that_is_gone_asked_for_is_not_asked_again_while_it_may_appear() -> None:
    watch = Watch()
    channel = ChannelPool(monotonic=watch).channel("coinex", "a")
    for inherited in (timedelta(seconds=10), None):
        with pytest.raises(StillInDoubt) as doubt:
            channel.settle("tag", inherited)
        assert doubt.value.left == timedelta(seconds=10 - watch.seconds)
        watch.seconds += 6
    channel.settle("tag")
    channel.settle("other")


def test_a_doubt_of_another_process_counts_after_an_own_one_expired() -> None:
    watch = Watch()
    channel = ChannelPool(monotonic=watch).channel("coinex", "a")
    channel.doubt("tag")
    watch.seconds = 3600.0
    with pytest.raises(StillInDoubt):
        channel.settle("tag", timedelta(seconds=10))
