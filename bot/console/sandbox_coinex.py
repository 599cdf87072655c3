"""`keyminder sandbox coinex`: a CoinEx on loopback for any client, until it is stopped."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from ipaddress import ip_address
from math import isfinite
from typing import Annotated, Protocol, TypeVar

import typer

from bot.settings import CannotStart

LOOPBACK = "127.0.0.1"
SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}
T = TypeVar("T", int, float)
_SPAN = re.compile(r"(-?[0-9]{1,7}(?:\.[0-9]{1,6})?)([smhd]?)")
TROUBLES = ("502", "cut-before", "cut-after")


class Begins(StrEnum):
    """Start of the term of a key after its last IP is removed."""

    FROM_NOW = "from_now"
    FROM_CREATION = "from_creation"


class CoinEx(Protocol):
    """A CoinEx that can be started."""

    async def start(self, port: int) -> None:
        """Listen on loopback. Raises OSError if the port is taken."""
        ...

    async def stop(self) -> None:
        """Stop listening."""
        ...

    def describe(self) -> list[tuple[str, str]]:
        """What a client needs, each with its name."""
        ...


class MakeCoinEx(Protocol):
    """Factory of such a CoinEx."""

    def __call__(
        self,
        main_ips: Sequence[str],
        sub_accounts: Sequence[str],
        whitelist: Sequence[tuple[str, str]],
        switches: Mapping[str, object],
        troubles: Mapping[str, int],
    ) -> CoinEx:
        """Make one without starting it. Raises CannotStart."""
        ...


def _option(help_text: str, **more: str) -> object:
    return typer.Option(help=help_text, **more)  # type: ignore[arg-type]  # typer's overloads know no mapping


def add_coinex(group: typer.Typer, make: MakeCoinEx) -> None:
    """Add `coinex` to the commands of the sandbox."""

    @group.command("coinex")
    def coinex_here(  # noqa: PLR0913, PLR0917 - one option for each switch
        listen: Annotated[str, _option("Where: this machine only.", metavar="127.0.0.1:PORT")] = f"{LOOPBACK}:8701",
        main_ip: Annotated[
            list[str] | None, _option("Bind the main key to this address; again for more.", metavar="IP")
        ] = None,
        sub_account: Annotated[
            list[str] | None, _option("A sub-account; again for more.  [default: desk-a desk-b]", metavar="NAME")
        ] = None,
        caller_ip: Annotated[str | None, _option("Where all calls seem to come from.", metavar="IP")] = None,
        whitelist: Annotated[
            list[str] | None, _option("May be withdrawn to; again for more.", metavar="CHAIN:ADDRESS")
        ] = None,
        activation_delay: Annotated[str, _option("Until a new key works: 90, 10m, 2h, 3d.", metavar="TIME")] = "10m",
        term: Annotated[
            str, _option("The life of keys without IPs, the main key's too unless it has --main-ip.", metavar="TIME")
        ] = "90d",
        clock_ahead: Annotated[str, _option("How far its clock is ahead; -5 is behind.", metavar="TIME")] = "0",
        longest_page: Annotated[int, _option("Most rows of a page.", metavar="N")] = 100,
        rate: Annotated[float, _option("Calls a second of each account and group.", metavar="N")] = 10.0,
        burst: Annotated[int, _option("Calls at once of each account and group.", metavar="N")] = 20,
        ip_rate: Annotated[float, _option("Calls a second of each address.", metavar="N")] = 400.0,
        unbind_expiry: Annotated[Begins, _option("When the term of an unbound key begins.")] = Begins.FROM_NOW,
        edit_extends: Annotated[bool, _option("An edit begins the term of an unbound key again.")] = False,
        accept_legacy_sign: Annotated[bool, _option("Take signatures of before April 2024 too.")] = False,
        ip_before_sign: Annotated[bool, _option("Look at the address before the signature.")] = False,
        http_401_on_auth_errors: Annotated[bool, _option("Refuse callers with that HTTP status.")] = False,
        trouble: Annotated[
            list[str] | None,
            _option(
                f"Every Nth call: a code, after-CODE when all is done, or {', '.join(TROUBLES)}.", metavar="KIND:N"
            ),
        ] = None,
    ) -> None:
        """Start a CoinEx for your own client.

        It prints a key pair of a main account, and forgets everything when it stops.

        \b
        keyminder sandbox coinex
        keyminder sandbox coinex --activation-delay 0 --trouble 502:10
        keyminder sandbox coinex --main-ip 127.0.0.1 --term 10m --whitelist TRC20:TAddress
        """
        port = read_port(listen)
        switches = {
            "caller_ip": read_ip(caller_ip) if caller_ip else None,
            "activation_delay": read_span("--activation-delay", activation_delay, least=0),
            "term": read_span("--term", term, least=1),
            "clock_ahead": read_span("--clock-ahead", clock_ahead),
            "longest_page": demand_one("--longest-page", longest_page),
            "rate": demand_more_than_none("--rate", rate),
            "burst": demand_one("--burst", burst),
            "ip_rate": demand_one("--ip-rate", ip_rate),
            "unbind_expiry": unbind_expiry.value,
            "edit_extends": edit_extends,
            "accept_legacy_sign": accept_legacy_sign,
            "ip_before_sign": ip_before_sign,
            "http_401_on_auth_errors": http_401_on_auth_errors,
        }
        troubles = dict(read_trouble(one) for one in trouble or [])
        entries = [read_entry(one) for one in whitelist or []]
        ips = [read_ip(ip) for ip in main_ip or []]
        coinex = make(ips, sub_account or ["desk-a", "desk-b"], entries, switches, troubles)
        asyncio.run(_run(coinex, port))


def read_port(listen: str) -> int:
    """Read the port of an address of this machine. Raises CannotStart."""
    found = re.fullmatch(r"(?:127\.0\.0\.1|localhost):([0-9]{1,5})", listen, re.ASCII)
    if found is None or int(found[1]) > 65535:
        raise CannotStart(f"--listen must be {LOOPBACK}:PORT: it is for this machine only.")
    return int(found[1])


def read_ip(text: str) -> str:
    """Read one address without an interface (`%eth0`). Raises CannotStart."""
    try:
        return str(ip_address("" if "%" in text else text))
    except ValueError:
        raise CannotStart(f"{text} is not an IP address.") from None


def read_entry(text: str) -> tuple[str, str]:
    """Read `CHAIN:ADDRESS`. An address may contain colons. Raises CannotStart."""
    chain, _, address = text.partition(":")
    if not chain or not address.strip():
        raise CannotStart(f"--whitelist must look like TRC20:TAddress, and {text} does not.")
    return chain, address.strip()


def read_span(option: str, text: str, *, least: float | None = None) -> float:
    """Read seconds from `90`, `10m`, `2h` or `3d`. Raises CannotStart."""
    found = _SPAN.fullmatch(text)
    if found is None:
        raise CannotStart(f"{option} is a time like 90 (seconds), 10m, 2h or 3d, and {text} is not.")
    seconds = float(found[1]) * SECONDS[found[2]]
    if least is not None and seconds < least:
        raise CannotStart(f"{option} is {least:g} s or more, not {text}.")
    return seconds


def demand_one(option: str, value: T) -> T:
    """Require one or more. Raises CannotStart."""
    if not (isfinite(value) and value >= 1):
        raise CannotStart(f"{option} is 1 or more, not {value:g}.")
    return value


def demand_more_than_none(option: str, value: float) -> float:
    """Require more than zero. Raises CannotStart."""
    if not (isfinite(value) and value > 0):
        raise CannotStart(f"{option} is more than 0, not {value:g}.")
    return value


def read_trouble(text: str) -> tuple[str, int]:
    """Read `KIND:N`. Raises CannotStart."""
    kind, _, nth = text.rpartition(":")
    is_known = kind in TROUBLES or re.fullmatch(r"(after-)?[0-9]{4}", kind, re.ASCII)
    if not is_known or not re.fullmatch(r"[1-9][0-9]{0,8}", nth, re.ASCII):
        raise CannotStart(f"--trouble must look like 502:10 or 4213:5, and {text} does not.")
    return kind, int(nth)


async def _run(coinex: CoinEx, port: int) -> None:
    from bot.console.run import stop_on_signal  # noqa: PLC0415 - a command imports what it needs

    async with stop_on_signal():
        try:
            await coinex.start(port)
        except OSError as error:
            raise CannotStart(f"Port {port} of this machine is taken: choose another with --listen.") from error
        try:
            for name, value in coinex.describe():
                typer.echo(f"{name}: {value}")
            await asyncio.Event().wait()
        finally:
            await coinex.stop()
