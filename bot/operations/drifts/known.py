"""Which drifts are meant by numbers or by a payload, and what they mean for the end of a key.

It must not know which action is under way.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from bot.operations.asked import Question, Setting
from bot.operations.drifts.card import difference_of, name_of
from bot.operations.keys.known import words_of
from bot.rules.drift import as_it_may_end
from bot.rules.verdict import Reason, Refused
from storage.records import Drift, Key, Saying
from storage.work import Work

MOST = 50
"""Drifts settled under one code; a card has room for that many lines and somebody may still read them."""


def visible_drifts(work: Work, setting: Setting) -> list[Drift]:
    """The team's open drifts of the accounts the member may touch, by number."""
    limited_to = setting.membership.account_ids if setting.membership else ()
    open_ = work.drifts.list_open(setting.the_team.id)
    return [drift for drift in open_ if limited_to is None or drift.account_id in limited_to]


def named_drifts(work: Work, setting: Setting, words: Sequence[str]) -> list[Drift] | Refused:
    """Those with these numbers, each once; `all` means all that are not urgent, which go one by one."""
    visible = {str(drift.number): drift for drift in visible_drifts(work, setting)}
    if [word.lower() for word in words] == ["all"]:
        harmless = [drift for drift in visible.values() if not difference_of(drift).is_urgent]
        return harmless[:MOST] or Refused(Reason.DRIFTS_NONE)
    numbers = list(dict.fromkeys(word.removeprefix("#") for word in words))
    gone = next((number for number in numbers if number not in visible), None)
    if gone is not None:
        return Refused(Reason.DRIFT_GONE, {"number": gone})
    return [visible[number] for number in numbers]


def which_drift(drifts: Sequence[Drift], command: str) -> Question | Refused:
    """Asks which is meant, with a button for each."""
    if not drifts:
        return Refused(Reason.DRIFTS_NONE)
    choices = [
        (Saying("choice-key", {"key": name_of(drift), "number": drift.number}), f"{command} {drift.number}")
        for drift in drifts
    ]
    return Question(Saying("ask-which-key", {"command": command}), choices)


def payload_drifts(work: Work, payload: Mapping[str, object]) -> list[Drift] | Refused:
    """The drifts a payload is about; refused when one is settled by now."""
    drifts = [work.drifts.find(UUID(identifier)) for identifier in words_of(payload, "drift_ids")]
    found = [drift for drift in drifts if drift is not None]
    settled = next((drift for drift in found if drift.settled_as is not None), None)
    return found if settled is None else Refused(Reason.DRIFT_GONE, {"number": str(settled.number)})


def as_they_may_end(keys: Sequence[Key], drifts: Sequence[Drift]) -> list[Key]:
    """The keys as alerts must see them: one that ends sooner at its exchange than we know ends then."""
    there = {drift.key_id: drift.there for drift in drifts if drift.key_id is not None}
    return [as_it_may_end(key, there.get(key.id)) for key in keys]
