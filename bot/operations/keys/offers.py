"""Keys, and differences at exchanges, that a command may be for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.operations.drifts.card import lines
from bot.operations.drifts.lookup import list_rows, name_drifts, named_drifts, team_drifts
from bot.operations.lookup.keys import KeyRow, offered_keys, team_keys
from bot.operations.model.operation import Actor
from bot.rules.key_list import KeySearch
from bot.rules.key_lookup import is_name
from bot.rules.remark import fold
from bot.rules.verdict import Reason, Refused
from storage.records import Account, Action, Arg, Drift, Message
from storage.work import Work

_SHOWN = 3
"""IPs of one finding."""


@dataclass(frozen=True, slots=True)
class DriftRow:
    """A key that is not the same at its exchange."""

    drift: Drift
    account: Account
    name: str
    """With its account where the team knows another key of that name."""
    findings: Sequence[Message]
    """With the first of many IPs, so that ten rows fit into a message."""

    @property
    def number(self) -> int:
        """Number of the drift, not of the key."""
        return self.drift.number


def offer_keys(work: Work, actor: Actor, action: Action, words: Sequence[str]) -> list[KeyRow] | Refused:
    """Keys that the words find, whole words first, then the most urgent."""
    keys = offered_keys(work, actor, action)
    if isinstance(keys, Refused):
        return keys
    drifts, accounts = work.drifts.list_open(actor.the_team.id), work.accounts.by_id(actor.the_team.id)
    return list_rows(keys, drifts, accounts, actor.now, KeySearch(words=tuple(words)))


def names_key(work: Work, actor: Actor, words: Sequence[str]) -> bool:
    """Whether the first word, or all of them, name a key."""
    keys = team_keys(work, actor)
    return is_name(words[0], keys) or is_name(" ".join(words), keys)


def names_drift(work: Work, actor: Actor, words: Sequence[str]) -> bool:
    """Whether the words name differences."""
    return not isinstance(named_drifts(work, actor, words, "adopt"), Refused)


def offer_drifts(work: Work, actor: Actor, action: Action, words: Sequence[str]) -> list[DriftRow] | Refused:
    """Differences with every word in their name or account, by number. A key that is gone cannot be deleted there."""
    drifts = [one for one in team_drifts(work, actor) if action is Action.KEY_ADOPT or one.there is not None]
    if not drifts:
        return Refused(Reason.DRIFTS_NONE, {"command": "adopt" if action is Action.KEY_ADOPT else "discard"})
    accounts = work.accounts.by_id(actor.the_team.id)
    names = name_drifts(work, drifts, accounts)
    rows = [DriftRow(one, accounts[one.account_id], names[one.id], _shorten(lines(one, actor.now))) for one in drifts]
    wanted = [fold(word) for word in words]
    return [row for row in rows if all(word in fold(f"{row.name} {row.account.name}") for word in wanted)]


def _shorten(findings: Sequence[Message]) -> list[Message]:
    return [replace(one, args={name: _cut(value) for name, value in one.args.items()}) for one in findings]


def _cut(value: Arg) -> Arg:
    if not isinstance(value, list) or len(value) <= _SHOWN:
        return value
    return [*value[:_SHOWN], "…"]
