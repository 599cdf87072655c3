"""Renewing keys without bound IPs: 90 days from now, several keys under one code.

It must not know how a proof is given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.exchanges.exchange import Exchange, ExchangeRefused, Reference, RemoteKey
from bot.operations.accounts.known import exchange_name, makes_keys, terms_outside
from bot.operations.answering import fitting
from bot.operations.asked import Asked, Operation, PartOutcome, Prepared, Question, Recorded, Setting, Subject
from bot.operations.keys.known import (
    about,
    as_remote,
    called,
    ends,
    gone_there,
    named_keys,
    outcome_lines,
    payload_keys,
    visible_keys,
    which_key,
    words_of,
)
from bot.rules.exchange_terms import TERMS
from bot.rules.key_terms import end_after_renew, may_renew
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Arg, Button, Key, Saying, Ticket
from storage.work import Work

BY_HAND = "by-hand"
"""The word that chooses the exchange's own page, where it has no call to renew a key."""


def _prepare(work: Work, setting: Setting, asked: Asked) -> Prepared | Refused | Question:
    names = [word for word in asked.words if word.lower() != BY_HAND]
    if not names:
        return which_key(work, setting, "renew", [key for key in visible_keys(work, setting) if not key.ips] or None)
    keys = named_keys(work, setting, names, among=asked.words)
    if not isinstance(keys, list):
        return keys
    outside = [key for key in keys if terms_outside(work.accounts.get(key.account_id)) is not None and not key.ips]
    together = [key for key in keys if key not in outside]
    if outside and not together:
        if len(keys) > 1:
            return _one_by_one(work, setting, outside)
        way = _by_hand if len(names) < len(asked.words) else _ways
        return way(keys[0], _facts(work, setting, keys[0]))
    lines = [
        Saying(
            "plan-renew-key",
            {"key": called(work, key), "ends": ends(key, setting.now), "new_end": end_after_renew(setting.now)},
        )
        for key in together
    ]
    apart = _apart(work, outside, "plan-renew-apart")
    return Prepared(
        payload={**about(together), "apart_ids": [str(key.id) for key in outside]},
        plan=Saying("plan-renew", {"count": len(together), "keys": lines, "apart": apart}),
        subjects=[key.id for key in together],
    )


def _one_by_one(work: Work, setting: Setting, outside: Sequence[Key]) -> Question | Refused:
    """Each is a matter of its own where the exchange has no call."""
    which = which_key(work, setting, "renew", outside)
    saying = Saying("ask-renew-apart", {"exchanges": list(_by_exchange(work, outside))})
    return replace(which, saying=saying) if isinstance(which, Question) else which


def _by_exchange(work: Work, keys: Sequence[Key]) -> dict[str, list[Key]]:
    found: dict[str, list[Key]] = {}
    for key in keys:
        found.setdefault(exchange_name(work.accounts.get(key.account_id).kind), []).append(key)
    return found


def _apart(work: Work, keys: Sequence[Key], sentence: str) -> list[Saying]:
    """A line for each exchange: which keys cannot go with the others, since it has no call."""
    return [
        Saying(sentence, {"exchange": exchange, "keys": [called(work, key) for key in theirs]})
        for exchange, theirs in _by_exchange(work, keys).items()
    ]


def _facts(work: Work, setting: Setting, key: Key) -> dict[str, Arg]:
    account = work.accounts.get(key.account_id)
    terms = TERMS[account.kind]
    return {
        "key": key.remark,
        "access_id": key.access_id,
        "account": account.name,
        "ends": ends(key, setting.now),
        "exchange": terms.name,
        "page": terms.page,
        "asks": "yes" if makes_keys(account) else "no",
    }


def _ways(key: Key, facts: Mapping[str, Arg]) -> Question:
    """What there is instead of a call, best first."""
    return Question(
        Saying("ask-renew-otherwise", facts),
        [
            (Saying("button-bind"), f"bind {key.number}"),
            (Saying("button-rotate"), f"rotate {key.number}"),
            (Saying("button-by-hand"), f"renew {key.number} {BY_HAND}"),
        ],
    )


def _by_hand(key: Key, facts: Mapping[str, Arg]) -> Prepared:
    """The steps on the exchange's page; its end as it was asked is what must have moved."""
    return Prepared(
        payload={**about([key]), "expires_at": key.expires_at.isoformat() if key.expires_at else None},
        plan=Saying("plan-renew-by-hand", facts),
        subjects=[key.id],
    )


def _check(work: Work, _: Setting, payload: Mapping[str, object]) -> Verdict:
    keys = payload_keys(work, payload)
    if isinstance(keys, Refused):
        return keys
    for key in keys:
        verdict = may_renew(key.ips, key.remark)
        if isinstance(verdict, Refused):
            return verdict
    return Allowed()


async def _perform(exchange: Exchange, reference: Reference, _: Ticket, subject: Subject) -> RemoteKey:
    return await exchange.renew_key(reference, subject.the_key.remote_id)


def _by_word(_: Ticket, subject: Subject, now: datetime) -> RemoteKey:
    """At an exchange that cannot be asked any more nobody knows the new end."""
    counted = None if terms_outside(subject.the_account) else end_after_renew(now)
    return as_remote(subject.the_key, ips=subject.the_key.ips, expires_at=counted)


async def _read_back(exchange: Exchange, ticket: Ticket, subject: Subject, now: datetime) -> RemoteKey | Refused:
    """The key as the exchange has it, where it ends later than when this was asked, or not at all any more."""
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
    lines = outcome_lines(work, outcomes, "result-renewed", now)
    identifiers = words_of(ticket.payload, "apart_ids") if "apart_ids" in ticket.payload else []
    apart = [key for identifier in identifiers if (key := work.keys.find(UUID(identifier))) is not None]
    if not apart:
        return Recorded(Saying("result-lines", {"lines": lines}))
    lines += _apart(work, apart, "result-renew-apart")
    words = "ask renew"
    numbers = fitting(words, [str(key.number) for key in apart])
    door = Button(Saying("button-renew-apart", {"count": len(apart)}), press=" ".join([words, *numbers]))
    return Recorded(Saying("result-lines", {"lines": lines}), door=door)


RENEW_KEY = Operation(
    action=Action.KEY_RENEW,
    prepare=_prepare,
    check=_check,
    perform=_perform,
    by_word=_by_word,
    read_back=_read_back,
    record=_record,
)
