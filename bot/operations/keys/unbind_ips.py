"""Unbind IPs from one or several keys. Without its last IP a key expires after 90 days."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.exchanges.exchange import Exchange, ExchangeRefused, Reference
from bot.operations.drifts.guard import ask_to_settle, check_agreed, differing, read_there
from bot.operations.drifts.merge import ChangeIps, of_ips
from bot.operations.keys.outcomes import outcome_lines
from bot.operations.keys.stated_expiry import as_told, is_told, of_text
from bot.operations.keys.warnings import about_exposed, about_withdrawing
from bot.operations.lookup.accounts import terms_outside
from bot.operations.lookup.keys import (
    asked_keys,
    display_name,
    key_payload,
    keys_before_ips,
    offered_keys,
    payload_keys,
    set_apart,
    which_key,
    words_of,
)
from bot.operations.model.button_data import typed
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request, Subject
from bot.rules.ip_binding import ips_after_unbind, read_ips
from bot.rules.key_terms import end_after_unbind
from bot.rules.verdict import Reason, Refused, Verdict
from storage.records import Action, Arg, Key, KeyFacts, Message, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    if not request.words:
        offered = offered_keys(work, actor, Action.KEY_UNBIND)
        return offered if isinstance(offered, Refused) else which_key(work, actor, "unbind", offered)
    found = keys_before_ips(work, actor, request.words)
    if not isinstance(found, tuple):
        return found
    keys, words = found
    if question := ask_to_settle(work, keys, actor.now):
        return question
    if not words and all(key.ips for key in keys):
        return _which_ip(work, keys)
    gone = _gone_ips(keys, words)
    if isinstance(gone, Refused):
        return gone
    return _one(work, actor, keys[0], gone) if len(keys) == 1 else _several(work, actor, keys, gone)


def _gone_ips(keys: Sequence[Key], words: Sequence[str]) -> list[str] | Refused:
    """The IPs to unbind. `all` means every IP of each key. A named IP is bound to every key."""
    if (unbound := next((key for key in keys if not key.ips), None)) is not None:
        return Refused(Reason.KEY_UNBOUND, {"key": unbound.remark})
    if [word.lower() for word in words] == ["all"]:
        return list(dict.fromkeys(ip for key in keys for ip in key.ips))
    read = read_ips(words)
    if isinstance(read, Refused) or len(keys) == 1:
        return read if isinstance(read, Refused) else list(read.ips)
    after = (ips_after_unbind(key.ips, read.ips, key.remark) for key in keys)
    return next((refused for refused in after if isinstance(refused, Refused)), list(read.ips))


def _one(work: Work, actor: Actor, key: Key, gone: Sequence[str]) -> Prepared:
    left = set(key.ips) - set(gone)
    return Prepared(
        payload={**key_payload([key]), "ips": list(gone)},
        plan=Message(
            "plan-unbind" if left else "plan-unbind-last",
            {
                "key": display_name(work, key),
                "ips": list(gone),
                "ends": _end_without(work, key, actor.now),
                "warnings": about_withdrawing(withdraw=key.withdraw, ips=left),
            },
        ),
        is_high_risk=key.withdraw,
        subjects=[key.id],
    )


def _several(work: Work, actor: Actor, keys: Sequence[Key], gone: Sequence[str]) -> Prepared:
    """Unbind IPs from several keys. The IPs at the question are kept, so that no later one is unbound unseen."""
    together, apart = set_apart(work, keys, Action.KEY_UNBIND)
    left = [replace(key, ips=tuple(ip for ip in key.ips if ip not in gone)) for key in together]
    rows = [
        Message(
            "plan-unbind-key",
            {
                "key": display_name(work, key),
                "ips": [ip for ip in key.ips if ip in gone],
                "ends": None if after.ips else _end_without(work, key, actor.now),
            },
        )
        for key, after in zip(together, left, strict=True)
    ]
    args: dict[str, Arg] = {
        "count": len(together),
        "keys": rows,
        "warnings": about_exposed(work, left),
        "apart": [display_name(work, key) for key in apart],
    }
    return Prepared(
        payload={**key_payload(together), "ips": list(gone), "before": [list(key.ips) for key in together]},
        plan=Message("plan-unbind-several", args),
        is_high_risk=any(key.withdraw for key in together),
        subjects=[key.id for key in together],
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


def _which_ip(work: Work, keys: Sequence[Key]) -> Question:
    """Ask for an IP that all of the keys have, or all IPs."""
    command = " ".join(["unbind", *(str(key.number) for key in keys)])
    shared = [ip for ip in keys[0].ips if all(ip in key.ips for key in keys)]
    choices = [(Message("choice-ip", {"ip": ip}), typed(f"{command} {ip}")) for ip in shared]
    return Question(
        Message("ask-which-ip", {"key": ", ".join(display_name(work, key) for key in keys)}),
        [*choices, (Message("choice-all-ips"), typed(f"{command} all"))],
    )


def _check(work: Work, _: Actor, payload: Mapping[str, object]) -> Verdict:
    keys, gone, before = asked_keys(work, payload), words_of(payload, "ips"), payload.get("before")
    if isinstance(keys, Refused):
        return keys
    if isinstance(before, list):
        changed = (key for key, ips in zip(keys, before, strict=True) if list(key.ips) != ips)
        gone = [ip for ip in gone if ip in keys[0].ips]
        if (key := next(changed, None)) is not None:
            return Refused(Reason.KEY_CHANGED, {"key": key.remark})
    left = ips_after_unbind(keys[0].ips, gone, keys[0].remark)
    return left if isinstance(left, Refused) else check_agreed(work, keys)


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
    """Ask when the keys expire without IPs, which only the person who unbound them has seen."""
    keys, change = payload_keys(work, ticket.payload), _change(ticket)
    if isinstance(keys, Refused):
        return None
    told = [key for key in keys if not change(key.ips) and is_told(work.accounts.get(key.account_id))]
    names = [display_name(work, key) for key in told]
    return Message("ask-end-unbound", {"key": names, "count": len(names)}) if names else None


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
