"""Bind IPs to one or several keys, after which they do not expire."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.exchanges.exchange import Exchange, Reference
from bot.operations.drifts.card import LOST, difference_of, lines
from bot.operations.drifts.guard import (
    ask_to_settle,
    check_agreed,
    exchange_label,
    find_open,
    read_there,
    refuse_differing,
)
from bot.operations.drifts.merge import ChangeIps, of_ips
from bot.operations.keys.outcomes import outcome_lines
from bot.operations.keys.warnings import about_ips
from bot.operations.lookup.keys import (
    asked_keys,
    display_name,
    key_payload,
    keys_before_ips,
    set_apart,
    which_key,
    words_of,
)
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request, Subject
from bot.rules.drift import IpsChanged
from bot.rules.ip_binding import ips_after_bind, read_ips_to_bind
from bot.rules.ip_text import IpList
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Arg, Drift, Key, KeyFacts, Message, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    if not request.words:
        return which_key(work, actor, "bind")
    found = keys_before_ips(work, actor, request.words)
    if not isinstance(found, tuple):
        return found
    keys, words = found
    if not words:
        numbers = " ".join(str(key.number) for key in keys)
        names = ", ".join(display_name(work, key) for key in keys)
        return Question(Message("ask-ips", {"key": names}), so_far=f"/bind {numbers}")
    return _one(work, actor, keys[0], words) if len(keys) == 1 else _several(work, actor, keys, words)


def _one(work: Work, actor: Actor, key: Key, words: Sequence[str]) -> Prepared | Refused | Question:
    drift = find_open(work, key)
    is_lost = tuple(words) == (LOST,)
    read = _lost(key, drift) if is_lost else read_ips_to_bind(words)
    if isinstance(read, Refused):
        return read
    if drift is not None and drift.there is None:
        return ask_to_settle(work, [key], actor.now) or Refused(Reason.KEY_CHANGED, {"key": key.remark})
    args: dict[str, Arg] = {
        "key": display_name(work, key),
        "ips": list(read.ips),
        "before": list(key.ips if drift is None else drift.there.ips if drift.there else ()),
        "warnings": about_ips(read),
        "exchange": exchange_label(work.accounts.get(key.account_id)),
        "findings": lines(drift, actor.now, but=IpsChanged if is_lost else None) if drift is not None else None,
    }
    return Prepared(
        payload={**key_payload([key]), "ips": list(read.ips), "drift_id": _name(drift), "is_lost": is_lost},
        plan=Message("plan-bind-lost" if is_lost else "plan-bind", args),
        is_high_risk=key.withdraw or (drift is not None and drift.there is not None and drift.there.withdraw),
        subjects=[key.id],
    )


def _several(work: Work, actor: Actor, keys: Sequence[Key], words: Sequence[str]) -> Prepared | Refused | Question:
    """Bind the same IPs to several keys. One that has some of them gets the others."""
    if question := ask_to_settle(work, keys, actor.now):
        return question
    read = read_ips_to_bind(words)
    if isinstance(read, Refused):
        return read
    together, apart = set_apart(work, keys, Action.KEY_BIND)
    args: dict[str, Arg] = {
        "count": len(together),
        "ips": list(read.ips),
        "keys": [
            Message("plan-bind-key", {"key": display_name(work, key), "before": list(key.ips)}) for key in together
        ],
        "warnings": about_ips(read),
        "apart": [display_name(work, key) for key in apart],
    }
    return Prepared(
        payload={**key_payload(together), "ips": list(read.ips), "drift_id": None, "is_lost": False},
        plan=Message("plan-bind-several", args),
        is_high_risk=any(key.withdraw for key in together),
        subjects=[key.id for key in together],
    )


def _lost(key: Key, drift: Drift | None) -> IpList | Refused:
    """Return the IPs that bound the key before they were all removed at its exchange."""
    lost = difference_of(drift).lost_ips if drift is not None else ()
    return IpList(lost) if lost else Refused(Reason.DRIFT_GONE, {"key": key.remark})


def _name(drift: Drift | None) -> str | None:
    return None if drift is None else str(drift.id)


def _check(work: Work, _: Actor, payload: Mapping[str, object]) -> Verdict:
    keys, ips = asked_keys(work, payload), words_of(payload, "ips")
    if isinstance(keys, Refused):
        return keys
    if len(keys) == 1:
        return _check_one(work, keys[0], payload, ips)
    new = {key.id: [ip for ip in ips if ip not in key.ips] for key in keys}
    if not any(new.values()):
        return Refused(Reason.IP_ALREADY_BOUND, {"ip": ips[0], "key": keys[0].remark})
    after = (ips_after_bind(key.ips, new[key.id], key.remark) for key in keys)
    full = next((refused for refused in after if isinstance(refused, Refused)), None)
    return full or check_agreed(work, keys)


def _check_one(work: Work, key: Key, payload: Mapping[str, object], ips: Sequence[str]) -> Verdict:
    drift = find_open(work, key)
    if _name(drift) != payload.get("drift_id"):
        # The exchange's facts are not those of the plan any more.
        return refuse_differing(work, key) if drift else Refused(Reason.KEY_CHANGED, {"key": key.remark})
    there = key.ips if drift is None or drift.there is None else drift.there.ips
    if payload.get("is_lost"):
        there = ()
    bound = ips_after_bind(there, ips, key.remark)
    return bound if isinstance(bound, Refused) else Allowed()


async def _perform(exchange: Exchange, reference: Reference, ticket: Ticket, subject: Subject) -> KeyFacts:
    """Add the IPs to those that are bound at the exchange now, so that no other change there is undone.

    Only IPs that replaced all of ours are removed, as the plan says.
    """
    there = await read_there(exchange, subject.the_key)
    return await exchange.set_ips(reference, there.remote_id, _change(ticket)(there.ips))


def _by_word(ticket: Ticket, subject: Subject, _: datetime) -> KeyFacts:
    return replace(subject.the_key.facts, ips=_change(ticket)(subject.the_key.ips), expires_at=None)


def _change(ticket: Ticket) -> ChangeIps:
    """Build the change of IPs. Binding an IP twice changes nothing, so a repetition is harmless."""
    added = words_of(ticket.payload, "ips")
    if ticket.payload.get("is_lost"):
        return lambda _: tuple(added)
    return lambda ips: tuple(dict.fromkeys([*ips, *added]))


def _record(work: Work, ticket: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    told = outcome_lines(work, outcomes, Message("result-bound"), now, of_ips(_change(ticket)))
    return Recorded(Message("result-lines", {"lines": told}))


BIND_IPS = Operation(
    action=Action.KEY_BIND, prepare=_prepare, check=_check, perform=_perform, attested=_by_word, record=_record
)
