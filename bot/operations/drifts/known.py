"""Which drifts are meant by words or by a payload, and what they mean for the end of a key.

It must not know which action is under way.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from bot.operations.accounts.known import mask
from bot.operations.asked import Question, Setting
from bot.operations.drifts.card import MARK, difference_of, mark_of, name_of, number_of
from bot.operations.keys.known import words_of
from bot.rules.drift import as_it_may_end
from bot.rules.remark import fold
from bot.rules.verdict import Reason, Refused
from storage.records import Arg, Drift, Key, Saying
from storage.work import Work

MOST = 50
"""Drifts settled under one code; a card has room for that many lines and somebody may still read them."""


def visible_drifts(work: Work, setting: Setting) -> list[Drift]:
    """The team's open drifts of the accounts the member may touch, by number."""
    limited_to = setting.membership.account_ids if setting.membership else ()
    open_ = work.drifts.list_open(setting.the_team.id)
    return [drift for drift in open_ if limited_to is None or drift.account_id in limited_to]


def named_drifts(work: Work, setting: Setting, words: Sequence[str], command: str) -> list[Drift] | Refused | Question:
    """Those of the keys that are named, each once; `all` means all that are not urgent, which go one by one."""
    visible = visible_drifts(work, setting)
    if [word.lower() for word in words] == ["all"]:
        harmless = [drift for drift in visible if not difference_of(drift).is_urgent]
        return harmless[:MOST] or Refused(Reason.DRIFTS_NONE)
    found: dict[UUID, Drift] = {}
    for word in words:
        meant = _list_meant(work, visible, word)
        if not meant:
            return Refused(Reason.DRIFT_GONE, {"key": _once_called(work, setting, word)})
        if len(meant) > 1:
            return which_drift(work, meant, command)
        found[meant[0].id] = meant[0]
    return list(found.values())


def _list_meant(work: Work, drifts: Sequence[Drift], word: str) -> list[Drift]:
    """By a button's mark, else by the number, the name or the access id of the key."""
    if word.startswith(MARK):
        return [drift for drift in drifts if mark_of(drift) == word]
    numbered = [drift for drift in drifts if str(number_of(work, drift)) == word.removeprefix("#")]
    return numbered or [drift for drift in drifts if fold(word) in {fold(name_of(drift)), fold(_access_id(drift))}]


def _once_called(work: Work, setting: Setting, word: str) -> str:
    """What people call what a button meant; anything else as it was typed."""
    number = word.removeprefix(MARK)
    is_mark = number != word and number.isascii() and number.isdecimal() and len(number) < 10
    settled = work.drifts.find_numbered(setting.the_team.id, int(number)) if is_mark else None
    return name_of(settled) if settled is not None else word[:50]


def _access_id(drift: Drift) -> str:
    facts = drift.there or drift.known
    return "" if facts is None else facts.access_id


def which_drift(work: Work, drifts: Sequence[Drift], command: str) -> Question | Refused:
    """Asks which is meant, with a button for each."""
    if not drifts:
        return Refused(Reason.DRIFTS_NONE)
    choices = []
    for drift in drifts:
        args: dict[str, Arg] = {
            "key": name_of(drift),
            "number": number_of(work, drift),
            "access_id": mask(_access_id(drift)),
        }
        choices.append((Saying("choice-drift", args), f"{command} {mark_of(drift)}"))
    return Question(Saying("ask-which-drift", {"command": command}), choices)


def payload_drifts(work: Work, payload: Mapping[str, object]) -> list[Drift] | Refused:
    """The drifts a payload is about; refused when one is settled by now."""
    drifts = [work.drifts.find(UUID(identifier)) for identifier in words_of(payload, "drift_ids")]
    found = [drift for drift in drifts if drift is not None]
    settled = next((drift for drift in found if drift.settled_as is not None), None)
    return found if settled is None else Refused(Reason.DRIFT_GONE, {"key": name_of(settled)})


def as_they_may_end(keys: Sequence[Key], drifts: Sequence[Drift]) -> list[Key]:
    """The keys as alerts must see them: one that ends sooner at its exchange than we know ends then."""
    there = {drift.key_id: drift.there for drift in drifts if drift.key_id is not None}
    return [as_it_may_end(key, there.get(key.id)) for key in keys]
