"""Renewing keys without bound IPs: 90 days from now, several keys under one code.

It must not know how a proof is given.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.exchanges.exchange import Exchange, Reference, RemoteKey
from bot.operations.asked import Asked, Operation, PartOutcome, Prepared, Question, Recorded, Setting, Subject
from bot.operations.keys.known import (
    about,
    as_remote,
    ends,
    named_keys,
    outcome_lines,
    payload_keys,
    visible_keys,
    which_key,
)
from bot.rules.key_terms import end_after_renew, may_renew
from bot.rules.verdict import Allowed, Refused, Verdict
from storage.records import Action, Saying, Ticket
from storage.work import Work


def _prepare(work: Work, setting: Setting, asked: Asked) -> Prepared | Refused | Question:
    if not asked.words:
        return which_key(work, setting, "renew", [key for key in visible_keys(work, setting) if not key.ips] or None)
    keys = named_keys(work, setting, asked.words)
    if isinstance(keys, Refused):
        return keys
    lines = [
        Saying(
            "plan-renew-key",
            {"key": key.remark, "ends": ends(key, setting.now), "new_end": end_after_renew(setting.now)},
        )
        for key in keys
    ]
    return Prepared(
        payload=about(keys),
        plan=Saying("plan-renew", {"count": len(keys), "keys": lines}),
        subjects=[key.id for key in keys],
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
    return as_remote(subject.the_key, ips=subject.the_key.ips, expires_at=end_after_renew(now))


def _record(work: Work, _: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    return Recorded(Saying("result-lines", {"lines": outcome_lines(work, outcomes, "result-renewed", now)}))


RENEW_KEY = Operation(
    action=Action.KEY_RENEW, prepare=_prepare, check=_check, perform=_perform, by_word=_by_word, record=_record
)
