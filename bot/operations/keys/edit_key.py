"""Giving a key another name, or the right to trade, or taking that; everything else stays as its exchange has it.

A watched key's name is only ours, so nobody outside is asked about it. It must not know how a proof is given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.exchanges.exchange import Exchange, ExchangeRefused, Reference, RemoteKey
from bot.operations.asked import Asked, Operation, PartOutcome, Prepared, Question, Recorded, Setting, Subject
from bot.operations.drifts.standing import (
    Change,
    ask_to_settle,
    check_agreed,
    differing,
    place_of,
    read_there,
    with_end,
)
from bot.operations.keys.known import (
    about,
    as_remote,
    called,
    named_key,
    outcome_lines,
    payload_key,
)
from bot.rules.exchange_terms import may_be_called, name_limit
from bot.rules.key_edit import NAME_WORD, OFF, ON, TRADE_WORD, KeyEdit, read_edit
from bot.rules.remark import check_remark, clean
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import AccountKind, Action, Key, KeyFacts, Saying, Ticket
from storage.work import Work

_Facts = TypeVar("_Facts", Key, KeyFacts)
_Named = TypeVar("_Named", Key, KeyFacts, RemoteKey)


def _prepare(work: Work, setting: Setting, asked: Asked) -> Prepared | Refused | Question:
    key = named_key(work, setting, asked.words, "editkey")
    if not isinstance(key, Key):
        return key
    if question := ask_to_settle(work, [key], setting.now):
        return question
    edit = _understand(work, key, asked.words[1:])
    if not isinstance(edit, KeyEdit):
        return edit
    return Prepared(
        payload={**about([key]), "remark": edit.remark, "trade": edit.trade},
        plan=Saying("plan-edit", {"key": called(work, key), **_told(edit)}),
        is_grave=key.withdraw,
        subjects=[key.id],
    )


def _understand(work: Work, key: Key, words: Sequence[str]) -> KeyEdit | Refused | Question:
    is_watched = work.accounts.get(key.account_id).kind is AccountKind.BY_HAND
    if [word.lower() for word in words] == [NAME_WORD] or (is_watched and not words):
        return _which_name(work, key)
    if not words:
        return _what(work, key)
    edit = read_edit(words)
    if isinstance(edit, KeyEdit) and edit.trade is not None and is_watched:
        return Refused(Reason.RIGHTS_UNKNOWN, {"key": key.remark})
    return edit


def _what(work: Work, key: Key) -> Question:
    command = f"editkey {key.number}"
    trading = Saying("button-trade-off" if key.trade else "button-trade-on")
    return Question(
        Saying("ask-edit", {"key": called(work, key), "number": key.number, "trade": key.trade}),
        [
            (Saying("button-rename"), f"{command} {NAME_WORD}"),
            (trading, f"{command} {TRADE_WORD} {OFF if key.trade else ON}"),
        ],
    )


def _which_name(work: Work, key: Key) -> Question:
    limit = name_limit(work.accounts.get(key.account_id).kind)
    saying = Saying("ask-key-name", {"key": called(work, key), "limit": limit})
    return Question(saying, so_far=f"/editkey {key.number} {NAME_WORD}")


def _told(edit: KeyEdit) -> dict[str, str | None]:
    return {"name": edit.remark, "trading": None if edit.trade is None else ON if edit.trade else OFF}


def _edit(payload: Mapping[str, object]) -> KeyEdit:
    remark, trade = payload["remark"], payload["trade"]
    return KeyEdit(None if remark is None else str(remark), None if trade is None else bool(trade))


def _edited(key: _Named, edit: KeyEdit) -> _Named:
    return replace(
        key,
        remark=key.remark if edit.remark is None else edit.remark,
        trade=key.trade if edit.trade is None else edit.trade,
    )


def _check(work: Work, _: Setting, payload: Mapping[str, object]) -> Verdict:
    key, edit = payload_key(work, payload), _edit(payload)
    if isinstance(key, Refused):
        return key
    if _edited(key, edit) == key:
        return Refused(Reason.KEY_UNCHANGED, {"key": key.remark})
    verdicts = [check_agreed(work, [key])]
    if edit.remark is not None:
        account = work.accounts.get(key.account_id)
        others = [other.remark for other in work.keys.list_of_account(account.id) if other.id != key.id]
        verdicts += [check_remark(edit.remark, others), may_be_called(account.kind, edit.remark)]
    return next((verdict for verdict in verdicts if isinstance(verdict, Refused)), Allowed())


async def _perform(exchange: Exchange, reference: Reference, ticket: Ticket, subject: Subject) -> RemoteKey:
    """The exchange's own settings with ours among them; a key that others can use by now gets no right from us."""
    known, edit = subject.the_key, _edit(ticket.payload)
    if subject.the_account.kind is AccountKind.BY_HAND:
        return _by_word(ticket, subject, ticket.asked_at)
    there = await read_there(exchange, known)
    if (set(there.ips), there.withdraw) != (set(known.ips), known.withdraw):
        raise ExchangeRefused(Refused(Reason.KEY_DIFFERS, differing(subject.the_account, known.remark)))
    return await exchange.edit_key(reference, known.remote_id, edit)


def _by_word(ticket: Ticket, subject: Subject, _: datetime) -> RemoteKey:
    key = subject.the_key
    return _edited(as_remote(key, ips=key.ips, expires_at=key.expires_at), _edit(ticket.payload))


async def _read_back(exchange: Exchange, ticket: Ticket, subject: Subject, now: datetime) -> RemoteKey | Refused:
    """The key as the exchange has it, where that is how it was to become."""
    known, edit = subject.the_key, _edit(ticket.payload)
    there = await read_there(exchange, known)
    there = replace(there, remark=clean(there.remark))
    if _edited(there, edit) == there:
        return there
    place = place_of(subject.the_account)
    return Refused(Reason.KEY_NOT_EDITED, {"key": known.remark, "exchange": place, "at": now})


def _change(edit: KeyEdit) -> Change:
    """An exchange may count the term of an unbound key anew when it is edited."""

    def changed(facts: _Facts, answer: RemoteKey) -> _Facts:
        return with_end(_edited(facts, edit), answer)

    return changed


def _record(work: Work, ticket: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    edit, (outcome,) = _edit(ticket.payload), outcomes
    was = outcome.subject.name if edit.remark is not None else None
    done = Saying("result-edited", {"was": was, **_told(edit)})
    return Recorded(Saying("result-lines", {"lines": outcome_lines(work, outcomes, done, now, _change(edit))}))


EDIT_KEY = Operation(
    action=Action.KEY_EDIT,
    prepare=_prepare,
    check=_check,
    perform=_perform,
    by_word=_by_word,
    read_back=_read_back,
    record=_record,
)
