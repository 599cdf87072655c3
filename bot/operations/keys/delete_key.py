"""Delete a key for good."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.exchanges.exchange import Exchange, Reference
from bot.operations.drifts.card import show
from bot.operations.drifts.guard import find_open, mark_differing
from bot.operations.keys.rotation import GONE, SWITCHED_WORD, WORKS, find_pair, rotation_state
from bot.operations.lookup.accounts import makes_keys
from bot.operations.lookup.keys import (
    display_name,
    expiry_text,
    failed_line,
    key_payload,
    named_keys,
    payload_key,
    which_key,
)
from bot.operations.model.notifications import who
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request, Subject
from bot.operations.ticket.screens import close_screens
from bot.rules.key_terms import Life
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Arg, DriftResolution, Key, Message, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    if not request.words:
        return which_key(work, actor, "deletekey")
    is_switching = len(request.words) == 2 and request.words[0].isdecimal() and request.words[1] == SWITCHED_WORD
    name = request.words[0] if is_switching else " ".join(request.words)
    keys = named_keys(work, actor, [name], command="deletekey")
    if not isinstance(keys, list):
        return keys
    key = keys[0]
    drift = find_open(work, key)
    args: dict[str, Arg] = {
        "key": display_name(work, key),
        "access_id": key.access_id,
        "ends": expiry_text(key, actor.now),
        "differs": mark_differing(work.accounts.get(key.account_id), key, drift, actor.now)
        if drift is not None
        else None,
    }
    pair = find_pair(work, key)
    if pair is None or pair.old != key:
        if is_switching:
            return Refused(Reason.ROTATION_OVER, {"key": key.remark})
        return Prepared(payload=key_payload(keys), plan=Message("plan-delete", args), subjects=[key.id])
    return Prepared(
        payload={**key_payload(keys), "replaced_by": str(pair.new.id), "new_remark": pair.new.remark},
        plan=Message(
            "plan-delete-rotated",
            {
                **args,
                "new": pair.new.remark,
                "works": _how_it_works(work, pair.new, actor.now),
                "old_state": rotation_state(work, key, actor.now),
            },
        ),
        subjects=[key.id],
    )


def _how_it_works(work: Work, successor: Key, now: datetime) -> str:
    """Return `true`, `false`, why the key will never work, or that a person has to find out."""
    state = rotation_state(work, successor, now)
    if state == WORKS or state in {GONE, Life.EXPIRED}:
        return "true" if state == WORKS else state
    return "false" if makes_keys(work.accounts.get(successor.account_id)) else "untried"


def _check(work: Work, _: Actor, payload: Mapping[str, object]) -> Verdict:
    """Check that the rotation is still open and the successor exists, if the key is deleted for one."""
    successor = UUID(str(payload["replaced_by"])) if "replaced_by" in payload else None
    if successor is not None and work.keys.find(successor) is None:
        return Refused(Reason.KEY_CHANGED, {"key": str(payload["new_remark"])})
    key = payload_key(work, payload)
    if isinstance(key, Refused):
        return key
    rotation = work.rotations.find_of(key.id)
    if successor is not None and (rotation is None or rotation.new_key_id != successor):
        return Refused(Reason.ROTATION_OVER, {"key": key.remark})
    return Allowed()


def _is_same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return all(one.get(name) == other.get(name) for name in ("key_ids", "replaced_by"))


async def _perform(exchange: Exchange, reference: Reference, _: Ticket, subject: Subject) -> None:
    await exchange.delete_key(reference, subject.the_key.remote_id)


def _by_word(_: Ticket, __: Subject, ___: datetime) -> None:
    return None


def _record(work: Work, ticket: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    (outcome,) = outcomes
    if outcome.refused is not None:
        return Recorded(failed_line(outcome.subject.name, outcome.refused))
    key = outcome.subject.the_key
    name, drift = display_name(work, key), find_open(work, key)
    work.keys.remove(key.id)
    by = who(work.people.get(ticket.user_id))
    close_screens(work, key, Message("screen-key-deleted", {"key": name, "who": by, "at": now}), now)
    if drift is not None:
        work.drifts.settle(drift.id, DriftResolution.DISCARDED, now, ticket.user_id)
        show(work, drift.report_id, now)
    if "replaced_by" in ticket.payload:
        _take_the_word(work, UUID(str(ticket.payload["replaced_by"])), now)
    return Recorded(Message("result-deleted", {"key": name}))


def _take_the_word(work: Work, successor_id: UUID, now: datetime) -> None:
    """Record that the new key works: the bot cannot try it, and the person deleting the old key says so."""
    successor = work.keys.find(successor_id)
    if successor is None or successor.live_at is not None or makes_keys(work.accounts.get(successor.account_id)):
        return
    work.keys.save(replace(successor, live_at=now, announced_live_at=now))


DELETE_KEY = Operation(
    action=Action.KEY_DELETE,
    prepare=_prepare,
    check=_check,
    perform=_perform,
    attested=_by_word,
    record=_record,
    is_same=_is_same,
)
