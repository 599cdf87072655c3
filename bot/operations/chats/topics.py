"""Topics that a team has chosen for kinds of messages, and that are lost or get a team of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from bot.operations.drifts.card import card_subject
from bot.operations.drifts.card import show as show_differences
from bot.operations.model.notifications import tell_team
from bot.operations.ticket.cards import INSTRUCTIONS, is_card_of_state, show
from bot.rules.button_presses import ALERTS_SUBJECT
from bot.rules.rotation import card_subject as rotation_subject
from bot.rules.topics import kinds_in, topic_of, with_topic
from storage.records import Card, ChatLocation, Event, Message, MessageKind, Outcome, Team, Ticket
from storage.work import Work

SendSteps = Callable[[Work, Ticket, datetime], bool]
"""Send the steps of a ticket that people take on the exchange's page. False: it has no message with steps."""


def leave_lost_topic(work: Work, team: Team, topic_id: int, now: datetime) -> None:
    """Let the kinds of messages in a closed or deleted topic come to the team's own place again, and say so once."""
    kinds = kinds_in(team, topic_id)
    if kinds:
        _leave(work, team, kinds, now)
        tell_team(work, team.id, Message("topic-lost", {"kinds": kinds}), now)


def leave_claimed_topic(
    work: Work, place: ChatLocation, claimer_id: UUID, now: datetime, send_steps: SendSteps
) -> None:
    """Let other teams of the chat leave a topic that gets a team of its own, which must not read their messages."""
    chat_id, topic_id = place.chat_id, place.topic_id
    if topic_id is None:
        return
    for team in work.teams.list_in(chat_id):
        if team.id == claimer_id:
            continue
        kinds = kinds_in(team, topic_id)
        if kinds:
            _leave(work, team, kinds, now)
            tell_team(work, team.id, Message("topic-claimed", {"kinds": kinds}), now)
        leaving = _Leaving(work, work.teams.get(team.id), topic_id, now, send_steps)
        leaving.take_alerts()
        leaving.take_differences()
        leaving.take_rotations()
        leaving.take_requests()
        work.cards.forget_ended(team.id, chat_id, topic_id)
        if team.topic_id is None:
            # Only the team of the whole group was answered in the topic and could choose it.
            work.moves.leave_topic(team, topic_id)


@dataclass(frozen=True, slots=True)
class _Leaving:
    """A team that takes its open cards out of a topic: they are deleted there, and written where it wants them now."""

    work: Work
    team: Team
    topic_id: int
    now: datetime
    send_steps: SendSteps

    def take_alerts(self) -> None:
        """Take the warnings along. The next scan writes them."""
        accounts = {ALERTS_SUBJECT + account.id.hex: account.id for account in self.work.accounts.list_of(self.team.id)}
        for card in self._take(self.work.cards.list_about_any(list(accounts)), MessageKind.ALERTS):
            self.work.alerts.mark_due(accounts[card.subject])

    def take_differences(self) -> None:
        """Take the keys along that differ from their exchange."""
        for report_id in dict.fromkeys(drift.report_id for drift in self.work.drifts.list_open(self.team.id)):
            if self._take(self.work.cards.list_about(card_subject(report_id)), MessageKind.NEWS):
                show_differences(self.work, report_id, self.now)

    def take_rotations(self) -> None:
        """Take the rotations along. The jobs that follow them write them."""
        keys = [key.id for key in self.work.keys.list_of_team(self.team.id)]
        for rotation in self.work.rotations.list_replacing(keys):
            if self._delete(self.work.cards.list_about(rotation_subject(rotation))):
                self.work.rotations.save(replace(rotation, remind_at=self.now))

    def take_requests(self) -> None:
        """Take the open requests along, also their place, so that what follows is not said in the topic either."""
        for ticket in self.work.tickets.list_open(self.team.id):
            cards = self.work.cards.list_of_ticket(ticket.id)
            asked_in = ticket.asked_in
            if self._is_here(asked_in):
                there = topic_of(self.team, MessageKind.REQUESTS)
                ticket = replace(ticket, asked_in=replace(asked_in, topic_id=there, message_id=None))  # noqa: PLW2901
                self.work.tickets.save(ticket)
            if self._take([card for card in cards if is_card_of_state(card)], MessageKind.REQUESTS):
                show(self.work, ticket, self.now)
            others = self._delete([card for card in cards if not is_card_of_state(card)])
            if any(card.subject == INSTRUCTIONS for card in others):
                self.send_steps(self.work, ticket, self.now)

    def _take(self, cards: Sequence[Card], kind: MessageKind) -> list[Card]:
        """Replace those of the cards that are in the topic. Return them."""
        leaving = self._delete(cards)
        for old in leaving:
            self.work.cards.add(
                replace(old, id=uuid4(), topic_id=topic_of(self.team, kind), message_id=None, opened_at=None)
            )
        return leaving

    def _delete(self, cards: Sequence[Card]) -> list[Card]:
        """Delete those of the cards that are in the topic. Return them as they were."""
        leaving = [card for card in cards if card.user_id is None and self._is_here(card)]
        for old in leaving:
            self.work.cards.save(replace(old, subject="", ticket_id=None))
            self.work.outbox.drop(old)
            self.work.outbox.delete(old, self.now)
        return leaving

    def _is_here(self, place: Card | ChatLocation) -> bool:
        return (place.chat_id, place.topic_id) == (self.team.chat_id, self.topic_id)


def _leave(work: Work, team: Team, kinds: list[str], now: datetime) -> None:
    work.teams.save(replace(team, topics=with_topic(team, kinds, None)))
    work.audit.add(team.id, None, Event.TOPIC_LOST, Outcome.DONE, now, details={"kinds": kinds})
