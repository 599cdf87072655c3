"""Rotate every key whose secret a person was shown: one request, and each key a part of it.

Each part is a rotation like any other, and its new key is watched like any other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.exchanges.exchange import CreatedKey, Exchange, Reference
from bot.operations.accounts.capacity import count_keys
from bot.operations.keys.rotate_key import ROTATE_KEY, perform_rotation, rotation_payload
from bot.operations.lookup.keys import display_name, failed_line, key_payload, list_shown_to
from bot.operations.lookup.members import meant, payload_member
from bot.operations.model.notifications import who
from bot.operations.model.operation import (
    Actor,
    Answer,
    Operation,
    PartOutcome,
    Prepared,
    Question,
    Recorded,
    Request,
    Subject,
)
from bot.operations.ticket.screens import draw_again, screen_of
from bot.rules.exchange_terms import keys_limit, name_limit
from bot.rules.key_sheet import TrackedKey
from bot.rules.key_terms import may_add_key
from bot.rules.rotation import OVERLAP, next_name
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Key, Message, Ticket
from storage.work import Work

Payload = Mapping[str, object]


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    found = meant(work, actor, request, "rotate all")
    if not isinstance(found, tuple):
        return found
    _, person, _ = found
    shown = list_shown_to(work, work.keys.list_of_team(actor.the_team.id), person.user_id)
    if not shown:
        return Refused(Reason.NOTHING_TO_ROTATE, {"who": who(person)})
    keys, rotations, left_out = _sort(work, actor, shown)
    if not keys:
        return Refused(Reason.NOTHING_ROTATES, {"who": who(person), "left_out": left_out})
    lines = [
        Message(
            "plan-rotate-all-key",
            {"old": display_name(work, key), "new": str(one["remark"]), "withdraw": key.withdraw},
        )
        for key, one in zip(keys, rotations, strict=True)
    ]
    return Prepared(
        payload={**key_payload(keys), "user_id": person.user_id, "rotations": rotations},
        plan=Message("plan-rotate-all", {"who": who(person), "count": len(keys), "keys": lines, "left_out": left_out}),
        is_high_risk=any(key.withdraw for key in keys),
        subjects=[key.account_id for key in keys],
    )


def _sort(work: Work, actor: Actor, shown: Sequence[Key]) -> tuple[list[Key], list[dict[str, object]], list[Message]]:
    """Return the keys that can be rotated now, the rotation of each, and a line for each other key."""
    keys: list[Key] = []
    rotations: list[dict[str, object]] = []
    left_out: list[Message] = []
    for key in shown:
        account = work.accounts.get(key.account_id)
        new_names = [str(one["remark"]) for one in rotations]
        taken = [*(other.remark for other in work.keys.list_of_account(account.id)), *new_names]
        made = TrackedKey(next_name(key.remark, taken, name_limit(account.kind)), "", None, key.ips)
        one = rotation_payload(key, made, OVERLAP)
        verdict = _check_each(work, actor, [*rotations, one])
        if isinstance(verdict, Refused):
            left_out.append(failed_line(display_name(work, key), verdict))
        else:
            keys.append(key)
            rotations.append(one)
    return keys, rotations, left_out


def _check(work: Work, actor: Actor, payload: Payload) -> Verdict:
    return _check_each(work, actor, list(_rotations(payload)))


def _check_each(work: Work, actor: Actor, rotations: Sequence[Payload]) -> Verdict:
    """Check each rotation, and that the accounts have room for all of them."""
    more: dict[str, int] = {}
    for one in rotations:
        verdict = ROTATE_KEY.check(work, actor, one)
        if isinstance(verdict, Refused):
            return verdict
        account = work.accounts.get(UUID(str(one["account_id"])))
        room = may_add_key(
            count_keys(work, account) + more.get(account.name, 0), account.name, keys_limit(account.kind)
        )
        if isinstance(room, Refused):
            return room
        more[account.name] = more.get(account.name, 0) + 1
    return Allowed()


async def _perform(exchange: Exchange, reference: Reference, ticket: Ticket, subject: Subject) -> Answer:
    return await perform_rotation(exchange, reference, _alone(ticket, reference.part), subject)


def _record(work: Work, ticket: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    lines: list[Message] = []
    secrets: list[Message] = []
    for outcome in outcomes:
        recorded = ROTATE_KEY.record(work, _alone(ticket, outcome.part.number), [outcome], now)
        is_made = isinstance(outcome.answer, CreatedKey)
        lines.append(Message("result-rotated-one", recorded.result.args) if is_made else recorded.result)
        secrets += recorded.secrets
    # The owners' card about this person says what is left to rotate.
    draw_again(work, [screen_of(payload_member(work, ticket)[0])], now)
    return Recorded(Message("result-lines", {"lines": lines}), secrets=secrets)


def _rotations(payload: Payload) -> Iterator[dict[str, object]]:
    rotations = payload["rotations"]
    if not isinstance(rotations, list):
        raise TypeError("rotations is not a list")
    yield from rotations


def _alone(ticket: Ticket, number: int) -> Ticket:
    """The ticket as if the key of this part were its only one."""
    return replace(ticket, payload=list(_rotations(ticket.payload))[number - 1])


ROTATE_ALL = Operation(
    action=Action.KEY_ROTATE_ALL,
    prepare=_prepare,
    check=_check,
    perform=_perform,
    makes_something=True,
    record=_record,
)
