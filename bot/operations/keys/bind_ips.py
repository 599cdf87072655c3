"""Binding IPs to a key, after which it does not expire.

It must not know how a proof is given.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.exchanges.exchange import Exchange, Reference, RemoteKey
from bot.operations.asked import Asked, Operation, PartOutcome, Prepared, Question, Recorded, Setting, Subject
from bot.operations.keys.known import (
    about,
    as_remote,
    called,
    named_keys,
    outcome_lines,
    payload_key,
    which_key,
    words_of,
)
from bot.rules.ip_binding import ips_after_bind, read_ips, special_purpose
from bot.rules.verdict import Allowed, Refused, Verdict
from storage.records import Action, Saying, Ticket
from storage.work import Work


def _prepare(work: Work, setting: Setting, asked: Asked) -> Prepared | Refused | Question:
    if not asked.words:
        return which_key(work, setting, "bind")
    keys = named_keys(work, setting, asked.words[:1], among=asked.words)
    if not isinstance(keys, list):
        return keys
    key = keys[0]
    if len(asked.words) == 1:
        return Question(Saying("ask-ips", {"key": called(work, key)}), so_far=f"/bind {key.number}")
    ips = read_ips(asked.words[1:])
    if isinstance(ips, Refused):
        return ips
    return Prepared(
        payload={**about(keys), "ips": list(ips)},
        plan=Saying("plan-bind", {"key": called(work, key), "ips": list(ips), "warnings": warnings(ips)}),
        is_grave=key.withdraw,
        subjects=[key.id],
    )


def warnings(ips: Sequence[str]) -> list[Saying]:
    """A line for each kind of address that no exchange will ever see as a sender."""
    by_purpose: dict[str, list[str]] = {}
    for ip in ips:
        purpose = special_purpose(ip)
        if purpose is not None:
            by_purpose.setdefault(purpose, []).append(ip)
    return [Saying("warning-ips", {"ips": found, "purpose": purpose}) for purpose, found in by_purpose.items()]


def _check(work: Work, _: Setting, payload: Mapping[str, object]) -> Verdict:
    key = payload_key(work, payload)
    if isinstance(key, Refused):
        return key
    bound = ips_after_bind(key.ips, words_of(payload, "ips"), key.remark)
    return bound if isinstance(bound, Refused) else Allowed()


async def _perform(exchange: Exchange, reference: Reference, ticket: Ticket, subject: Subject) -> RemoteKey:
    return await exchange.set_ips(reference, subject.the_key.remote_id, _bound(ticket, subject))


def _by_word(ticket: Ticket, subject: Subject, _: datetime) -> RemoteKey:
    return as_remote(subject.the_key, ips=_bound(ticket, subject), expires_at=None)


def _bound(ticket: Ticket, subject: Subject) -> list[str]:
    """All IPs after the change; binding one twice changes nothing, so a repetition is harmless."""
    return list(dict.fromkeys([*subject.the_key.ips, *words_of(ticket.payload, "ips")]))


def _record(work: Work, _: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    return Recorded(Saying("result-lines", {"lines": outcome_lines(work, outcomes, "result-bound", now)}))


BIND_IPS = Operation(
    action=Action.KEY_BIND, prepare=_prepare, check=_check, perform=_perform, by_word=_by_word, record=_record
)
