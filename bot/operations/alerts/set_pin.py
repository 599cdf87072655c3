"""Have an overview pinned in a team's chat, or not any more."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.operations.alerts.pinned_card import end_card
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Message, PinnedCard, Ticket
from storage.work import Work

_ON, _OFF = "on", "off"


def _prepare(_: Work, _actor: Actor, request: Request) -> Prepared | Refused | Question:
    where = " ".join(request.words).lower() or _ON
    if where not in {_ON, _OFF}:
        return Refused(Reason.PIN_WORDS)
    return Prepared(payload={"pin": where}, plan=Message("plan-pin", {"pin": where}))


def _check(work: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    """Asked again, a card that people have deleted comes back."""
    found = work.pinned_cards.find(actor.the_team.id)
    is_off = found is None or found.is_ended
    return Refused(Reason.PIN_OFF) if is_off and payload["pin"] == _OFF else Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    if ticket.team_id is None:
        raise TypeError("an overview belongs to a team")
    if ticket.payload["pin"] == _OFF:
        end_card(work, work.teams.get(ticket.team_id), now)
    else:
        before = work.pinned_cards.find(ticket.team_id)
        work.pinned_cards.save(PinnedCard(ticket.team_id, message_id=before.message_id if before else None))
    return Recorded(Message("result-pin", {"pin": str(ticket.payload["pin"])}))


SET_PIN = Operation(action=Action.ALERTS_PIN, prepare=_prepare, check=_check, record=_record)
