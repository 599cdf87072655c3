"""Ending a rotation without deleting anything: the role alone suffices, because both keys stay as they are.

It must not know how a key is deleted.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.operations.asked import Asked, Operation, PartOutcome, Prepared, Question, Recorded, Setting
from bot.operations.keys.known import about, failed_line, named_keys, payload_keys, visible_keys, which_key, words_of
from bot.operations.keys.rotation import close, find_pair
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Saying, Ticket
from storage.work import Work


def _prepare(work: Work, setting: Setting, asked: Asked) -> Prepared | Refused | Question:
    if not asked.words:
        return which_key(work, setting, "rotate", visible_keys(work, setting))
    keys = named_keys(work, setting, asked.words[:1], among=asked.words)
    if not isinstance(keys, list):
        return keys
    pair = find_pair(work, keys[0])
    if pair is None:
        return Refused(Reason.KEY_NOT_ROTATING, {"key": keys[0].remark})
    plan = Saying("plan-keep", {"old": pair.old.remark, "new": pair.new.remark})
    return Prepared(payload=about([pair.old, pair.new]), plan=plan)


def _check(work: Work, _: Setting, payload: Mapping[str, object]) -> Verdict:
    keys = payload_keys(work, payload)
    if isinstance(keys, Refused):
        return keys
    return Allowed() if find_pair(work, keys[0]) else Refused(Reason.KEY_NOT_ROTATING, {"key": keys[0].remark})


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    old_remark, new_remark = words_of(ticket.payload, "remarks")
    keys = payload_keys(work, ticket.payload)
    if isinstance(keys, Refused):
        return Recorded(failed_line(old_remark, keys))
    saying = Saying("result-kept", {"old": old_remark, "new": new_remark})
    pair = find_pair(work, keys[0])
    if pair is not None:
        close(work, pair.rotation, saying, now)
    return Recorded(saying)


KEEP_BOTH = Operation(action=Action.KEY_KEEP, prepare=_prepare, check=_check, record=_record)
