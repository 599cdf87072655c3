"""End a rotation without deleting a key. The role is enough without a code, because both keys stay.

An open request that would delete one of them is cancelled too.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.operations.keys.rotation import close, find_pair, list_deletions
from bot.operations.lookup.keys import failed_line, key_payload, named_key, payload_keys, words_of
from bot.operations.model.notifications import who
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.operations.ticket.closing import end_ticket
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, End, Key, Message, Stage, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    key = named_key(work, actor, request.words, "rotate")
    if not isinstance(key, Key):
        return key
    pair = find_pair(work, key)
    if pair is None:
        return Refused(Reason.KEY_NOT_ROTATING, {"key": key.remark})
    plan = Message("plan-keep", {"old": pair.old.remark, "new": pair.new.remark})
    return Prepared(payload=key_payload([pair.old, pair.new]), plan=plan)


def _check(work: Work, _: Actor, payload: Mapping[str, object]) -> Verdict:
    keys = payload_keys(work, payload)
    if isinstance(keys, Refused):
        return keys
    if find_pair(work, keys[0]) is None:
        return Refused(Reason.KEY_NOT_ROTATING, {"key": keys[0].remark})
    return _may_keep(work, keys)


def _may_keep(work: Work, keys: Sequence[Key]) -> Verdict:
    """A running deletion may have reached the exchange already."""
    going = {
        part.subject_id
        for ticket in list_deletions(work, keys[0].team_id, keys)
        for part in ticket.parts
        if ticket.stage is Stage.RUNNING
    }
    lost = next((key for key in keys if key.id in going), None)
    return Refused(Reason.KEY_GOING, {"key": lost.remark}) if lost else Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    old_remark, new_remark = words_of(ticket.payload, "remarks")
    keys = payload_keys(work, ticket.payload)
    if isinstance(keys, Refused):
        return Recorded(failed_line(old_remark, keys))
    verdict = _may_keep(work, keys)
    if isinstance(verdict, Refused):
        return Recorded(verdict.as_saying(), has_failed=True)
    deletions = list_deletions(work, keys[0].team_id, keys)
    why = Message("cancelled-kept", {"who": who(work.people.get(ticket.user_id))})
    for deletion in deletions:
        end_ticket(work, deletion, End.CANCELLED, now, result=why, actor=ticket.user_id)
    saying = Message("result-kept", {"old": old_remark, "new": new_remark})
    if deletions:
        numbers = [f"#{deletion.number}" for deletion in deletions]
        saying = Message("result-kept-cancelled", {**saying.args, "numbers": numbers})
    pair = find_pair(work, keys[0])
    if pair is not None:
        close(work, pair.rotation, saying, now)
    return Recorded(saying)


KEEP_BOTH = Operation(action=Action.KEY_KEEP, prepare=_prepare, check=_check, record=_record)
