"""Export the team's audit trail as a file, to the requester in private."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.operations.model.button_data import typed
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Message, MessageContent, Ticket, TrailFile, TrailForm
from storage.work import Work

LINES_AT_MOST = 60_000
"""Lines of about 700 bytes in a file of at most 50 MB. Source: Bot API, sendDocument, checked 2026-11-28."""

_LABELS = {TrailForm.CSV: Message("choice-audit-csv"), TrailForm.JSONL: Message("choice-audit-jsonl")}


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    team, form = actor.the_team, request.words[0].lower() if request.words else ""
    lines = work.audit.head(team.id)[0]
    if lines > LINES_AT_MOST:
        return Refused(Reason.AUDIT_TOO_LONG, {"lines": lines, "limit": LINES_AT_MOST})
    if form not in set(TrailForm):
        choices = [(label, typed(f"audit export {one.value}")) for one, label in _LABELS.items()]
        return Question(Message("ask-audit-form"), choices)
    plan = Message("plan-audit-export", {"team": team.title, "lines": lines, "form": form.upper()})
    return Prepared(payload={"form": form}, plan=plan)


def _check(_: Work, __: Actor, ___: Mapping[str, object]) -> Verdict:
    return Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], __: datetime) -> Recorded:
    if ticket.team_id is None:
        raise TypeError("a trail is a team's")
    last, digest = work.audit.head(ticket.team_id)
    file = TrailFile(ticket.team_id, TrailForm(str(ticket.payload["form"])), last)
    team = work.teams.get(ticket.team_id).title
    private = MessageContent(
        Message("audit-file", {"team": team, "lines": last, "head": f"{last}:{digest}"}), document=file
    )
    return Recorded(Message("result-audit-exported", {"lines": last}), private=private)


EXPORT_AUDIT = Operation(action=Action.AUDIT_EXPORT, prepare=_prepare, check=_check, record=_record)
