"""The command line: `keyminder`, or `python -m bot`.

A package is imported only in the command that needs it, so that small commands start quickly.
"""

# ruff: noqa: PLC0415 - a command imports what it needs

import asyncio
import gc
import io
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer

from bot.console.audit import add_audit
from bot.console.database import SANDBOX_STAMP, add_tending
from bot.console.people import add_people
from bot.console.sandbox_coinex import CoinEx, add_coinex
from bot.logs import set_up_logs
from bot.settings import CannotStart, Settings, read_settings

T = TypeVar("T")

SANDBOX = Path("data/sandbox")
LOGGING = frozenset({"run", "start", "sandbox"})
"""Commands that keep running."""

_NO_HELP = {"help": False}
_WITHOUT_OPTIONS = ("run", "start", "check", "version")

app = typer.Typer(
    name="keyminder",
    # An option that was not given goes through pydantic, which takes 11 MB, unless it is False.
    context_settings={"default_map": {**_NO_HELP, **dict.fromkeys(_WITHOUT_OPTIONS, _NO_HELP)}},
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="""Run a team's exchange API keys from its Telegram chat.

    \b
    keyminder sandbox    try everything here, without Telegram
    keyminder check      what is still wrong with this installation
    keyminder run        start the bot

    Settings come from the environment and from .env in this folder. deploy/README.md lists them.""",
)


@app.callback()
def choose_logs(
    context: typer.Context,
    logs: Annotated[bool, typer.Option("--logs", help="Show log lines too.")] = False,
) -> None:
    """Set up logs. Long-running commands log at INFO. One-shot commands print only their result."""
    if not logs and context.invoked_subcommand not in LOGGING:
        logging.getLogger().setLevel(logging.ERROR)


@app.command()
def run() -> None:
    """Start the bot, until Ctrl-C or SIGTERM.

    \b
    KEYMINDER_TELEGRAM_TOKEN=123456:AbC… KEYMINDER_OWNERS=1001 keyminder run
    """
    _run(_settings())


sandbox_group = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
app.add_typer(sandbox_group, name="sandbox")


@sandbox_group.callback()
def sandbox(
    context: typer.Context,
    folder: Annotated[Path, typer.Option(help="The folder of the sandbox. Delete it to start again.")] = SANDBOX,
) -> None:
    """Try everything here, without Telegram.

    It has a page with the chats, a mailbox, authenticators and a clock.

    \b
    keyminder sandbox
    keyminder sandbox --folder /tmp/another
    """
    if context.invoked_subcommand is not None:
        return
    if _settings().telegram_token is not None:
        raise CannotStart(
            "KEYMINDER_TELEGRAM_TOKEN is set, so this is a real installation: its machine gets no page that moves the "
            "clock and reads the mail. Type keyminder run, or start the sandbox in a folder and a terminal without it."
        )
    _sandbox(folder)


@app.command(hidden=True)
def start() -> None:
    """Start the bot when a token is configured, else the sandbox."""
    settings = _settings()
    if settings.telegram_token is None:
        _sandbox(SANDBOX)
    else:
        _run(settings)


@app.command()
def check() -> None:
    """Show what is wrong with this installation.

    The exit code is 1 when there is a problem.

    \b
    keyminder check
    """
    from bot.operations.doctor.findings import Severity
    from bot.wiring.preflight import probe_installation, probe_mail, probe_telegram
    from bot.wiring.settings_check import CheckLine, check_settings, find_wrong_proxies

    settings = _settings()

    async def probe() -> list[CheckLine]:
        return [*await probe_telegram(settings), *await probe_mail(settings), *await probe_installation(settings)]

    proxies = [CheckLine(Severity.PROBLEM, sentence) for sentence in find_wrong_proxies(settings, os.environ)]
    lines = list(dict.fromkeys([*check_settings(settings), *proxies, *asyncio.run(probe())]))
    words = {Severity.GOOD: "ok", Severity.WARNING: "note", Severity.PROBLEM: "problem"}
    for line in lines:
        typer.echo(f"{words[line.severity]:8} {line.sentence}")
    if any(line.severity is Severity.PROBLEM for line in lines):
        raise typer.Exit(1)


@app.command(hidden=True)
def doctor() -> None:
    """Name the command for this machine: `/doctor` belongs to the chat."""
    raise CannotStart("/doctor is a command of the chat. On this machine use: keyminder check")


@app.command()
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as find_version

    typer.echo(f"keyminder {find_version('keyminder')}")


def _settings() -> Settings:
    return read_settings(os.environ)


def _run(settings: Settings) -> None:
    gc.disable()  # until the app runs: looking for cycles in a million new objects takes a fifth of the start
    from bot.clock import SystemClock
    from bot.console.run import run_app
    from bot.wiring.app import build
    from bot.wiring.event_loop import run
    from bot.wiring.settings_check import find_wrong_proxies

    problems = find_wrong_proxies(settings, os.environ)
    if problems:
        raise CannotStart(*problems)
    run(run_app(build, settings, SystemClock()))


def _sandbox(folder: Path) -> None:
    from bot.console.sandbox import run_sandbox
    from bot.operations.members.break_glass import OwnerKeeping
    from bot.sandbox.environment import Environment, seed
    from bot.sandbox.scenarios.cast import OLGA
    from bot.sandbox.scenarios.persona import NothingCame
    from bot.wiring.app import App, build
    from bot.wiring.event_loop import run

    logging.getLogger().setLevel(logging.WARNING)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"{folder} cannot be made ({(error.strerror or 'it fails').lower()}).") from error
    environment = Environment(folder)
    cast = seed.populate(environment) if environment.is_new else None

    async def build_here(settings: Settings) -> App:
        built = await build(settings, environment.clock, stamp=SANDBOX_STAMP)
        environment.add_owner = OwnerKeeping(built.database, environment.clock).add
        return built

    async def live() -> None:
        try:
            if cast is not None:
                await seed.live(environment, cast)
        except NothingCame as error:
            raise CannotStart(f"The sandbox could not start ({error}). {folder} is unchanged.") from error

    run(run_sandbox(environment, folder, OLGA, build_here, live))


def _coinex(
    main_ips: Sequence[str],
    sub_accounts: Sequence[str],
    whitelist: Sequence[tuple[str, str]],
    switches: Mapping[str, object],
    troubles: Mapping[str, int],
) -> CoinEx:
    from bot.sandbox.exchanges.coinex.standalone import CoinExAlone
    from bot.sandbox.telegram.refusals import Impossible

    try:
        return CoinExAlone(main_ips, sub_accounts, whitelist, switches, troubles)
    except Impossible as error:
        raise CannotStart(str(error)) from error


add_coinex(sandbox_group, _coinex)
add_tending(app)
add_people(app)
add_audit(app)


def _expected_errors() -> tuple[type[Exception], ...]:
    from bot.chat.telegram.polling import PollingError
    from bot.mail.errors import MailError
    from bot.web.server import CannotListen
    from storage.errors import DatabaseError

    return (CannotStart, DatabaseError, PollingError, CannotListen, MailError)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line, and exit. `arguments` None: those of the process."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that is not UTF-8 shows ? instead of stopping a command
    set_up_logs()  # first, because structlog's default shows the variables of a traceback, and secrets among them
    try:
        app(args=list(arguments) if arguments is not None else None, prog_name="keyminder")
    except Exception as error:
        from bot.console.errors import explain

        sys.exit(explain(error, _expected_errors()))
    sys.exit(0)


if __name__ == "__main__":
    main()
