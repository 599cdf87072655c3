"""A team's audit trail as a file: CSV for a spreadsheet, JSONL with everything that each HMAC covers."""

from collections.abc import Mapping
from io import BytesIO

from bot.rules.csv_rows import write_rows
from storage.audit_lines import line_as_json, list_lines
from storage.database import Database
from storage.records import AuditEntry, TrailFile, TrailForm
from storage.serialization import canonical, utc_text

_COLUMNS = ("Line", "Time", "Person", "Person id", "What", "Outcome", "Proof", "Request", "Details", "HMAC")


class AuditFiles:
    """Reads trails in batches, so that other work does not wait for a long one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, file: TrailFile) -> bytes:
        """Return the lines up to the file's last one, the oldest first."""
        is_csv, body = file.form is TrailForm.CSV, BytesIO()
        members = await self._database.read(lambda work: work.teams.list_members(file.team_id))
        names = {person.user_id: person.name for _, person in members}
        if is_csv:
            body.write(b"\xef\xbb\xbf" + write_rows([_COLUMNS]).encode())
        async with self._database.stream(list_lines(file.team_id)) as batches:
            async for entries in batches:
                wanted = [entry for entry in entries if entry.sequence <= file.last]
                if is_csv:
                    body.write(write_rows([_cells(entry, names) for entry in wanted]).removeprefix("\ufeff").encode())
                else:
                    body.writelines(f"{line_as_json(entry)}\n".encode() for entry in wanted)
        return body.getvalue()


def _cells(entry: AuditEntry, names: Mapping[int, str]) -> tuple[str, ...]:
    actor, details = entry.actor, entry.details
    return (
        str(entry.sequence),
        utc_text(entry.at),
        "Keyminder" if actor is None else names.get(actor, ""),
        "" if actor is None else str(actor),
        entry.what.value,
        entry.outcome.value,
        str(details.get("proof", "")),
        str(details.get("ticket", "")),
        canonical(details),
        entry.hmac,
    )
