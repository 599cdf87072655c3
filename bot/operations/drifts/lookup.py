"""Find drifts by typed words or by a payload, and apply drifts to the expiry of keys."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from bot.operations.drifts.card import ALL_OF, MARK, ONE_OF, difference_of, mark_of, name_of
from bot.operations.lookup.accounts import mask_access_id
from bot.operations.lookup.keys import KeyRow, team_keys, words_of
from bot.operations.model.button_data import typed
from bot.operations.model.operation import Actor, Question
from bot.rules.drift import as_it_may_end
from bot.rules.key_list import ANY_KEY, KeySearch, sort_by_urgency
from bot.rules.key_lookup import find_key
from bot.rules.remark import fold
from bot.rules.verdict import Reason, Refused
from storage.records import Account, Arg, Drift, Key, Message
from storage.work import Work

MOST = 50
"""Drifts settled under one code: as many lines as fit on a card and can be read."""


def team_drifts(work: Work, actor: Actor) -> list[Drift]:
    """The team's open drifts, by number."""
    return work.drifts.list_open(actor.the_team.id)


def named_drifts(work: Work, actor: Actor, words: Sequence[str], command: str) -> list[Drift] | Refused | Question:
    """Return the drifts of the named keys, each once.

    `all` means all that are not urgent, since urgent ones are settled one by one. In a button it means those of its
    card.
    """
    visible = team_drifts(work, actor)
    if len(words) == 1 and words[0].startswith((ALL_OF, ONE_OF)):
        visible = _of_card(work, actor, visible, words[0][len(ALL_OF) :])
        if words[0].startswith(ONE_OF):
            return which_drift(work, visible, command)
        words = ["all"]
    if [word.lower() for word in words] == ["all"]:
        harmless = [drift for drift in visible if not difference_of(drift).is_urgent]
        return harmless[:MOST] or which_drift(work, visible, command)
    if len(words) > 1 and _list_meant(work, visible, " ".join(words)):
        words = [" ".join(words)]
    found: dict[UUID, Drift] = {}
    for word in words:
        meant = _list_meant(work, visible, word)
        if not meant:
            return _refuse_unknown(work, actor, word)
        if len(meant) > 1:
            return which_drift(work, meant, command)
        found[meant[0].id] = meant[0]
    return list(found.values())


def _of_card(work: Work, actor: Actor, visible: Sequence[Drift], number: str) -> list[Drift]:
    """List the open drifts of the message with the drift of that number, which may be settled already."""
    is_number = number.isascii() and number.isdecimal() and len(number) < 10
    one = work.drifts.find_numbered(actor.the_team.id, int(number)) if is_number else None
    return [drift for drift in visible if one is not None and drift.report_id == one.report_id]


def _list_meant(work: Work, drifts: Sequence[Drift], word: str) -> list[Drift]:
    """List by a button's mark, else by the number, the name or the access id of the key."""
    if word.startswith(MARK):
        return [drift for drift in drifts if mark_of(drift) == word]
    numbers = _number_keys(work, drifts)
    numbered = [drift for drift in drifts if str(numbers.get(drift.id)) == word.removeprefix("#")]
    return numbered or [drift for drift in drifts if fold(word) in {fold(name_of(drift)), fold(access_id_of(drift))}]


def _refuse_unknown(work: Work, actor: Actor, word: str) -> Refused:
    """Refuse a key without an open drift, or an unknown key."""
    if word.startswith(MARK):
        number = word.removeprefix(MARK)
        is_number = number.isascii() and number.isdecimal() and len(number) < 10
        settled = work.drifts.find_numbered(actor.the_team.id, int(number)) if is_number else None
        if settled is not None:
            return Refused(Reason.DRIFT_GONE, {"key": name_of(settled)})
    key = find_key(word, team_keys(work, actor))
    if isinstance(key, Key):
        return Refused(Reason.DRIFT_GONE, {"key": key.remark})
    return Refused(Reason.DRIFT_UNKNOWN, {"name": word[:50]})


def access_id_of(drift: Drift) -> str:
    """Public access id of the key at the exchange."""
    facts = drift.there or drift.known
    return "" if facts is None else facts.access_id


def which_drift(work: Work, drifts: Sequence[Drift], command: str) -> Question | Refused:
    """Ask which drift is meant, with a button for each. Discarding a key of ours means deleting it."""
    if command == "discard":
        drifts = [drift for drift in drifts if drift.there is not None]
    if not drifts:
        return Refused(Reason.DRIFTS_NONE, {"command": command})
    accounts = work.accounts.by_id(drifts[0].team_id)
    names, numbers = name_drifts(work, drifts, accounts), _number_keys(work, drifts)
    choices = []
    for drift in drifts:
        number = numbers.get(drift.id)
        args: dict[str, Arg] = {
            "key": names[drift.id],
            "number": number,
            "access_id": mask_access_id(access_id_of(drift)),
        }
        is_ours = command == "discard" and drift.known is not None
        said = f"deletekey {number}" if is_ours else f"{command} {mark_of(drift)}"
        choices.append((Message("choice-drift", args), typed(said)))
    return Question(Message("ask-which-drift", {"command": command}), choices)


def called_there(work: Work, drift: Drift) -> str:
    """Name of a drifting key, with its account where the team knows another key of that name."""
    return name_drifts(work, [drift], work.accounts.by_id(drift.team_id))[drift.id]


def name_drifts(work: Work, drifts: Sequence[Drift], accounts: Mapping[UUID, Account]) -> dict[UUID, str]:
    """Name each drifting key of one team, by drift id, with its account where the team knows another of that name."""
    team_id = drifts[0].team_id
    keys = work.keys.list_of_team(team_id)
    unlisted = [one for one in work.drifts.list_open(team_id) if one.key_id is None]
    bearers = defaultdict[str, set[UUID]](set)
    for bearer_id, name in (*((key.id, key.remark) for key in keys), *((one.id, name_of(one)) for one in unlisted)):
        bearers[fold(name)].add(bearer_id)
    return {
        drift.id: f"{name_of(drift)} ({accounts[drift.account_id].name})"
        if bearers[fold(name_of(drift))] - {drift.key_id, drift.id}
        else name_of(drift)
        for drift in drifts
    }


def _number_keys(work: Work, drifts: Sequence[Drift]) -> dict[UUID, int]:
    """Numbers of the drifts' keys in our lists, by drift id, without keys that are not in them."""
    keys = {key.id: key.number for key in work.keys.list_of_team(drifts[0].team_id)} if drifts else {}
    return {drift.id: keys[drift.key_id] for drift in drifts if drift.key_id in keys}


def payload_drifts(work: Work, payload: Mapping[str, object]) -> list[Drift] | Refused:
    """Return the drifts of a payload, or a refusal if one is settled by now."""
    drifts = [work.drifts.find(UUID(identifier)) for identifier in words_of(payload, "drift_ids")]
    found = [drift for drift in drifts if drift is not None]
    settled = next((drift for drift in found if drift.settled_as is not None), None)
    return found if settled is None else Refused(Reason.DRIFT_GONE, {"key": name_of(settled)})


def list_rows(
    keys: Sequence[Key],
    drifts: Sequence[Drift],
    accounts: Mapping[UUID, Account],
    now: datetime,
    search: KeySearch = ANY_KEY,
) -> list[KeyRow]:
    """List the keys that a search finds, whole words first, then the most urgent. `drifts` are the team's open ones."""
    known, judged = {key.id: key for key in keys}, with_earliest_expiry(keys, drifts)
    ranked = [
        (rank, one)
        for one in sort_by_urgency(judged, now)
        if (rank := search.rank(one, accounts[one.account_id].name, now)) is not None
    ]
    ranked.sort(key=lambda found: found[0])
    return [KeyRow(known[one.id], accounts[one.account_id], one) for _, one in ranked]


def with_earliest_expiry(keys: Sequence[Key], drifts: Sequence[Drift]) -> list[Key]:
    """Return the keys with the earlier of our expiry and the exchange's."""
    there = {drift.key_id: drift.there for drift in drifts if drift.key_id is not None}
    return [as_it_may_end(key, there.get(key.id)) for key in keys]
