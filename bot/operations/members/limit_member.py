"""Limit a member to some accounts of the team, or take the limits away."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.operations.lookup.accounts import list_by_main, named_account, short_name
from bot.operations.lookup.members import meant, payload_member, payload_user
from bot.operations.members.revoke import take_back
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import who
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.operations.ticket.approvals import note_quorum, situation_of
from bot.operations.ticket.screens import draw_again, screen_of
from bot.rules.limits import is_widened
from bot.rules.lockout import may_change
from bot.rules.policy import is_grave_role
from bot.rules.verdict import Reason, Refused, Verdict
from storage.records import Account, Action, Membership, Message, Person, Role, Ticket
from storage.work import Work

ALL = "all"
_SHOWN = 50


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    found = meant(work, actor, request, "limit")
    if not isinstance(found, tuple):
        return found
    membership, person, words = found
    if membership.role is Role.OWNER:
        return Refused(Reason.OWNER_LIMITED, {"who": who(person)})
    accounts = list_by_main(work.accounts.list_of(actor.the_team.id))
    if not words:
        return _ask(membership, person, accounts)
    wanted = _read(words, accounts)
    if isinstance(wanted, Refused):
        return wanted
    names = {one.id: one.name for one in accounts}
    return Prepared(
        payload={
            "user_id": person.user_id,
            "role": membership.role.value,
            "before": _plain(membership.accounts),
            "limits": _plain(wanted),
        },
        plan=Message(
            "plan-limit",
            {"who": who(person), "old": name_limits(membership.accounts, names), "new": name_limits(wanted, names)},
        ),
        is_high_risk=is_grave_role(membership.role) and is_widened(membership.accounts, wanted),
    )


def _ask(membership: Membership, person: Person, accounts: Sequence[Account]) -> Question:
    """Ask which accounts, with one button for each, and one for all."""
    choices = [
        (Message("choice-account", {"account": one.name}), typed(f"limit {person.user_id} {short_name(one)}"))
        for one in accounts
    ]
    names = {one.id: one.name for one in accounts}
    args = {"who": who(person), "limits": name_limits(membership.accounts, names), "user_id": str(person.user_id)}
    return Question(
        Message("ask-which-limits", args),
        [*choices, (Message("choice-all-accounts"), typed(f"limit {person.user_id} {ALL}"))],
    )


def _read(words: Sequence[str], accounts: Sequence[Account]) -> frozenset[UUID] | Refused | None:
    """Read names of accounts, or `all`. A name with blanks may stand without quotes if it is the only one."""
    if [word.lower() for word in words] == [ALL]:
        return None
    whole = named_account(words, accounts)
    found = {word: named_account([word], accounts) for word in words} if whole is None else {"": whole}
    unknown = next((word for word, one in found.items() if one is None), None)
    if unknown is not None:
        return Refused(
            Reason.ACCOUNT_NOT_HERE, {"account": unknown[:_SHOWN], "accounts": [one.name for one in accounts]}
        )
    return frozenset(one.id for one in found.values() if one is not None)


def name_limits(limits: frozenset[UUID] | None, names: Mapping[UUID, str]) -> list[str]:
    """Names of the accounts, as far as the reader may know them. Empty: no limits.

    The others are one sign together, so that a limited reader cannot count them.
    """
    if limits is None:
        return []
    return [*sorted(names[one] for one in limits if one in names), *([] if limits <= names.keys() else ["…"])]


def say_limits(limits: frozenset[UUID] | None, names: Mapping[UUID, str], most: int | None = None) -> Message:
    """Say after a member's role in which accounts they work. At most so many are named."""
    known = sorted(names[one] for one in limits or () if one in names)
    is_hiding = limits is not None and not limits <= names.keys()
    return Message(
        "team-limits",
        {"limits": known[:most], "more": None if is_hiding else len(known) - len(known[:most]), "others": is_hiding},
    )


def _plain(limits: frozenset[UUID] | None) -> list[str] | None:
    return None if limits is None else sorted(one.hex for one in limits)


def _limits_of(payload: Mapping[str, object]) -> frozenset[UUID] | None:
    limits = payload["limits"]
    return frozenset(UUID(str(one)) for one in limits) if isinstance(limits, list) else None


def _check(work: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    """Check that nothing that the proofs depend on has changed, and that the others can still do everything."""
    membership = work.teams.find_membership(actor.the_team.id, payload_user(payload))
    if membership is None:
        return Refused(Reason.PERSON_UNKNOWN, {"person": str(payload["user_id"])})
    name = who(work.people.get(membership.user_id))
    if (membership.role.value, _plain(membership.accounts)) != (payload["role"], payload["before"]):
        return Refused(Reason.MEMBER_CHANGED, {"who": name})
    if payload["limits"] == payload["before"]:
        return Refused(Reason.LIMITS_UNCHANGED, {"who": name})
    before = situation_of(work, actor.the_team)
    return may_change(before, before.with_changed(replace(membership, accounts=_limits_of(payload))))


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    membership, person = payload_member(work, ticket)
    membership = replace(membership, accounts=_limits_of(ticket.payload))
    work.teams.save_membership(membership)
    draw_again(work, [screen_of(membership)], now)
    take_back(work, membership, now, by=ticket)
    note_quorum(work, membership.team_id, now)
    names = {one.id: one.name for one in work.accounts.list_of(membership.team_id)}
    return Recorded(
        Message("result-limit", {"who": who(person), "limits": name_limits(membership.accounts, names)}),
    )


LIMIT_MEMBER = Operation(action=Action.MEMBER_LIMIT, prepare=_prepare, check=_check, record=_record)
