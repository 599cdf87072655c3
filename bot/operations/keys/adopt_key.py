"""Adopt an exchange's facts of keys: our list changes, and the drift keeps what was known before.

Exactly what was shown is recorded. If the exchange then shows other facts, that is a new drift.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.accounts.sub_accounts import take_in
from bot.operations.drifts.card import ROWS, difference_of, lines, name_of, show
from bot.operations.drifts.guard import exchange_label
from bot.operations.drifts.lookup import (
    access_id_of,
    called_there,
    named_drifts,
    payload_drifts,
    team_drifts,
    which_drift,
)
from bot.operations.lookup.keys import display_name, expiry_text
from bot.operations.model.notifications import who
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.operations.ticket.screens import close_screens
from bot.rules.drift import name_for
from bot.rules.key_terms import withdraws_anywhere
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Arg, Drift, DriftResolution, Key, KeyFacts, Message, Ticket
from storage.serialization import plain
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    if not request.words:
        return which_drift(work, team_drifts(work, actor), "adopt")
    drifts = named_drifts(work, actor, request.words, "adopt")
    if not isinstance(drifts, list):
        return drifts
    is_high_risk = any(difference_of(drift).touches_money for drift in drifts)
    return Prepared(
        payload={"drift_ids": [str(drift.id) for drift in drifts], "there": _shown(drifts)},
        plan=_plan(work, drifts, actor.now, is_high_risk=is_high_risk),
        is_high_risk=is_high_risk,
        subjects=[drift.account_id for drift in drifts],
    )


def _plan(work: Work, drifts: Sequence[Drift], now: datetime, *, is_high_risk: bool) -> Message:
    """Adopting the deletion of a key means removing it from the list, and the text says so."""
    if len(drifts) == 1 and drifts[0].there is None:
        return Message("plan-forget", _gone(work, drifts[0]))
    rows = [
        Message("plan-forget-key", _gone(work, drift))
        if drift.there is None
        else Message("plan-adopt-key", {"key": called_there(work, drift), "findings": lines(drift, now)})
        for drift in drifts
    ]
    is_open = any(one.there is not None and withdraws_anywhere(one.there) for one in drifts)
    return Message("plan-adopt", {"count": len(drifts), "keys": rows, "money": is_high_risk, "open": is_open})


def _gone(work: Work, drift: Drift) -> dict[str, Arg]:
    account = work.accounts.get(drift.account_id)
    return {"key": called_there(work, drift), "access_id": access_id_of(drift), "exchange": exchange_label(account)}


def _with_rest(rows: Sequence[Message], count: int) -> list[Message]:
    """Shorten the rows, because a message has room for some lines only."""
    return [*rows, Message("plan-more", {"count": count - len(rows)})] if count > len(rows) else list(rows)


def _shown(drifts: Sequence[Drift]) -> list[object]:
    return [plain(_as_tree(drift.there)) for drift in drifts]


def _as_tree(facts: KeyFacts | None) -> Mapping[str, object] | None:
    if facts is None:
        return None
    return {
        "access_id": facts.access_id,
        "trade": facts.trade,
        "withdraw": facts.withdraw,
        "ips": list(facts.ips),
        "expires_at": facts.expires_at,
    }


def _check(work: Work, _: Actor, payload: Mapping[str, object]) -> Verdict:
    drifts = _agreed(work, payload)
    return drifts if isinstance(drifts, Refused) else Allowed()


def _agreed(work: Work, payload: Mapping[str, object]) -> list[Drift] | Refused:
    """Return the drifts as they were shown, or a refusal if one is settled or a change of ours came first."""
    drifts = payload_drifts(work, payload)
    if isinstance(drifts, list) and _shown(drifts) != payload["there"]:
        return Refused(Reason.KEY_CHANGED, {"key": ", ".join(name_of(drift) for drift in drifts[:ROWS])})
    return drifts


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    drifts = _agreed(work, ticket.payload)
    if isinstance(drifts, Refused):
        return Recorded(drifts.as_saying(), has_failed=True)
    gone_names = [called_there(work, drift) for drift in drifts]
    followed = []
    for drift in drifts:
        followed.append(_follow(work, drift, ticket.user_id, now))
        work.drifts.settle(drift.id, DriftResolution.ADOPTED, now, ticket.user_id)
    # Only now is every name known that a reader must distinguish.
    results = [
        _forgotten(name) if key is None else _adopted(work, key, now)
        for key, name in zip(followed, gone_names, strict=True)
    ]
    for report_id in {drift.report_id for drift in drifts}:
        show(work, report_id, now)
    return Recorded(Message("result-lines", {"lines": _with_rest(results[:ROWS], len(results))}))


def _adopted(work: Work, key: Key, now: datetime) -> Message:
    return Message(
        "result-adopted", {"key": display_name(work, key), "number": key.number, "ends": expiry_text(key, now)}
    )


def _forgotten(name: str) -> Message:
    return Message("result-forgotten", {"key": name})


def _follow(work: Work, drift: Drift, user_id: int, now: datetime) -> Key | None:
    """Return the key as it is on the list now, or None if the person removed it."""
    key = work.keys.find(drift.key_id) if drift.key_id is not None else None
    if drift.there is None:
        if key is not None:
            work.keys.remove(key.id)
            said: dict[str, Arg] = {"key": key.remark, "who": who(work.people.get(user_id)), "at": now}
            close_screens(work, key, Message("screen-key-removed", said), now)
        return None
    if key is None:
        key = take_in(work, work.accounts.get(drift.account_id), drift.there, now)
    else:
        key = _as_there(work, key, drift.known, drift.there)
        work.keys.save(key)
    return key


def _as_there(work: Work, key: Key, known: KeyFacts | None, there: KeyFacts) -> Key:
    others = [other.remark for other in work.keys.list_of_account(key.account_id) if other.id != key.id]
    remark = name_for(there.remark, there.remote_id, there.access_id, others)
    return replace(
        key,
        remark=remark if known is not None and known.remark != there.remark else key.remark,
        trade=there.trade,
        withdraw=there.withdraw,
        ips=there.ips,
        expires_at=there.expires_at,
    )


ADOPT_KEY = Operation(action=Action.KEY_ADOPT, prepare=_prepare, check=_check, record=_record)
