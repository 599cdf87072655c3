"""`keyminder audit`: whether the chains are whole, and their lines for another program.

Nothing here knows what a line means.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Annotated
from uuid import UUID

import typer

from bot.console.opening import WithDatabase
from bot.settings import CannotStart
from storage.audit import ChainReport
from storage.database import Database
from storage.wording import canonical
from storage.work import Work

Head = tuple[int, str]

TeamOption = Annotated[str, typer.Option("--team", metavar="TEAM_ID", help="Only this team's chain.")]
HeadOption = Annotated[str, typer.Option("--head", metavar="SEQ:HASH", help="A head that /audit showed, and was kept.")]


def add_audit(app: typer.Typer, with_database: WithDatabase) -> None:
    """Adds `audit` and its commands."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help="The audit trail: proof that it is whole, and its lines."
    )
    app.add_typer(group, name="audit")

    @group.command("verify")
    def verify_here(head: HeadOption = "", team: TeamOption = "") -> None:
        """Check every line of every chain; exit code 1 when one was changed.

        \b
        keyminder audit verify
        keyminder audit verify --head 12:9f86d081…
        """
        kept = read_head(head) if head else None
        team_id = read_team(team) if team else None
        lines, is_good = with_database(lambda database: verify(database, kept, team_id))
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
        team_id = read_team(team) if team else None
        for line in with_database(lambda database: export(database, team_id)):
            typer.echo(line)


def read_head(text: str) -> Head:
    """`SEQ:HASH` as /audit shows it; raises CannotStart."""
    found = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})", text.strip(), re.ASCII)
    if found is None:
        raise CannotStart("A head looks like 12:9f…, a number and 64 hexadecimal digits: copy it whole from /audit.")
    return int(found[1]), found[2]


def read_team(text: str) -> UUID:
    """A team's id as `audit verify` shows it; raises CannotStart."""
    try:
        return UUID(text)
    except ValueError:
        raise CannotStart(f"{text} is no team's id: `keyminder audit verify` lists them.") from None


async def verify(database: Database, head: Head | None, team_id: UUID | None) -> tuple[list[str], bool]:
    """A line for each chain (of one team only, if given), and whether everything is as it was written.

    A head belongs to the team given, else to whichever chain holds it.
    """

    def body(work: Work) -> tuple[list[str], bool]:
        chains = _list_chains(work, team_id)
        names = {team.id: f"team {team.id} ({team.title})" for team in work.teams.list_all()}
        reports = [_verify_one(work, chain, head, is_only=team_id is not None) for chain in chains]
        lines = [_sentence(report, names) for report in reports]
        is_good = not any(report.faults for report in reports)
        if head is not None and is_good and not any(report.is_head_proven for report in reports):
            lines.append(f"No chain holds the head {head[0]} that was kept: lines were cut off or replaced.")
            is_good = False
        return lines, is_good

    return await database.read(body)


async def export(database: Database, team_id: UUID | None) -> list[str]:
    """Every line of every chain (of one team only, if given) as JSON, the oldest of each chain first."""

    def body(work: Work) -> list[str]:
        return list(_export(work, _list_chains(work, team_id)))

    return await database.read(body)


def _list_chains(work: Work, team_id: UUID | None) -> Sequence[UUID | None]:
    chains = work.audit.list_chains()
    if team_id is None:
        return chains
    if team_id not in chains:
        raise CannotStart(f"There is no chain of a team {team_id}: `keyminder audit verify` lists them.")
    return [team_id]


def _export(work: Work, chains: Sequence[UUID | None]) -> Iterator[str]:
    for chain in chains:
        for entry in work.audit.list_all(chain):
            values = asdict(entry)
            for name in ("chain_id", "ticket_id"):
                values[name] = str(values[name]) if values[name] else None
            yield canonical(values)


def _verify_one(work: Work, chain: UUID | None, head: Head | None, *, is_only: bool) -> ChainReport:
    report = work.audit.verify(chain, head)
    if head is None or is_only or report.is_head_proven:
        return report
    return work.audit.verify(chain)


def _sentence(report: ChainReport, names: dict[UUID, str]) -> str:
    name = "installation" if report.chain_id is None else names.get(report.chain_id, f"team {report.chain_id}")
    if report.faults:
        return f"{name}: {'; '.join(report.faults)}"
    proof = "nothing is cut off before the head given" if report.is_head_proven else "cut-off not provable"
    return f"{name}: intact up to {report.lines}; {proof}"
