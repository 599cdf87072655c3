"""Adopting what an exchange says of keys: the registry follows, and what was known before stays in the drift.

Just what was shown is recorded; should the exchange say something else again by then, that is a new drift.
It must not know how a proof is given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.accounts.sub_accounts import take_in
from bot.operations.asked import Asked, Operation, PartOutcome, Prepared, Question, Recorded, Setting
from bot.operations.drifts.card import ROWS, difference_of, lines, name_of, show
from bot.operations.drifts.known import named_drifts, payload_drifts, visible_drifts, which_drift
from bot.operations.keys.known import ends
from bot.rules.drift import name_for
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Drift, Key, KeyFacts, Saying, Settling, Ticket
from storage.wording import plain
from storage.work import Work


def _prepare(work: Work, setting: Setting, asked: Asked) -> Prepared | Refused | Question:
    if not asked.words:
        return which_drift(work, visible_drifts(work, setting), "adopt")
    drifts = named_drifts(work, setting, asked.words, "adopt")
    if not isinstance(drifts, list):
        return drifts
    rows = [
        Saying("plan-adopt-key", {"key": name_of(drift), "findings": lines(drift, setting.now)}) for drift in drifts
    ]
    is_grave = any(difference_of(drift).touches_money for drift in drifts)
    return Prepared(
        payload={"drift_ids": [str(drift.id) for drift in drifts], "there": _shown(drifts)},
        plan=Saying("plan-adopt", {"count": len(drifts), "keys": rows, "money": is_grave}),
        is_grave=is_grave,
        subjects=[drift.account_id for drift in drifts],
    )


def _with_rest(rows: Sequence[Saying], count: int) -> list[Saying]:
    """A message has room for some lines only."""
    return [*rows, Saying("plan-more", {"count": count - len(rows)})] if count > len(rows) else list(rows)


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


def _check(work: Work, _: Setting, payload: Mapping[str, object]) -> Verdict:
    drifts = _agreed(work, payload)
    return drifts if isinstance(drifts, Refused) else Allowed()


def _agreed(work: Work, payload: Mapping[str, object]) -> list[Drift] | Refused:
    """The drifts as they were shown; refused when one is settled, or a change of ours went through it since."""
    drifts = payload_drifts(work, payload)
    if isinstance(drifts, list) and _shown(drifts) != payload["there"]:
        return Refused(Reason.KEY_CHANGED, {"key": ", ".join(name_of(drift) for drift in drifts[:ROWS])})
    return drifts


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    drifts = _agreed(work, ticket.payload)
    if isinstance(drifts, Refused):
        return Recorded(drifts.as_saying(), has_failed=True)
    results = []
    for drift in drifts:
        results.append(_follow(work, drift, now))
        work.drifts.settle(drift.id, Settling.ADOPTED, now, ticket.user_id)
    for report_id in {drift.report_id for drift in drifts}:
        show(work, report_id, now)
    return Recorded(Saying("result-lines", {"lines": _with_rest(results[:ROWS], len(results))}))


def _follow(work: Work, drift: Drift, now: datetime) -> Saying:
    key = work.keys.find(drift.key_id) if drift.key_id is not None else None
    if drift.there is None:
        if key is not None:
            work.keys.remove(key.id)
        return Saying("result-forgotten", {"key": name_of(drift)})
    if key is None:
        key = take_in(work, work.accounts.get(drift.account_id), drift.there, now)
    else:
        key = _as_there(work, key, drift.known, drift.there)
        work.keys.save(key)
    return Saying("result-adopted", {"key": key.remark, "number": key.number, "ends": ends(key, now)})


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
