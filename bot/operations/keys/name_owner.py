"""Name the person who answers for a key, and is told first when nobody reacts to a warning about it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.lookup.keys import display_name, key_payload, named_key, payload_key
from bot.operations.lookup.members import meant, payload_member, payload_user
from bot.operations.model.notifications import who
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.rules.authorization import may_read
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Key, Message, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    key = named_key(work, actor, request.words, "key")
    if not isinstance(key, Key):
        return key
    found = meant(work, actor, replace(request, words=request.words[2:]), f"key {key.number} owner")
    if not isinstance(found, tuple):
        return found
    _, person, _ = found
    plan = Message("plan-key-owner", {"key": display_name(work, key), "who": who(person)})
    payload = {**key_payload([key]), "user_id": person.user_id}
    return Prepared(payload, plan, subjects=[key.id])


def _check(work: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    key, user_id = payload_key(work, payload), payload_user(payload)
    if isinstance(key, Refused):
        return key
    if key.owner_id == user_id:
        return Refused(Reason.KEY_UNCHANGED, {"key": key.remark})
    membership = work.teams.find_membership(actor.the_team.id, user_id)
    return Allowed() if may_read(membership) == Allowed() else Refused(Reason.PERSON_UNKNOWN, {"person": str(user_id)})


def _record(work: Work, ticket: Ticket, _outcomes: Sequence[PartOutcome], _now: datetime) -> Recorded:
    key = payload_key(work, ticket.payload)
    if isinstance(key, Refused):
        return Recorded(key.as_saying(), has_failed=True)
    _, person = payload_member(work, ticket)
    work.keys.save(replace(key, owner_id=person.user_id))
    return Recorded(Message("result-key-owner", {"key": key.remark, "who": who(person)}))


NAME_OWNER = Operation(action=Action.KEY_OWNER, prepare=_prepare, check=_check, record=_record)
