"""Rotate a key: create a new one with the same settings.

The old one is deleted later by its own ticket.

A person creates the successor of a tracked key on the exchange's page, and it is recorded here with its access id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.exchanges.exchange import CreatedKey, Exchange, ExchangeRefused, NewKey, Reference
from bot.operations.accounts.capacity import count_keys
from bot.operations.drifts.guard import ask_to_settle, check_agreed, differing
from bot.operations.drifts.merge import look_soon
from bot.operations.keys.outcomes import add_made
from bot.operations.keys.rotation import GONE, state_text
from bot.operations.keys.stated_expiry import ask_which_date, zone_of_dates
from bot.operations.keys.track_key import read_typed
from bot.operations.keys.warnings import about_withdrawing
from bot.operations.lookup.accounts import makes_keys
from bot.operations.lookup.keys import (
    display_name,
    duration_text,
    expiry_text,
    failed_line,
    key_payload,
    named_key,
    payload_key,
    permissions_of,
    secret_saying,
    words_of,
)
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request, Subject
from bot.rules.access_id import check_access_id
from bot.rules.exchange_terms import keys_limit, may_create, name_limit
from bot.rules.key_sheet import TrackedKey
from bot.rules.key_terms import may_add_key
from bot.rules.remark import check_remark, fold
from bot.rules.rotation import next_name, refuse_word, take_overlap
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Arg, Key, KeyFacts, Message, Rotation, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    key = named_key(work, actor, request.words, "rotate")
    if not isinstance(key, Key):
        return key
    if question := ask_to_settle(work, [key], actor.now):
        return question
    rest = take_overlap(request.words[1:])
    if isinstance(rest, Refused):
        return rest
    words, overlap = rest
    made = _successor(work, actor, replace(request, words=tuple(words)), key)
    if isinstance(made, Refused):
        return ask_which_date(made, request.words)
    if not isinstance(made, TrackedKey):
        return made
    facts: dict[str, Arg] = {
        "old": display_name(work, key),
        "permissions": permissions_of(work.accounts.get(key.account_id), key),
        "ends": expiry_text(made, actor.now) if made.access_id else None,
        "stands": state_text(work, key, actor.now),
    }
    return _prepared(key, made, overlap, facts)


def _successor(work: Work, actor: Actor, request: Request, key: Key) -> TrackedKey | Refused | Question:
    """Return the settings of the new key. Those of a tracked key's successor must be typed."""
    account, words = work.accounts.get(key.account_id), request.words
    beside = [other.remark for other in work.keys.list_of_account(account.id)]
    name = next_name(key.remark, beside, name_limit(account.kind))
    if work.rotations.find_of(key.id):
        return Refused(Reason.KEY_ROTATING, {"key": key.remark})
    if makes_keys(account):
        return refuse_word(words[0]) if words else TrackedKey(name, "", None, key.ips)
    if not words:
        steps = Message("ask-rotate-by-hand", {"key": key.remark, "ips": list(key.ips)})
        return Question(steps, so_far=f"/rotate {key.number}")
    told = read_typed([name, *words], actor.now, zone_of_dates(actor.person, request.place))
    if not isinstance(told, Refused) and fold(told.access_id) == fold(name):
        return Refused(Reason.ACCESS_ID_WORD, {"access_id": told.access_id})
    if isinstance(told, Refused) or told.ips or told.expires_at or told.never_expires:
        return told
    return replace(told, ips=key.ips)


def rotation_payload(key: Key, made: TrackedKey, overlap: timedelta) -> dict[str, object]:
    """The exact request to replace a key by one with these settings."""
    return {
        **key_payload([key]),
        "old_remote_id": key.remote_id,
        "account_id": str(key.account_id),
        "remark": made.remark,
        "trade": key.trade,
        "withdraw": key.withdraw,
        "ips": list(made.ips),
        "overlap_seconds": int(overlap.total_seconds()),
        "access_id": made.access_id,
        "like": key.remote_id,
        "expires_at": made.expires_at.isoformat() if made.expires_at else None,
        "never_expires": made.never_expires,
    }


def _prepared(key: Key, made: TrackedKey, overlap: timedelta, facts: Mapping[str, Arg]) -> Prepared:
    return Prepared(
        payload=rotation_payload(key, made, overlap),
        plan=Message(
            "plan-rotate",
            {
                "new": made.remark,
                "access_id": made.access_id or None,
                "ips": list(made.ips),
                "warnings": about_withdrawing(withdraw=key.withdraw, ips=made.ips),
                "overlap": duration_text(overlap),
                **facts,
            },
        ),
        is_high_risk=key.withdraw,
        subjects=[key.account_id],
    )


def _check(work: Work, _: Actor, payload: Mapping[str, object]) -> Verdict:
    key = payload_key(work, payload)
    if isinstance(key, Refused):
        return key
    account = work.accounts.get(key.account_id)
    beside = work.keys.list_of_account(account.id)
    is_told = bool(payload["access_id"])
    if not is_told and (key.trade, key.withdraw, list(key.ips)) != (
        payload["trade"],
        payload["withdraw"],
        words_of(payload, "ips"),
    ):
        return Refused(Reason.KEY_CHANGED, {"key": key.remark})
    if work.rotations.find_of(key.id):
        return Refused(Reason.KEY_ROTATING, {"key": key.remark})
    verdicts = [
        check_agreed(work, [key]),
        may_add_key(count_keys(work, account), account.name, keys_limit(account.kind)),
        check_remark(str(payload["remark"]), [other.remark for other in beside]),
    ]
    if is_told:
        verdicts.append(check_access_id(str(payload["access_id"]), work.keys.list_of_team(key.team_id)))
    else:
        verdicts.append(may_create(account.kind, str(payload["remark"]), withdraw=bool(payload["withdraw"])))
    return next((verdict for verdict in verdicts if isinstance(verdict, Refused)), Allowed())


async def perform_rotation(
    exchange: Exchange, reference: Reference, ticket: Ticket, subject: Subject
) -> CreatedKey | KeyFacts:
    """Create the key with the settings that were shown, if the old key still has them now."""
    payload = ticket.payload
    if payload["access_id"]:
        return _as_told(ticket)
    known = {key.remote_id: key for key in await exchange.list_keys()}
    old = known.get(str(payload.get("old_remote_id", "")))
    if old is not None and (old.trade, old.withdraw, set(old.ips)) != (
        payload["trade"],
        payload["withdraw"],
        set(words_of(payload, "ips")),
    ):
        (remark,) = words_of(payload, "remarks")
        raise ExchangeRefused(Refused(Reason.KEY_DIFFERS, differing(subject.the_account, remark)))
    wish = NewKey(
        remark=str(payload["remark"]),
        trade=bool(payload["trade"]),
        withdraw=bool(payload["withdraw"]),
        ips=tuple(words_of(payload, "ips")),
        like=str(payload["like"]) if payload.get("like") else None,
    )
    return await exchange.create_key(reference, wish)


def _as_told(ticket: Ticket) -> KeyFacts:
    """The successor that a person created on the exchange's page. It is not known yet whether it works."""
    payload, access_id = ticket.payload, str(ticket.payload["access_id"])
    return KeyFacts(
        remote_id=access_id,
        access_id=access_id,
        remark=str(payload["remark"]),
        trade=bool(payload["trade"]),
        withdraw=bool(payload["withdraw"]),
        ips=tuple(words_of(payload, "ips")),
        created_at=ticket.asked_at,
        expires_at=datetime.fromisoformat(str(payload["expires_at"])) if payload["expires_at"] else None,
        live_at=None,
    )


def _record(work: Work, ticket: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    """Record the new key, whatever happened to the old one. Without the old one there is no rotation."""
    (outcome,) = outcomes
    (old_remark,) = words_of(ticket.payload, "remarks")
    if outcome.refused is not None:
        if outcome.refused.reason is Reason.KEY_DIFFERS:
            look_soon(work, outcome.subject.the_account.id, now)
        return Recorded(failed_line(old_remark, outcome.refused))
    made = outcome.answer.key if isinstance(outcome.answer, CreatedKey) else outcome.answer
    if not isinstance(made, KeyFacts):
        raise TypeError("a rotation brings a new key")
    key = add_made(work, outcome.subject.the_account, made, ticket.user_id, now)
    if ticket.payload.get("never_expires"):
        key = replace(key, never_expires=True)
        work.keys.save(key)
    old = payload_key(work, ticket.payload)
    if isinstance(old, Key) and work.rotations.find_of(old.id) is None:
        work.rotations.add(Rotation(key.id, old.id, key.team_id, int(str(ticket.payload["overlap_seconds"]))))
    gone = Message("rotation-stands", {"key": old_remark, "state": GONE})
    args: dict[str, Arg] = {
        "new": key.remark,
        "number": key.number,
        "ends": expiry_text(key, now),
        "stands": state_text(work, old, now) if isinstance(old, Key) else gone,
    }
    if not isinstance(outcome.answer, CreatedKey):
        return Recorded(Message("result-rotated-by-hand", args))
    work.books.forget_secret(ticket.id)
    return Recorded(
        Message("result-rotated", {**args, "live_at": key.live_at, "works": key.announced_live_at is not None}),
        secrets=[secret_saying(key, outcome.answer.key_secret)],
    )


ROTATE_KEY = Operation(
    action=Action.KEY_ROTATE,
    prepare=_prepare,
    check=_check,
    perform=perform_rotation,
    makes_something=True,
    record=_record,
)
