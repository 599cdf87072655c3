"""Delete keys at their exchange that appeared there and that were never ours. Our list does not change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from bot.exchanges.exchange import Exchange, Reference
from bot.operations.drifts.card import lines, name_of, number_of, show
from bot.operations.drifts.lookup import (
    access_id_of,
    name_drifts,
    named_drifts,
    payload_drifts,
    team_drifts,
    which_drift,
)
from bot.operations.lookup.keys import failed_line, words_of
from bot.operations.model.operation import (
    Actor,
    Operation,
    PartOutcome,
    Prepared,
    Question,
    Recorded,
    Redirect,
    Request,
    Subject,
)
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, DriftResolution, Message, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question | Redirect:
    if not request.words:
        return which_drift(work, team_drifts(work, actor), "discard")
    drifts = named_drifts(work, actor, request.words, "discard")
    if not isinstance(drifts, list):
        return drifts
    if len(drifts) > len(request.words):
        # What is deleted for good is chosen one by one, and not by a word such as `all`.
        return which_drift(work, drifts, "discard")
    number = number_of(work, drifts[0])
    if number is not None and len(drifts) == 1:
        # A key of ours is deleted with the warnings for our keys.
        return Redirect(Action.KEY_DELETE, (str(number),), f"/deletekey {number}")
    if (ours := next((one for one in drifts if one.known is not None or one.there is None), None)) is not None:
        return Refused(Reason.KEY_IS_OURS, {"key": name_of(ours)})
    names = name_drifts(work, drifts, work.accounts.by_id(actor.the_team.id))
    rows = [
        Message("plan-discard-key", {"key": names[one.id], "findings": lines(one, actor.now), "count": len(drifts)})
        for one in drifts
    ]
    return Prepared(
        payload={
            "drift_ids": [str(one.id) for one in drifts],
            "remote_ids": [one.remote_id for one in drifts],
            "access_ids": [access_id_of(one) for one in drifts],
            "remarks": [name_of(one) for one in drifts],
        },
        plan=Message("plan-discard", {"count": len(drifts), "keys": rows}),
        subjects=[one.account_id for one in drifts],
    )


def _check(work: Work, _: Actor, payload: Mapping[str, object]) -> Verdict:
    drifts = payload_drifts(work, payload)
    return drifts if isinstance(drifts, Refused) else Allowed()


async def _perform(exchange: Exchange, reference: Reference, ticket: Ticket, _: Subject) -> None:
    await exchange.delete_key(reference, words_of(ticket.payload, "remote_ids")[reference.part - 1])


def _record(work: Work, ticket: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    said = []
    for outcome, drift_id in zip(outcomes, words_of(ticket.payload, "drift_ids"), strict=True):
        if outcome.refused is not None:
            said.append(failed_line(outcome.subject.name, outcome.refused))
            continue
        said.append(Message("result-deleted", {"key": outcome.subject.name}))
        drift = work.drifts.find(UUID(drift_id))
        if drift is not None and drift.settled_as is None:
            work.drifts.settle(drift.id, DriftResolution.DISCARDED, now, ticket.user_id)
            show(work, drift.report_id, now)
    return Recorded(said[0] if len(said) == 1 else Message("result-lines", {"lines": said}))


DISCARD_KEY = Operation(action=Action.KEY_DISCARD, prepare=_prepare, check=_check, perform=_perform, record=_record)
