"""[I'm on it] and [Snooze]: a named person quiets the warnings of an account's card.

The role is enough without a code, because no key changes and the next step is said all the same.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from bot.clock import Clock
from bot.operations.alerts.card import KeyAlert, list_warned, steps_of
from bot.operations.alerts.ends_react import find_ends_card, may_quiet, quiet_ends
from bot.operations.drifts.lookup import with_earliest_expiry
from bot.operations.members.digest_schedule import zone_of
from bot.operations.model.actor import find_actor
from bot.operations.model.operation import Actor, Request
from bot.operations.model.replies import transact
from bot.rules.authorization import may_ask
from bot.rules.button_presses import ALERTS_SUBJECT
from bot.rules.digest import USUAL_MINUTE, next_digest
from bot.rules.limits import may_reach
from bot.rules.reminders import next_alert_step_at
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import Account, Action, Alert, Card, Event, Outcome, Team
from storage.work import Work

SNOOZES = {"hour": timedelta(hours=1), "four-hours": timedelta(hours=4)}
MORNING = "morning"
"""Until the next 09:00 of the team's zone."""


class Reactions:
    """Reactions to the card of an account, by the message below which a button was pressed."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def may_react(self, request: Request) -> Refused | None:
        """Return why the sender may not quiet this card, or None."""

        def body(work: Work, now: datetime) -> Refused | None:
            ends = find_ends_card(work, request)
            found = _find_card(work, request, now) if ends is None else may_quiet(work, request, ends, now)
            return found if isinstance(found, Refused) else None

        return await transact(self._database, self._clock, request, body)

    async def react(self, request: Request, snooze: str | None = None) -> Refused | None:
        """Quiet all that the card is about until its next step, or for a while. Its cards are edited to say so."""

        def body(work: Work, now: datetime) -> Refused | None:
            if (ends := find_ends_card(work, request)) is not None:
                return _react_to_ends(work, request, ends, snooze, now)
            card = _find_card(work, request, now)
            if isinstance(card, Refused):
                return card
            actor, account = card
            until = None if snooze is None else _until(work, actor.the_team, snooze, now)
            warned = [one for one in _list_warned(work, actor.the_team, account, now) if one.said is not None]
            if not warned or (snooze is not None and until is None):
                return Refused(Reason.LINK_UNKNOWN)
            for one in warned:
                _quiet(work, actor, one, until)
            what = Event.ALERT_TAKE if snooze is None else Event.ALERT_SNOOZE
            details: dict[str, object] = {"account": account.name, "keys": [one.key.remark for one in warned]}
            relieved = sorted({former for one in warned if (former := _find_relieved(one.said, actor)) is not None})
            details |= {"relieved": relieved} if relieved else {}
            work.audit.add(actor.the_team.id, request.user_id, what, Outcome.DONE, now, details=details)
            work.alerts.mark_due(account.id)
            return None

        return await transact(self._database, self._clock, request, body)


def _react_to_ends(work: Work, request: Request, card: Card, snooze: str | None, now: datetime) -> Refused | None:
    actor = may_quiet(work, request, card, now)
    if isinstance(actor, Refused):
        return actor
    until = None if snooze is None else _until(work, actor.the_team, snooze, now)
    return Refused(Reason.LINK_UNKNOWN) if snooze is not None and until is None else quiet_ends(work, actor, until)


def _find_card(work: Work, request: Request, now: datetime) -> tuple[Actor, Account] | Refused:
    """Return who presses, and the account of the pressed card, which must belong to their team."""
    actor = find_actor(work, request, now)
    if not isinstance(actor, Actor):
        return actor if isinstance(actor, Refused) else Refused(Reason.LINK_UNKNOWN)
    verdict = may_ask(Action.ALERTS_STEPS, actor.membership, is_enrolled=actor.person.enrolled_at is not None)
    if isinstance(verdict, Refused):
        return verdict
    place = request.place
    card = None if place.message_id is None else work.cards.find_by_message(place.chat_id, place.message_id)
    if card is None or not request.is_press or not card.subject.startswith(ALERTS_SUBJECT):
        return Refused(Reason.LINK_UNKNOWN)
    account = work.accounts.get(UUID(card.subject.removeprefix(ALERTS_SUBJECT)))
    limited = may_reach(actor.membership, {account.id})
    if isinstance(limited, Refused):
        return limited
    return (actor, account) if account.team_id == actor.the_team.id else Refused(Reason.LINK_UNKNOWN)


def _until(work: Work, team: Team, snooze: str, now: datetime) -> datetime | None:
    if snooze == MORNING:
        return next_digest(USUAL_MINUTE, zone_of(work, team), now)
    time = SNOOZES.get(snooze)
    return None if time is None else now + time


def _list_warned(work: Work, team: Team, account: Account, now: datetime) -> list[KeyAlert]:
    drifts = [one for one in work.drifts.list_open(team.id) if one.account_id == account.id]
    keys = with_earliest_expiry(work.keys.list_of_account(account.id), drifts)
    return list_warned(team, keys, now, drifts, work.alerts.by_key_of(account.id))


def _find_relieved(said: Alert | None, actor: Actor) -> int | None:
    """Return who is on it, if another person reacts now."""
    if said is None or said.snoozed_until is not None:
        return None
    return None if said.acted_by == actor.person.user_id else said.acted_by


def _quiet(work: Work, actor: Actor, one: KeyAlert, until: datetime | None) -> None:
    """A snooze ends with the next step at the latest, because that is said all the same."""
    if one.said is None:
        return
    following = next_alert_step_at(one.key, actor.now, steps_of(actor.the_team, one.key))
    until = until if until is None or following is None else min(until, following)
    is_own = one.said.acted_by == actor.person.user_id
    former = one.said.acted_before if is_own else _find_relieved(one.said, actor)
    said = replace(one.said, acted_by=actor.person.user_id, acted_at=actor.now, acted_before=former)
    work.alerts.save(replace(said, snoozed_until=until))
