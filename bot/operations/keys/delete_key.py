"""Deleting a key, for good.

It must not know how a proof is given.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from bot.exchanges.exchange import Exchange, Reference
from bot.operations.asked import Asked, Operation, PartOutcome, Prepared, Question, Recorded, Setting, Subject
from bot.operations.keys.known import about, called, ends, failed_line, named_keys, payload_key, which_key
from bot.operations.keys.rotation import find_pair
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Arg, Saying, Ticket
from storage.work import Work


def _prepare(work: Work, setting: Setting, asked: Asked) -> Prepared | Refused | Question:
    if not asked.words:
        return which_key(work, setting, "deletekey")
    keys = named_keys(work, setting, [" ".join(asked.words)], command="deletekey")
    if not isinstance(keys, list):
        return keys
    key = keys[0]
    args: dict[str, Arg] = {"key": called(work, key), "access_id": key.access_id, "ends": ends(key, setting.now)}
    pair = find_pair(work, key)
    if pair is None or pair.old != key:
        return Prepared(payload=about(keys), plan=Saying("plan-delete", args), subjects=[key.id])
    return Prepared(
        payload={**about(keys), "replaced_by": str(pair.new.id), "new_remark": pair.new.remark},
        plan=Saying("plan-delete-rotated", {**args, "new": pair.new.remark, "works": pair.both_until is not None}),
        subjects=[key.id],
    )


def _check(work: Work, _: Setting, payload: Mapping[str, object]) -> Verdict:
    """Where the key goes because another has taken its place, that one must still be there."""
    if "replaced_by" in payload and work.keys.find(UUID(str(payload["replaced_by"]))) is None:
        return Refused(Reason.KEY_CHANGED, {"key": str(payload["new_remark"])})
    key = payload_key(work, payload)
    return key if isinstance(key, Refused) else Allowed()


async def _perform(exchange: Exchange, reference: Reference, _: Ticket, subject: Subject) -> None:
    await exchange.delete_key(reference, subject.the_key.remote_id)


def _by_word(_: Ticket, __: Subject, ___: datetime) -> None:
    return None


def _record(work: Work, _: Ticket, outcomes: Sequence[PartOutcome], __: datetime) -> Recorded:
    (outcome,) = outcomes
    if outcome.refused is not None:
        return Recorded(failed_line(outcome.subject.name, outcome.refused))
    key = outcome.subject.the_key
    name = called(work, key)
    work.keys.remove(key.id)
    return Recorded(Saying("result-deleted", {"key": name}))


DELETE_KEY = Operation(
    action=Action.KEY_DELETE, prepare=_prepare, check=_check, perform=_perform, by_word=_by_word, record=_record
)
