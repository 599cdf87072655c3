"""Renew keys without bound IPs for 90 days from now, several keys under one code."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bot.exchanges.exchange import Exchange, ExchangeRefused, Reference
from bot.operations.drifts.guard import ask_to_settle, check_agreed, exchange_label, find_open
from bot.operations.keys.outcomes import SAME_IPS, outcome_lines
from bot.operations.keys.stated_expiry import as_told, is_told, of_text
from bot.operations.keys.warnings import about_exposed
from bot.operations.lookup.accounts import exchange_name, makes_keys, terms_outside
from bot.operations.lookup.keys import (
    display_name,
    expiry_text,
    gone_there,
    key_payload,
    named_keys,
    offered_keys,
    payload_keys,
    which_key,
    words_of,
)
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request, Subject
from bot.operations.model.replies import fitting
from bot.rules.exchange_terms import TERMS
from bot.rules.key_terms import end_after_renew, may_renew
from bot.rules.verdict import Reason, Refused, Verdict
from storage.records import Action, Arg, Key, KeyFacts, Message, Ticket
from storage.work import Work

BY_HAND = "by-hand"
"""The word that chooses the exchange's own page, where it has no call to renew a key."""


class _Apart(StrEnum):
    """Why a key is not renewed under the code of the others. The value is its name in the payload."""

    OUTSIDE = "apart_ids"
    """Its exchange has no call to renew."""
    LED = "led_ids"
    """People renew it by hand and then say so. Together it would delay the report of the other keys."""
    DIFFERS = "differing_ids"
    """It is not the same at its exchange as in our list."""
    BOUND = "bound_ids"
    """It does not expire."""


_IN_PLAN = {
    _Apart.OUTSIDE: "plan-renew-apart",
    _Apart.LED: "plan-renew-led",
    _Apart.DIFFERS: "plan-renew-differing",
    _Apart.BOUND: "plan-renew-bound",
}
_IN_RESULT = {
    _Apart.OUTSIDE: "result-renew-apart",
    _Apart.LED: "result-renew-led",
    _Apart.DIFFERS: "result-renew-differing",
    _Apart.BOUND: "result-renew-bound",
}


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    names = [word for word in request.words if word.lower() != BY_HAND]
    if not names:
        offered = offered_keys(work, actor, Action.KEY_RENEW)
        return offered if isinstance(offered, Refused) else which_key(work, actor, "renew", offered)
    keys = named_keys(work, actor, names, among=request.words)
    if not isinstance(keys, list):
        return keys
    together, apart = _sort(work, keys)
    if together:
        return _under_one_code(work, actor, together, apart)
    if outside := apart.pop(_Apart.OUTSIDE, None):
        if len(keys) > 1:
            return _one_by_one(work, actor, outside, apart)
        way = _by_hand if len(names) < len(request.words) else _ways
        return way(keys[0], _facts(work, actor, keys[0]))
    # Only keys with drifts or bound IPs are left, and they are refused as usual.
    return ask_to_settle(work, keys, actor.now) or _under_one_code(work, actor, keys, {})


def _sort(work: Work, keys: Sequence[Key]) -> tuple[list[Key], dict[_Apart, list[Key]]]:
    """Split the keys into those under one code and the others by reason.

    Keys managed by hand share one ticket among themselves, and never with keys that the bot renews.
    """
    together: list[Key] = []
    apart: dict[_Apart, list[Key]] = {}
    for key in keys:
        why = _why_apart(work, key)
        (together if why is None else apart.setdefault(why, [])).append(key)
    return together or apart.pop(_Apart.LED, []), apart


def _why_apart(work: Work, key: Key) -> _Apart | None:
    account = work.accounts.get(key.account_id)
    if find_open(work, key) is not None:
        return _Apart.DIFFERS
    if key.ips:
        return _Apart.BOUND
    if terms_outside(account) is not None:
        return _Apart.OUTSIDE
    return None if makes_keys(account) else _Apart.LED


def _under_one_code(work: Work, actor: Actor, keys: Sequence[Key], apart: Mapping[_Apart, Sequence[Key]]) -> Prepared:
    lines = [
        Message(
            "plan-renew-key",
            {
                "key": display_name(work, key),
                "ends": expiry_text(key, actor.now),
                "new_end": None if _ends_as_told(work, key) else end_after_renew(actor.now),
            },
        )
        for key in keys
    ]
    return Prepared(
        payload={**key_payload(keys), **{why.value: [str(key.id) for key in others] for why, others in apart.items()}},
        plan=Message(
            "plan-renew",
            {
                "count": len(keys),
                "keys": lines,
                "warnings": about_exposed(work, keys),
                "apart": _told(work, apart, _IN_PLAN),
            },
        ),
        subjects=[key.id for key in keys],
    )


def _one_by_one(
    work: Work, actor: Actor, outside: Sequence[Key], apart: Mapping[_Apart, Sequence[Key]]
) -> Question | Refused:
    """Ask for each key separately, because the exchange has no call."""
    which = which_key(work, actor, "renew", outside)
    exchanges = [place for place in _by_place(work, outside) if place is not None]
    saying = Message("ask-renew-apart", {"exchanges": exchanges, "apart": _told(work, apart, _IN_PLAN)})
    return replace(which, saying=saying) if isinstance(which, Question) else which


def _by_place(work: Work, keys: Sequence[Key]) -> dict[str | None, list[Key]]:
    found: dict[str | None, list[Key]] = {}
    for key in keys:
        found.setdefault(exchange_label(work.accounts.get(key.account_id)), []).append(key)
    return found


def _told(work: Work, apart: Mapping[_Apart, Sequence[Key]], sentences: Mapping[_Apart, str]) -> list[Message]:
    """List the keys that are not renewed with the others: a line for each reason and exchange."""
    return [
        Message(
            sentences[why],
            {
                "exchange": place,
                "keys": [display_name(work, key) for key in theirs],
                "count": len(theirs),
                "numbers": " ".join(str(key.number) for key in theirs),
            },
        )
        for why, keys in apart.items()
        for place, theirs in ({None: keys} if why is _Apart.BOUND else _by_place(work, keys)).items()
    ]


def _facts(work: Work, actor: Actor, key: Key) -> dict[str, Arg]:
    account = work.accounts.get(key.account_id)
    terms = TERMS[account.kind]
    return {
        "key": key.remark,
        "number": key.number,
        "access_id": key.access_id,
        "account": account.name,
        "ends": expiry_text(key, actor.now),
        "exchange": terms.name,
        "page": terms.page,
        "asks": "yes" if makes_keys(account) else "no",
        "warnings": about_exposed(work, [key]),
        "rotating": "no" if work.rotations.find_of(key.id) is None else "yes",
    }


def _ways(key: Key, facts: Mapping[str, Arg]) -> Question:
    """List the alternatives to a call, best first. A key is in one rotation at most."""
    rotate = [] if facts["rotating"] == "yes" else [(Message("button-rotate"), typed(f"rotate {key.number}"))]
    return Question(
        Message("ask-renew-otherwise", facts),
        [
            (Message("button-bind"), typed(f"bind {key.number}")),
            *rotate,
            (Message("button-by-hand"), typed(f"renew {key.number} {BY_HAND}")),
        ],
    )


def _by_hand(key: Key, facts: Mapping[str, Arg]) -> Prepared:
    """Prepare the steps on the exchange's page. The expiry at the question must have moved afterwards."""
    return Prepared(
        payload={**key_payload([key]), "expires_at": key.expires_at.isoformat() if key.expires_at else None},
        plan=Message("plan-renew-by-hand", facts),
        subjects=[key.id],
    )


def _check(work: Work, _: Actor, payload: Mapping[str, object]) -> Verdict:
    keys = payload_keys(work, payload)
    if isinstance(keys, Refused):
        return keys
    for key in keys:
        verdict = may_renew(key.ips, key.remark)
        if isinstance(verdict, Refused):
            return verdict
    return check_agreed(work, keys)


async def _perform(exchange: Exchange, reference: Reference, _: Ticket, subject: Subject) -> KeyFacts:
    return await exchange.renew_key(reference, subject.the_key.remote_id)


def _ends_as_told(work: Work, key: Key) -> bool:
    return is_told(work.accounts.get(key.account_id))


def _ask_done(work: Work, ticket: Ticket) -> Message | None:
    """Ask when the keys expire now, which only the person who renewed them has seen."""
    keys = payload_keys(work, ticket.payload)
    told = [key for key in keys if _ends_as_told(work, key)] if isinstance(keys, list) else []
    return (
        Message("ask-end-renewed", {"keys": [display_name(work, key) for key in told], "count": len(told)})
        if told
        else None
    )


def _by_word(ticket: Ticket, subject: Subject, _: datetime) -> KeyFacts:
    return replace(subject.the_key.facts, expires_at=of_text(ticket.told).expires_at)


async def _read_back(exchange: Exchange, ticket: Ticket, subject: Subject, now: datetime) -> KeyFacts | Refused:
    """Return the key as the exchange has it, if it expires later than at the question or never."""
    known = subject.the_key
    key = next((key for key in await exchange.list_keys() if key.remote_id == known.remote_id), None)
    if key is None:
        raise ExchangeRefused(gone_there(subject))
    before = ticket.payload.get("expires_at")
    if before is None or key.expires_at is None or key.expires_at > datetime.fromisoformat(str(before)):
        return key
    there = exchange_name(subject.the_account.kind)
    args: dict[str, Arg] = {"key": known.remark, "exchange": there, "ends": key.expires_at, "at": now}
    return Refused(Reason.KEY_NOT_RENEWED, args)


def _record(work: Work, ticket: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    lines = outcome_lines(work, outcomes, Message("result-renewed"), now, as_told(ticket, SAME_IPS))
    apart = {why: found for why in _Apart if (found := _named(work, ticket, why))}
    lines += _told(work, apart, _IN_RESULT)
    next_ones = [key for why, keys in apart.items() if why is not _Apart.BOUND for key in keys]
    if not next_ones:
        return Recorded(Message("result-lines", {"lines": lines}))
    renew = fitting(typed("renew"), [str(key.number) for key in next_ones])
    result_button = button(Message("button-renew-apart", {"count": len(next_ones)}), renew)
    return Recorded(Message("result-lines", {"lines": lines}), result_button=result_button)


def _named(work: Work, ticket: Ticket, why: _Apart) -> list[Key]:
    """List the existing keys that the ticket left out for this reason."""
    identifiers = words_of(ticket.payload, why.value) if why.value in ticket.payload else []
    return [key for identifier in identifiers if (key := work.keys.find(UUID(identifier))) is not None]


RENEW_KEY = Operation(
    action=Action.KEY_RENEW,
    prepare=_prepare,
    check=_check,
    perform=_perform,
    attested=_by_word,
    ask_done=_ask_done,
    verify=_read_back,
    record=_record,
)
