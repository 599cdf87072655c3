"""What `/keys` and `/key` show: our list, and what is not the same at an exchange."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from bot.operations.drifts.guard import by_key, find_open, mark_differing
from bot.operations.keys.rotation import Pair, both_work, find_pair, pairs_among
from bot.operations.lookup.keys import named_keys, team_keys, which_key
from bot.operations.model.operation import Actor, Question
from bot.rules.verdict import Refused
from storage.records import Account, Action, Drift, Key, Message, Stage, Team, Ticket
from storage.work import Work


@dataclass(frozen=True, slots=True)
class KeysSeen:
    """`/keys`."""

    team: Team
    keys: Sequence[tuple[Key, Account]]
    rotations: Mapping[UUID, Pair]
    """Open rotations, by the id of each of their keys."""
    differing: Mapping[UUID, Message]
    """What is said beside a key with a drift, by key id."""
    under_way: Sequence[Ticket]
    """Running tickets that are creating keys now."""


@dataclass(frozen=True, slots=True)
class KeySeen:
    """`/key NAME`."""

    key: Key
    account: Account
    rotation: Pair | None
    drift: Drift | None
    differs: Message | None
    both_work: bool
    """Whether both keys of the rotation work."""


def see_keys(work: Work, actor: Actor) -> KeysSeen:
    """All keys of the team, by number."""
    keys, drifts = team_keys(work, actor), by_key(work.drifts.list_open(actor.the_team.id))
    accounts = work.accounts.by_id(actor.the_team.id)
    seen = [(key, accounts[key.account_id]) for key in keys]
    differing = {
        key.id: mark_differing(account, key, drifts[key.id], actor.now) for key, account in seen if key.id in drifts
    }
    return KeysSeen(actor.the_team, seen, pairs_among(work, keys), differing, _list_under_way(work, actor))


def _list_under_way(work: Work, actor: Actor) -> list[Ticket]:
    return [
        ticket
        for ticket in work.tickets.list_open(actor.the_team.id)
        if ticket.action in {Action.KEY_CREATE, Action.KEY_ROTATE} and ticket.stage is Stage.RUNNING
    ]


def see_key(work: Work, actor: Actor, name: str) -> KeySeen | Refused | Question:
    """Return one key by remark, access id or number. Without a name ask which."""
    if not name:
        return which_key(work, actor, "key")
    found = named_keys(work, actor, [name], command="key")
    if not isinstance(found, list):
        return found
    (key, *_), drift = found, find_open(work, found[0])
    account = work.accounts.get(key.account_id)
    differs = mark_differing(account, key, drift, actor.now) if drift else None
    pair = find_pair(work, key)
    both = pair is not None and both_work(work, pair.old, pair.new, actor.now)
    return KeySeen(key, account, pair, drift, differs, both)
