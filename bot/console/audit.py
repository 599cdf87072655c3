"""`keyminder audit`: verify the chains, and export their lines and keys for other programs."""

# ruff: noqa: PLC0415 - a command imports what it needs

import os
import re
import sys
from typing import Annotated
from uuid import UUID

import typer

from bot.settings import CannotStart

Head = tuple[int, str]

TeamOption = Annotated[str, typer.Option("--team", metavar="TEAM_ID", help="Only this team's chain.")]
FullOption = Annotated[bool, typer.Option("--full", help="Check every line again.")]
HeadOption = Annotated[str, typer.Option("--head", metavar="SEQ:HASH", help="A head that /audit showed and you kept.")]


def add_audit(app: typer.Typer) -> None:
    """Add `audit` and its commands."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Check or export the audit trail.")
    app.add_typer(group, name="audit")

    @group.command("verify")
    def verify_here(head: HeadOption = "", team: TeamOption = "", *, full: FullOption = False) -> None:
        """Check every chain from its last good line on. The exit code is 1 when a line was changed.

        With --full, or against a head, every line is checked again.

        \b
        keyminder audit verify
        keyminder audit verify --full
        keyminder audit verify --head 12:9f86d081…
        """
        from bot.console.chains import verify
        from bot.wiring.database import with_database

        kept = read_head(head) if head else None
        team_id = read_team(team) if team else None
        lines, is_good = with_database(lambda database: verify(database, kept, team_id, is_full=full, show=_show))
        for line in lines:
            typer.echo(line)
        if not is_good:
            raise typer.Exit(1)

    @group.command("export")
    def export_here(team: TeamOption = "") -> None:
        """Print every line as JSON, one a line.

        \b
        keyminder audit export > audit.jsonl
        """
        from bot.console.chains import export
        from bot.wiring.database import with_database

        team_id = read_team(team) if team else None
        with_database(lambda database: export(database, team_id, typer.echo))

    @group.command("keys")
    def keys_here() -> None:
        """Print the keys that sign the lines, for an auditor with deploy/verify_audit.pl.

        They open no secret. Who has them and the database could forge lines: give them only to the auditor.

        \b
        keyminder audit keys > audit-keys.txt
        """
        from bot.settings import read_settings
        from bot.wiring.master_key import find_key
        from storage.sealing import AUDIT, KeyRing

        ring = KeyRing.from_text(find_key(read_settings(os.environ)))
        for name, key in ring.derive(AUDIT).items():
            typer.echo(f"{name}:{key.hex()}")


def _show(done: int, total: int) -> None:
    """Show the progress to a person at a terminal."""
    if sys.stderr.isatty():
        typer.echo(f"\r{done} of {total} chains", err=True, nl=done == total)


def read_head(text: str) -> Head:
    """Read `SEQ:HASH` as /audit shows it. Raises CannotStart."""
    found = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})", text.strip(), re.ASCII)
    if found is None:
        raise CannotStart("A head looks like 12:9f…, a number and 64 hexadecimal digits: copy it whole from /audit.")
    return int(found[1]), found[2]


def read_team(text: str) -> UUID:
    """Read a team's id as `audit verify` shows it. Raises CannotStart."""
    try:
        return UUID(text)
    except ValueError:
        raise CannotStart(f"{text} is not the id of a team. `keyminder audit verify` lists them.") from None
