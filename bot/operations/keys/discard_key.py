"""Delete a key at its exchange that appeared there and that was never ours. Our list does not change."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.exchanges.exchange import Exchange, Reference
from bot.operations.drifts.card import lines, name_of, number_of, show
from bot.operations.drifts.lookup import called_there, named_drifts, payload_drifts, team_drifts, which_drift
from bot.operations.lookup.keys import failed_line
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
    drifts = named_drifts(work, actor, [" ".join(request.words)], "discard")
    if not isinstance(drifts, list):
        return drifts
    if len(drifts) > 1:
        return which_drift(work, drifts, "discard")
    (drift,) = drifts
    number = number_of(work, drift)
    if number is not None:
        # A key of ours is deleted with the warnings for our keys.
        return Redirect(Action.KEY_DELETE, (str(number),), f"/deletekey {number}")
    if drift.known is not None or drift.there is None:
        return Refused(Reason.KEY_IS_OURS, {"key": name_of(drift)})
    return Prepared(
        payload={
            "drift_ids": [str(drift.id)],
            "remote_id": drift.remote_id,
            "access_id": drift.there.access_id,
            "remarks": [name_of(drift)],
        },
        plan=Message("plan-discard", {"key": called_there(work, drift), "findings": lines(drift, actor.now)}),
        subjects=[drift.account_id],
    )


def _check(work: Work, _: Actor, payload: Mapping[str, object]) -> Verdict:
    drifts = payload_drifts(work, payload)
    return drifts if isinstance(drifts, Refused) else Allowed()


async def _perform(exchange: Exchange, reference: Reference, ticket: Ticket, _: Subject) -> None:
    await exchange.delete_key(reference, str(ticket.payload["remote_id"]))


def _record(work: Work, ticket: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    (outcome,) = outcomes
    if outcome.refused is not None:
        return Recorded(failed_line(outcome.subject.name, outcome.refused))
    drifts = payload_drifts(work, ticket.payload)
    for drift in () if isinstance(drifts, Refused) else drifts:
        work.drifts.settle(drift.id, DriftResolution.DISCARDED, now, ticket.user_id)
        show(work, drift.report_id, now)
    return Recorded(Message("result-deleted", {"key": outcome.subject.name}))


DISCARD_KEY = Operation(action=Action.KEY_DISCARD, prepare=_prepare, check=_check, perform=_perform, record=_record)
