"""Verify and export the chains of the audit trail."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from bot.clock import REAL_TIME
from bot.settings import CannotStart
from storage.audit import ChainReport
from storage.audit_check import cut_off
from storage.audit_checkpoints import Checkpoint
from storage.audit_lines import line_as_json, list_lines
from storage.database import Database
from storage.listing import BATCH
from storage.work import Work

Head = tuple[int, str]


async def verify(
    database: Database,
    head: Head | None,
    team_id: UUID | None,
    *,
    is_full: bool = False,
    show: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[list[str], bool]:
    """Return a line for each chain (or for one team's), and whether every line is as it was written.

    A head belongs to the given team, else to the chain that contains it, and makes every line be checked. `show` gets
    the number of finished chains. A good chain is remembered, and next time only its later lines are checked.
    """
    is_full = is_full or head is not None
    chains = await database.read(lambda work: work.audit.list_chains() if is_full else work.audit.list_named_chains())
    if team_id is not None:
        chains = [_known(team_id, chains)]
    names = await database.read(lambda work: {one.id: f"team {one.id} ({one.title})" for one in work.teams.list_all()})
    reports = []
    for done, chain in enumerate(chains, start=1):
        look = partial(_verify_one, chain=chain, head=head, is_only=team_id is not None, is_full=is_full)
        reports.append(await database.read(look))
        show(done, len(chains))
    lines = [_sentence(report, names) for report in reports]
    is_good = not any(report.faults for report in reports)
    if head is not None and is_good and not any(report.is_head_proven for report in reports):
        lines.append(f"cut off: no chain has the head {head[0]} that you kept. Or lines before it were replaced.")
        is_good = False
    if is_good:
        await _remember(database, reports)
    return lines, is_good


async def _remember(database: Database, reports: Sequence[ChainReport]) -> None:
    """Remember that every chain was good up to its present end."""
    now = REAL_TIME.now()
    whole = [Checkpoint(one.chain_id, one.lines, one.last, now) for one in reports]

    def save(work: Work, some: Sequence[Checkpoint]) -> None:
        for one in some:
            work.checkpoints.save(one)

    for first in range(0, len(whole), BATCH):
        await database.write(partial(save, some=whole[first : first + BATCH]))


async def export(database: Database, team_id: UUID | None, write: Callable[[str], None]) -> None:
    """Write every line of every chain (or of one team's) as JSON, oldest first in each chain."""
    if team_id is not None:
        _known(team_id, await database.read(lambda work: work.audit.list_chains()))
    async with database.stream(list_lines(team_id)) as batches:
        async for entries in batches:
            for entry in entries:
                write(line_as_json(entry))


def _known(team_id: UUID, chains: Collection[UUID | None]) -> UUID:
    if team_id not in chains:
        raise CannotStart(f"There is no chain of a team {team_id}. `keyminder audit verify` lists the teams.")
    return team_id


def _verify_one(work: Work, chain: UUID | None, head: Head | None, *, is_only: bool, is_full: bool) -> ChainReport:
    try:
        since = work.checkpoints.find(chain)
    except ValueError as error:
        return ChainReport(chain, 0, [str(error)], is_head_proven=False)
    report = work.audit.verify(chain, head, None if is_full else since)
    if head is not None and not is_only and not report.is_head_proven:
        report = work.audit.verify(chain)
    if since is not None and report.lines < since.sequence and not report.faults:
        return replace(report, faults=[cut_off(report.lines + 1, since.sequence)])
    return report


def _sentence(report: ChainReport, names: dict[UUID, str]) -> str:
    name = "installation" if report.chain_id is None else names.get(report.chain_id, f"team {report.chain_id}")
    if report.faults:
        return f"{name}: {'; '.join(report.faults)}"
    proof = (
        "No line is missing before the given head."
        if report.is_head_proven
        else "Lines missing at the end show only with --head."
    )
    before = report.since
    checked = "" if before is None else f", up to {before.sequence} as verified on {before.verified_at:%Y-%m-%d}"
    return f"{name}: intact up to {report.lines}{checked}. {proof}"
