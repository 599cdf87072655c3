"""Compare an uploaded sheet with the account's list: rows to add, or the sheet back with its errors."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.operations.lookup.addresses import ask_which_account, coin_table, is_proven, the_account
from bot.operations.model.operation import Actor, Offer, Question, RefusedWithFile, Request
from bot.operations.whitelist.candidate import Wanted, wanted_of, with_look_alikes
from bot.rules.address_row import RowStanding
from bot.rules.address_sheet import AddressSheet, annotate, read_address_sheet
from bot.rules.sheet_text import SheetText
from bot.rules.verdict import Reason, Refused
from storage.records import Account, Action, Arg, Document, Message
from storage.work import Work

PROBLEMS_SHOWN = 10
"""Errors named in the message. The returned sheet has all of them."""
NAMES_SHOWN, NAME_SHOWN, LINES_SHOWN = 6, 24, 4
"""Networks, characters of each and lines of each, named in a message with the room of a caption."""
RETURNED_NAME = "whitelist-problems.csv"


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet without errors."""

    account: Account
    wanted: Sequence[Wanted]
    """What the list does not have yet."""
    listed: int
    """Number of rows that the list has already."""
    renamed: Sequence[Message]
    """Rows that the list has under another remark, with their lines."""


def read_sheet(
    work: Work, actor: Actor, request: Request, sheet: SheetText, action: Action
) -> ReadSheet | Refused | RefusedWithFile | Question:
    """Read the whole sheet for the named account. Imported addresses do not count as listed."""
    account = the_account(work, actor, request.words)
    if isinstance(account, Refused):
        return ask_which_account(work, actor, account)
    known = [address for address in work.addresses.list_of_account(account.id) if is_proven(address)]
    read = read_address_sheet(sheet.text, table=coin_table(work, account), known=known)
    if isinstance(read, Refused):
        return read
    if read.is_right_as_suggested:
        return _offered(sheet, read, Offer(actor.person.user_id, actor.the_team.id, action, account.name))
    if read.problems:
        return _returned(sheet, read)
    rows = read.rows_to_add()
    listed = len(read.rows) - len(rows)
    if not rows:
        return Refused(Reason.ADDRESSES_LISTED, {"count": listed, "account": account.name})
    renamed = [
        Message("plan-renamed", {"line": row.line, "notices": list(row.notices)})
        for row in read.rows
        if row.standing is RowStanding.RENAMED
    ]
    everywhere = work.addresses.list_of_team(actor.the_team.id)
    return ReadSheet(account, with_look_alikes(map(wanted_of, rows), everywhere), listed, renamed)


def _offered(sheet: SheetText, read: AddressSheet, offer: Offer) -> RefusedWithFile:
    """Return the sheet with the right networks filled in, because nothing else was wrong."""
    named = [
        Message(
            "sheet-suggested-name",
            {
                "network": network[:NAME_SHOWN],
                "suggestion": suggestion,
                "count": len(lines),
                "lines": ", ".join(map(str, lines[:LINES_SHOWN])) + (" …" if len(lines) > LINES_SHOWN else ""),
            },
        )
        for (network, suggestion), lines in read.name_suggestions().items()
    ]
    more = [Message("plan-more", {"count": len(named) - NAMES_SHOWN})] if len(named) > NAMES_SHOWN else []
    args: dict[str, Arg] = {
        "count": len(read.problems),
        "names": [*named[:NAMES_SHOWN], *more],
        "read_as": sheet.as_notice(),
    }
    return RefusedWithFile(Refused(Reason.SHEET_SUGGESTED, args), Document(RETURNED_NAME, annotate(read)), offer)


def _returned(sheet: SheetText, read: AddressSheet) -> Refused | RefusedWithFile:
    leaked = sorted({problem.line for problem in read.problems if problem.refused.reason is Reason.ADDRESS_SECRET})
    if leaked:
        # The sheet is not sent back, because it would show the secret once more.
        return Refused(Reason.SHEET_SECRET, {"lines": [str(line) for line in leaked]})
    told = [problem.as_saying() for problem in read.problems]
    more = [Message("plan-more", {"count": len(told) - PROBLEMS_SHOWN})] if len(told) > PROBLEMS_SHOWN else []
    args: dict[str, Arg] = {
        "wrong": len({problem.line for problem in read.problems}),
        "count": len(read.lines),
        "problems": [*told[:PROBLEMS_SHOWN], *more],
        "read_as": sheet.as_notice(),
    }
    return RefusedWithFile(Refused(Reason.SHEET_WRONG, args), Document(RETURNED_NAME, annotate(read)))
