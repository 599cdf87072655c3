"""Change a key's name, its right to trade or its stated expiry. Everything else stays.

The name of a watched key exists only in our list, so no exchange is asked about it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.exchanges.exchange import Exchange, ExchangeRefused, Reference
from bot.operations.drifts.guard import ask_to_settle, check_agreed, differing, exchange_label, read_there
from bot.operations.drifts.merge import Change, SomeKey, with_end
from bot.operations.keys.outcomes import outcome_lines
from bot.operations.keys.stated_expiry import (
    as_text,
    ask_end,
    ask_which_date,
    is_told,
    of_text,
    with_told_end,
    zone_of_dates,
)
from bot.operations.keys.warnings import about_exposed
from bot.operations.lookup.keys import display_name, expiry_text, key_payload, named_key, payload_key
from bot.operations.model.button_data import typed
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request, Subject
from bot.rules.exchange_terms import may_be_called, name_limit
from bot.rules.key_edit import EXPIRES_WORD, NAME_WORD, OFF, ON, TRADE_WORD, KeyEdit, read_edit
from bot.rules.remark import check_remark, clean
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Account, AccountKind, Action, Arg, Key, KeyFacts, Message, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    key = named_key(work, actor, request.words, "editkey")
    if not isinstance(key, Key):
        return key
    if question := ask_to_settle(work, [key], actor.now):
        return question
    edit = _understand(work, actor, request, key)
    if not isinstance(edit, KeyEdit):
        return edit
    return Prepared(
        payload={
            **key_payload([key]),
            "remark": edit.remark,
            "trade": edit.trade,
            "end": None if edit.end is None else as_text(edit.end),
        },
        plan=Message(
            "plan-edit",
            {
                "key": display_name(work, key),
                **_told(edit),
                "ends": _new_end(key, edit, actor.now),
                "warnings": about_exposed(work, [key]),
            },
        ),
        is_high_risk=key.withdraw,
        subjects=[key.id],
    )


def _understand(work: Work, actor: Actor, request: Request, key: Key) -> KeyEdit | Refused | Question:
    account, words = work.accounts.get(key.account_id), request.words[1:]
    if not words:
        return _what(work, key, account)
    if [word.lower() for word in words] == [NAME_WORD]:
        return _which_name(work, key)
    if [word.lower() for word in words] == [EXPIRES_WORD]:
        return _may_tell_end(account, key) or _which_end(work, key, actor.now)
    edit = read_edit(words, actor.now, zone_of_dates(actor.person, request.place))
    if isinstance(edit, Refused):
        return ask_which_date(edit, request.words)
    if edit.trade is not None and account.kind is AccountKind.BY_HAND:
        return Refused(Reason.RIGHTS_UNKNOWN, {"key": key.remark})
    return (_may_tell_end(account, key) if edit.end is not None else None) or edit


def _may_tell_end(account: Account, key: Key) -> Refused | None:
    """Why people cannot state the key's expiry, or None."""
    if not is_told(account):
        return Refused(Reason.END_FIXED, {"key": key.remark, "exchange": exchange_label(account)})
    return Refused(Reason.END_BOUND, {"key": key.remark}) if key.ips else None


def _what(work: Work, key: Key, account: Account) -> Question:
    command = f"editkey {key.number}"
    is_watched = account.kind is AccountKind.BY_HAND
    choices = [(Message("button-rename"), typed(f"{command} {NAME_WORD}"))]
    if not is_watched:
        trading = Message("button-trade-off" if key.trade else "button-trade-on")
        choices.append((trading, typed(f"{command} {TRADE_WORD} {OFF if key.trade else ON}")))
    if _may_tell_end(account, key) is None:
        choices.append((Message("button-end"), typed(f"{command} {EXPIRES_WORD}")))
    args: dict[str, Arg] = {"key": display_name(work, key), "number": key.number, "trade": key.trade}
    return Question(Message("ask-edit-watched" if is_watched else "ask-edit", args), choices)


def _which_end(work: Work, key: Key, now: datetime) -> Question:
    saying = Message("ask-end-corrected", {"key": display_name(work, key), "ends": expiry_text(key, now)})
    return ask_end(saying, f"editkey {key.number} {EXPIRES_WORD}", now)


def _new_end(key: Key, edit: KeyEdit, now: datetime) -> Message | None:
    return None if edit.end is None else expiry_text(with_told_end(key, edit.end), now)


def _which_name(work: Work, key: Key) -> Question:
    limit = name_limit(work.accounts.get(key.account_id).kind)
    saying = Message("ask-key-name", {"key": display_name(work, key), "limit": limit})
    return Question(saying, so_far=f"/editkey {key.number} {NAME_WORD}")


def _told(edit: KeyEdit) -> dict[str, str | None]:
    return {"name": edit.remark, "trading": None if edit.trade is None else ON if edit.trade else OFF}


def _edit(payload: Mapping[str, object]) -> KeyEdit:
    remark, trade, end = payload["remark"], payload["trade"], payload.get("end")
    return KeyEdit(
        None if remark is None else str(remark),
        None if trade is None else bool(trade),
        None if end is None else of_text(str(end)),
    )


def _edited(key: SomeKey, edit: KeyEdit) -> SomeKey:
    edited = replace(
        key,
        remark=key.remark if edit.remark is None else edit.remark,
        trade=key.trade if edit.trade is None else edit.trade,
    )
    return edited if edit.end is None else with_told_end(edited, edit.end)


def _check(work: Work, _: Actor, payload: Mapping[str, object]) -> Verdict:
    key, edit = payload_key(work, payload), _edit(payload)
    if isinstance(key, Refused):
        return key
    if _edited(key, edit) == key:
        return Refused(Reason.KEY_UNCHANGED, {"key": key.remark})
    verdicts = [check_agreed(work, [key])]
    if edit.end is not None and (refused := _may_tell_end(work.accounts.get(key.account_id), key)):
        verdicts.append(refused)
    if edit.remark is not None:
        account = work.accounts.get(key.account_id)
        others = [other.remark for other in work.keys.list_of_account(account.id) if other.id != key.id]
        verdicts += [check_remark(edit.remark, others), may_be_called(account.kind, edit.remark)]
    return next((verdict for verdict in verdicts if isinstance(verdict, Refused)), Allowed())


async def _perform(exchange: Exchange, reference: Reference, ticket: Ticket, subject: Subject) -> KeyFacts:
    """Write the exchange's settings with our change.

    A key that others can use by now gets no new right.
    """
    known, edit = subject.the_key, _edit(ticket.payload)
    if subject.the_account.kind is AccountKind.BY_HAND or (edit.remark is None and edit.trade is None):
        return _by_word(ticket, subject, ticket.asked_at)
    there = await read_there(exchange, known)
    if (set(there.ips), there.withdraw) != (set(known.ips), known.withdraw):
        raise ExchangeRefused(Refused(Reason.KEY_DIFFERS, differing(subject.the_account, known.remark)))
    return await exchange.edit_key(reference, known.remote_id, edit)


def _by_word(ticket: Ticket, subject: Subject, _: datetime) -> KeyFacts:
    return _edited(subject.the_key.facts, _edit(ticket.payload))


async def _read_back(exchange: Exchange, ticket: Ticket, subject: Subject, now: datetime) -> KeyFacts | Refused:
    """Return the key as the exchange has it, if it has the wanted settings."""
    known, edit = subject.the_key, _edit(ticket.payload)
    there = await read_there(exchange, known)
    there = replace(there, remark=clean(there.remark))
    if _edited(there, edit) == there:
        return there
    place = exchange_label(subject.the_account)
    return Refused(Reason.KEY_NOT_EDITED, {"key": known.remark, "exchange": place, "at": now})


def _change(edit: KeyEdit) -> Change:
    """An exchange may restart the term of an unbound key when the key is edited."""

    def changed(facts: SomeKey, answer: KeyFacts) -> SomeKey:
        return with_end(_edited(facts, edit), answer)

    return changed


def _record(work: Work, ticket: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    edit, (outcome,) = _edit(ticket.payload), outcomes
    was = outcome.subject.name if edit.remark is not None else None
    done = Message("result-edited", {"was": was, **_told(edit), "corrected": edit.end is not None})
    return Recorded(Message("result-lines", {"lines": outcome_lines(work, outcomes, done, now, _change(edit))}))


EDIT_KEY = Operation(
    action=Action.KEY_EDIT,
    prepare=_prepare,
    check=_check,
    perform=_perform,
    attested=_by_word,
    verify=_read_back,
    record=_record,
)
