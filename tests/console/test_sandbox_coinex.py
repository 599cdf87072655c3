"""The CoinEx of the sandbox started alone, for a client of one's own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.console.sandbox_coinex import read_entry, read_span
from bot.exchanges.channel import ChannelPool
from bot.exchanges.coinex import CoinExAccount, CoinExMain
from bot.exchanges.exchange import ExchangeRefused, Liveness
from bot.exchanges.main_account import Credentials
from bot.rules.verdict import Reason
from tests.console.conftest import Type
from tests.exchanges.contract import new_reference, wish


@contextmanager
def started(*options: str) -> Iterator[dict[str, str]]:
    """Run it on a free port during the block, and return its printed values by name."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(  # noqa: S603 - our own arguments
        [sys.executable, "-m", "bot", "sandbox", "coinex", "--listen", f"127.0.0.1:{port}", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("KEYMINDER_")},
    ) as program:
        try:
            assert program.stdout is not None
            lines = [program.stdout.readline().strip().partition(": ") for _ in range(4)]
            yield {name: value for name, _, value in lines}
        finally:
            program.send_signal(signal.SIGTERM)
            out, err = program.communicate(timeout=20)
    assert (program.returncode, out, err) == (0, "", "")


def now() -> datetime:
    return datetime.now(UTC)


async def test_a_separate_client_makes_a_key_that_works() -> None:
    with started("--activation-delay", "0", "--sub-account", "desk-x") as printed:
        credentials = Credentials(printed["Access id"], printed["Secret"])
        channels = ChannelPool({"coinex": printed["API"]})
        account = CoinExAccount(channels, now, credentials, printed["Sub-accounts"])
        made = await account.create_key(new_reference(), wish("grid"))
        assert await account.probe_key(made.key.remote_id) is Liveness.LIVE
        me = await CoinExMain(channels, now, Credentials(made.key.access_id, made.key_secret)).who_am_i()
        assert (me.is_main, me.sub_account) == (False, "desk-x")
        await channels.close()


async def test_its_switches_are_options() -> None:
    with started("--main-ip", "203.0.113.7", "--http-401-on-auth-errors", "--trouble", "4003:3") as printed:
        channels = ChannelPool({"coinex": printed["API"]})
        main = CoinExMain(channels, now, Credentials(printed["Access id"], printed["Secret"]))
        for reason in (Reason.EXCHANGE_IP_REFUSED, Reason.EXCHANGE_REFUSED):
            with pytest.raises(ExchangeRefused) as no:
                await main.who_am_i()
            assert no.value.refused.reason is reason
        await channels.close()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--listen", "0.0.0.0:8701"], "this machine only"),
        (["--listen", "8701"], "this machine only"),
        (["--main-ip", "10.0.0.0/8"], "is not an IP address"),
        (["--caller-ip", "home"], "is not an IP address"),
        (["--main-ip", "fe80::1%eth0"], "is not an IP address"),
        (["--trouble", "502"], "must look like"),
        (["--trouble", "fire:2"], "must look like"),
        (["--sub-account", "a_b"], "3 to 26 letters, digits and -, and 'a_b' is not"),
        (["--sub-account", "x"], "3 to 26 letters"),
        (["--sub-account", "desk", "--sub-account", "desk"], "one sub-account desk only"),
        ([part for number in range(21) for part in ("--sub-account", f"desk-{number}")], "at most, not 21"),
        (["--rate", "0"], "--rate is more than 0, not 0"),
        (["--rate", "nan"], "--rate is more than 0"),
        (["--burst", "0"], "--burst is 1 or more"),
        (["--ip-rate", "0.5"], "--ip-rate is 1 or more"),
        (["--longest-page", "0"], "--longest-page is 1 or more"),
        (["--activation-delay", "-5"], "--activation-delay is 0 s or more, not -5"),
        (["--activation-delay", "soon"], "--activation-delay is a time like 90 (seconds), 10m"),
        (["--term", "0"], "--term is 1 s or more"),
        (["--clock-ahead", "inf"], "--clock-ahead is a time like"),
        (["--whitelist", "TRC20"], "must look like TRC20:TAddress"),
        (["--whitelist", ":TAddress"], "must look like TRC20:TAddress"),
        (["--whitelist", "MOON:TAddress"], "no chain MOON here, only ADA"),
    ],
)
def test_a_wrong_option_is_one_sentence(keyminder: Type, options: list[str], said: str) -> None:
    code, out, err = keyminder("sandbox", "coinex", *options)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_a_port_that_is_taken_is_one_sentence(keyminder: Type) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, err = keyminder("sandbox", "coinex", "--listen", f"localhost:{port}")
    assert (code, out) == (2, "")
    assert f"Port {port}" in err


@pytest.mark.parametrize(
    ("text", "seconds"), [("90", 90), ("10m", 600), ("1.5h", 5400), ("90d", 7_776_000), ("-5s", -5)]
)
def test_a_time_is_seconds_or_has_its_unit(text: str, seconds: float) -> None:
    assert read_span("--clock-ahead", text) == seconds


def test_an_address_may_have_colons() -> None:
    assert read_entry("BCH:bitcoincash:qq") == ("BCH", "bitcoincash:qq")


async def test_its_term_is_an_option() -> None:
    with started("--main-ip", "127.0.0.1", "--activation-delay", "0", "--term", "10m") as printed:
        channels = ChannelPool({"coinex": printed["API"]})
        credentials = Credentials(printed["Access id"], printed["Secret"])
        made = await CoinExAccount(channels, now, credentials, "desk-a").create_key(new_reference(), wish("grid"))
        assert made.key.expires_at is not None
        left = made.key.expires_at - now()
        assert timedelta(minutes=9) < left < timedelta(minutes=10, seconds=1), "milliseconds there, microseconds here"
        await channels.close()


def test_its_help_teaches_with_an_example(keyminder: Type) -> None:
    assert "keyminder sandbox coinex --activation-delay 0" in keyminder("sandbox", "coinex", "--help")[1]
