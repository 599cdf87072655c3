"""`/audit`: the team's trail as sentences, in pages, narrowed by person, key, kind and days."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from bot.chat.context import Services
from bot.chat.guarded import ask
from bot.chat.lists import ListState, filter_button, list_buttons
from bot.chat.replies import answer_otherwise, say
from bot.chat.telegram.incoming import Incoming
from bot.operations.lookup.audit_line import AuditLine
from bot.operations.model.button_data import LAST_LINE, CommandPress, encode, typed
from bot.operations.model.notifications import button
from bot.operations.queries.audit import NEWEST, AuditSeen
from bot.operations.ticket.audit_said import say_line
from bot.rules.audit_search import AuditSearch, AuditSubject
from bot.rules.authorization import has_role_for
from storage.records import Action, Arg, Button, Message

_WEEK = 7


async def audit(services: Services, incoming: Incoming) -> bool:
    """`/audit [WORDS]`, `/audit export [csv|jsonl]`."""
    if incoming.words and incoming.words[0].lower() == "export":
        return await ask(services, incoming.drop_first(), Action.AUDIT_EXPORT)
    seen = await services.overview.audit(incoming, incoming.words, incoming.page or NEWEST)
    if not isinstance(seen, AuditSeen):
        return await answer_otherwise(services, incoming, seen)
    search, (sequence, digest) = seen.search, seen.head
    chained: dict[str, Arg] = {"lines": [_detail(line) for line in seen.lines], "head": f"{sequence}:{digest}"}
    args: dict[str, Arg] = {
        "team": seen.team.title,
        "person": search.person.name if search.person else None,
        "key": search.key,
        "kind": search.kind,
        "days": search.days,
        "words": " ".join(search.words),
        "lines": [_moment(list(lines)) for _, lines in groupby(seen.lines, _minute)],
        "details": Message("audit-details", chained),
    }
    await say(services, incoming, Message(_sentence(seen), args), _buttons(seen, incoming))
    return False


def _sentence(seen: AuditSeen) -> str:
    if seen.lines:
        return "audit-list"
    if seen.turns.after is not None:
        return "audit-none-here"
    return "audit-nothing" if seen.search.words else "audit-empty"


def _minute(line: AuditLine) -> datetime:
    return line.entry.at.replace(second=0, microsecond=0)


def _moment(lines: Sequence[AuditLine]) -> Message:
    """Lines of one minute below the time of the newest."""
    return Message("audit-moment", {"at": lines[0].entry.at, "lines": [say_line(line) for line in lines]})


def _detail(line: AuditLine) -> Message:
    """The line as it is chained: its number, codes, and who did it by number."""
    entry, details = line.entry, line.entry.details
    args: dict[str, Arg] = {
        "sequence": entry.sequence,
        "what": entry.what.value,
        "outcome": entry.outcome.value,
        "actor": None if entry.actor is None else str(entry.actor),
    }
    optional = {"proof": details.get("proof"), "why": details.get("reason")}
    return Message("audit-detail", args | {name: None if one is None else str(one) for name, one in optional.items()})


def _buttons(seen: AuditSeen, incoming: Incoming) -> list[list[Button]]:
    search = seen.search
    state = ListState(_press(search, incoming.team_id, seen.page).words, incoming.team_id, seen.page)
    may_export = has_role_for(Action.AUDIT_EXPORT, seen.reader)
    exporting = [button("button-audit-export", typed("audit export", state.team_id))] if may_export else []
    return list_buttons(state, seen.turns, [], [[*_filters(search, state), *exporting]])


def _press(search: AuditSearch, team_id: UUID | None, page: int = NEWEST) -> CommandPress:
    """The press for a page of a search, so short that the same words fit with any page."""

    def fit(words: Sequence[str]) -> bool:
        return encode(CommandPress(("audit", *words), team_id, LAST_LINE)) is not None

    return CommandPress(("audit", *search.short_words(fit)), team_id, page)


def _filters(search: AuditSearch, state: ListState) -> list[Button]:
    """[All] [7 days], and a button for each subject. Each keeps the other words."""

    def labelled(only: str, other: AuditSearch, *, is_chosen: bool) -> Button:
        return filter_button(Message("audit-filter", {"only": only}), _press(other, state.team_id), is_chosen=is_chosen)

    is_week, unfiltered = search.days == _WEEK, AuditSearch()
    return [
        labelled("all", unfiltered, is_chosen=search == unfiltered),
        labelled("days", replace(search, days=None if is_week else _WEEK), is_chosen=is_week),
        *(
            labelled(one, replace(search, kind=None if search.kind == one else one.value), is_chosen=search.kind == one)
            for one in AuditSubject
        ),
    ]
