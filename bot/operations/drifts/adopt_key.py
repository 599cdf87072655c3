"""Adopting what an exchange says of keys: the registry follows, and what was known before stays in the drift.

Just what was shown is recorded; should the exchange say something else again by then, that is a new drift.
It must not know how a proof is given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from bot.operations.asked import Asked, Operation, PartOutcome, Prepared, Question, Recorded, Setting
from bot.operations.drifts.card import lines, name_of, show
from bot.operations.drifts.known import named_drifts, payload_drifts, visible_drifts, which_drift
from bot.operations.keys.known import ends
from bot.rules.drift import name_for
from bot.rules.key_terms import live_after_create
from bot.rules.verdict import Allowed, Refused, Verdict
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
    return Prepared(
        payload={
            "drift_ids": [str(drift.id) for drift in drifts],
            "there": [plain(_as_tree(drift.there)) for drift in drifts],
        },
        plan=Saying("plan-adopt", {"count": len(drifts), "keys": rows}),
        subjects=[drift.account_id for drift in drifts],
    )


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
    drifts = payload_drifts(work, payload)
    return drifts if isinstance(drifts, Refused) else Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    drifts = payload_drifts(work, ticket.payload)
    if isinstance(drifts, Refused):
        return Recorded(drifts.as_saying())
    results = []
    for drift in drifts:
        results.append(_follow(work, drift, now))
        work.drifts.settle(drift.id, Settling.ADOPTED, now, ticket.user_id)
    for report_id in {drift.report_id for drift in drifts}:
        show(work, report_id, now)
    return Recorded(Saying("result-lines", {"lines": results}))


def _follow(work: Work, drift: Drift, now: datetime) -> Saying:
    key = work.keys.find(drift.key_id) if drift.key_id is not None else None
    if drift.there is None:
        if key is not None:
            work.keys.remove(key.id)
        return Saying("result-forgotten", {"key": name_of(drift)})
    others = [
        other.remark for other in work.keys.list_of_account(drift.account_id) if key is None or other.id != key.id
    ]
    there = drift.there
    remark = name_for(there.remark, there.remote_id, there.access_id, others)
    if key is None:
        key = _new_key(work, drift, there, remark, now)
        work.keys.add(key)
    else:
        key = replace(
            key,
            remark=remark if drift.known is not None and drift.known.remark != there.remark else key.remark,
            trade=there.trade,
            withdraw=there.withdraw,
            ips=there.ips,
            expires_at=there.expires_at,
        )
        work.keys.save(key)
    return Saying("result-adopted", {"key": key.remark, "number": key.number, "ends": ends(key, now)})


def _new_key(work: Work, drift: Drift, there: KeyFacts, remark: str, now: datetime) -> Key:
    is_long_live = now >= (there.live_at or live_after_create(there.created_at))
    return Key(
        id=uuid4(),
        team_id=drift.team_id,
        account_id=drift.account_id,
        number=work.keys.next_number(drift.team_id),
        remark=remark,
        access_id=there.access_id,
        trade=there.trade,
        withdraw=there.withdraw,
        ips=there.ips,
        created_at=there.created_at,
        expires_at=there.expires_at,
        live_at=there.live_at,
        announced_live_at=now if is_long_live else None,
        remote_id=there.remote_id,
    )


ADOPT_KEY = Operation(action=Action.KEY_ADOPT, prepare=_prepare, check=_check, record=_record)
