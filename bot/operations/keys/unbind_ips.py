"""Unbind IPs from a key. Without its last IP the key expires after 90 days."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.exchanges.exchange import Exchange, ExchangeRefused, Reference
from bot.operations.drifts.guard import ask_to_settle, check_agreed, differing, read_there
from bot.operations.drifts.merge import ChangeIps, of_ips
from bot.operations.keys.outcomes import outcome_lines
from bot.operations.keys.stated_expiry import as_told, is_told, of_text
from bot.operations.keys.warnings import about_withdrawing
from bot.operations.lookup.accounts import terms_outside
from bot.operations.lookup.keys import (
    display_name,
    key_payload,
    named_key,
    offered_keys,
    payload_key,
    which_key,
    words_of,
)
from bot.operations.model.button_data import typed
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request, Subject
from bot.rules.ip_binding import ips_after_unbind, read_ips
from bot.rules.ip_text import IpList
from bot.rules.key_terms import end_after_unbind
from bot.rules.verdict import Reason, Refused, Verdict
from storage.records import Action, Key, KeyFacts, Message, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    if not request.words:
        offered = offered_keys(work, actor, Action.KEY_UNBIND)
        return offered if isinstance(offered, Refused) else which_key(work, actor, "unbind", offered)
    key = named_key(work, actor, request.words, "unbind")
    if not isinstance(key, Key):
        return key
    if question := ask_to_settle(work, [key], actor.now):
        return question
    if len(request.words) == 1:
        return _which_ip(key)
    is_all = [word.lower() for word in request.words[1:]] == ["all"]
    read = IpList(key.ips) if is_all else read_ips(request.words[1:])
    if isinstance(read, Refused):
        return read
    left = set(key.ips) - set(read.ips)
    return Prepared(
        payload={**key_payload([key]), "ips": list(read.ips)},
        plan=Message(
            "plan-unbind" if left else "plan-unbind-last",
            {
                "key": display_name(work, key),
                "ips": list(read.ips),
                "ends": _end_without(work, key, actor.now),
                "warnings": about_withdrawing(withdraw=key.withdraw, ips=left),
            },
        ),
        is_high_risk=key.withdraw,
        subjects=[key.id],
    )


def _end_without(work: Work, key: Key, now: datetime) -> Message:
    """Say when a key without IPs expires, without computing what an exchange or a person decides."""
    account = work.accounts.get(key.account_id)
    if is_told(account):
        return Message("key-ends-as-you-tell")
    terms = terms_outside(account)
    if terms is not None:
        return Message("key-ends-as-told", {"exchange": terms.name})
    return Message("key-ends-at", {"at": end_after_unbind((), now)})


def _which_ip(key: Key) -> Question | Refused:
    if not key.ips:
        return Refused(Reason.KEY_UNBOUND, {"key": key.remark})
    choices = [(Message("choice-ip", {"ip": ip}), typed(f"unbind {key.number} {ip}")) for ip in key.ips]
    return Question(
        Message("ask-which-ip", {"key": key.remark}),
        [*choices, (Message("choice-all-ips"), typed(f"unbind {key.number} all"))],
    )


def _check(work: Work, _: Actor, payload: Mapping[str, object]) -> Verdict:
    key = payload_key(work, payload)
    if isinstance(key, Refused):
        return key
    left = ips_after_unbind(key.ips, words_of(payload, "ips"), key.remark)
    return left if isinstance(left, Refused) else check_agreed(work, [key])


async def _perform(exchange: Exchange, reference: Reference, ticket: Ticket, subject: Subject) -> KeyFacts:
    """Remove the IPs from those bound at the exchange now.

    Refused where the key would become bound or unbound against the plan.
    """
    known, change = subject.the_key, _change(ticket)
    left = change((await read_there(exchange, known)).ips)
    if bool(left) != bool(change(known.ips)):
        raise ExchangeRefused(Refused(Reason.KEY_DIFFERS, differing(subject.the_account, known.remark)))
    return await exchange.set_ips(reference, known.remote_id, left)


def _ask_done(work: Work, ticket: Ticket) -> Message | None:
    """Ask when the key expires without IPs, which only the person who unbound it has seen."""
    key = payload_key(work, ticket.payload)
    if isinstance(key, Refused) or _change(ticket)(key.ips) or not is_told(work.accounts.get(key.account_id)):
        return None
    return Message("ask-end-unbound", {"key": display_name(work, key)})


def _by_word(ticket: Ticket, subject: Subject, _: datetime) -> KeyFacts:
    left = _change(ticket)(subject.the_key.ips)
    return replace(subject.the_key.facts, ips=tuple(left), expires_at=None if left else of_text(ticket.told).expires_at)


def _change(ticket: Ticket) -> ChangeIps:
    gone = set(words_of(ticket.payload, "ips"))
    return lambda ips: tuple(ip for ip in ips if ip not in gone)


def _record(work: Work, ticket: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    told = outcome_lines(work, outcomes, Message("result-unbound"), now, as_told(ticket, of_ips(_change(ticket))))
    return Recorded(Message("result-lines", {"lines": told}))


UNBIND_IPS = Operation(
    action=Action.KEY_UNBIND,
    prepare=_prepare,
    check=_check,
    perform=_perform,
    attested=_by_word,
    ask_done=_ask_done,
    record=_record,
)
