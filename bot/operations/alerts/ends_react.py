"""[I'm on it] and [Snooze] below the owners' card about other ends."""

from dataclasses import replace
from datetime import datetime

from bot.operations.alerts.ends_card import is_ends_card, list_end_alerts, team_of
from bot.operations.alerts.other_ends import list_ends
from bot.operations.model.actor import find_actor
from bot.operations.model.operation import Actor, Request
from bot.rules.other_ends import next_end_step
from bot.rules.verdict import Reason, Refused
from storage.records import Card, Event, Outcome
from storage.work import Work


def find_ends_card(work: Work, request: Request) -> Card | None:
    """Return the card of other ends whose button was pressed, or None."""
    place = request.place
    card = None if place.message_id is None else work.cards.find_by_message(place.chat_id, place.message_id)
    return card if request.is_press and is_ends_card(card) else None


def may_quiet(work: Work, request: Request, card: Card, now: datetime) -> Actor | Refused:
    """Return the owner who presses, or why they may not."""
    actor = find_actor(work, request, now)
    if not isinstance(actor, Actor):
        return actor if isinstance(actor, Refused) else Refused(Reason.LINK_UNKNOWN)
    is_owner = actor.membership is not None and actor.membership.is_owner
    return actor if is_owner and actor.the_team.id == team_of(card) else Refused(Reason.LINK_UNKNOWN)


def quiet_ends(work: Work, actor: Actor, until: datetime | None) -> Refused | None:
    """Quiet every announced end until its next step, or until then if that is earlier. The cards are edited soon."""
    team, now = actor.the_team, actor.now
    found = list_end_alerts(work, team, list_ends(work, team, now), now)
    said = [(one, one.said) for one in found if one.said is not None]
    if not said:
        return Refused(Reason.LINK_UNKNOWN)
    for one, alert in said:
        ends_at = None if until is None else min(until, next_end_step(one.end, now))
        work.end_alerts.save(
            team.id, replace(alert, acted_by=actor.person.user_id, acted_at=now, snoozed_until=ends_at)
        )
    what = Event.ALERT_TAKE if until is None else Event.ALERT_SNOOZE
    details: dict[str, object] = {"ends": [one.end.kind.value for one, _ in said]}
    work.audit.add(team.id, actor.person.user_id, what, Outcome.DONE, now, details=details)
    work.end_alerts.mark_due(team.id)
    return None
