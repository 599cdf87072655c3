"""The chains of the audit trail: whether they are whole, and their lines.

Nothing here knows what a line means.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from uuid import UUID

from bot.settings import CannotStart
from storage.audit import ChainReport
from storage.database import Database
from storage.wording import canonical
from storage.work import Work

Head = tuple[int, str]


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
