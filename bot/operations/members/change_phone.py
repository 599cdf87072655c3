"""Change to a new phone: a code of the old one, or a recovery code, shows a seed for the new one.

The old authenticator counts until the first code of the new one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.operations.members.seed_messages import show_seed
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Recorded, Request
from bot.rules.verdict import Allowed, Verdict
from storage.records import Action, Message, Ticket
from storage.work import Work

SCAN_WITHIN = timedelta(hours=1)
"""Time for the first code of the new phone. After that the proof of the old one is too old."""


def _prepare(_: Work, __: Actor, ___: Request) -> Prepared:
    return Prepared(payload={}, plan=Message("plan-phone"))


def _check(_: Work, __: Actor, ___: Mapping[str, object]) -> Verdict:
    return Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    person = replace(work.people.get(ticket.user_id), may_enrol_until=now + SCAN_WITHIN)
    show_seed(work, person, now, "phone-scan", SCAN_WITHIN)
    return Recorded(Message("result-phone", {"until": person.may_enrol_until}))


def _is_again(_: Mapping[str, object], __: Mapping[str, object]) -> bool:
    return True


CHANGE_PHONE = Operation(
    action=Action.PERSON_PHONE, prepare=_prepare, check=_check, record=_record, supersedes=_is_again
)
