"""Looking at the keys of one account: what is due is said once, and the card that stands is kept true.

Telegram notifies of new messages and never of edits. So a new step comes as a new message and the old one is put away:
deleted while Telegram lets us, else closed; whatever else changes is an edit. A day and six hours before the end and at
it, the team's owners are told in private too, since a group may be muted; the days after it stay in the group.
It must not know when a key ends, nor how a card reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from bot.operations.alerts.card import Standing, alert_content, standings
from bot.operations.drifts.lookup import as_they_may_end
from bot.rules.reminders import REFRESH, is_due, next_rung_at
from storage import records
from storage.records import Account, Alert, Card, Content, Key, Role, Saying, Team, Watch
from storage.work import Work

DELETABLE = timedelta(hours=36)
"""Telegram deletes nothing older than 48 hours; the rest is for a slow delivery. Source: Bot API, deleteMessage."""


def look_at_account(work: Work, account_id: UUID, now: datetime) -> None:
    """Says what is due about an account's keys, keeps its cards true and works out when to look again."""
    watch = work.alerts.find_watch(account_id)
    if watch is None or watch.look_at is None or watch.look_at > now:
        return
    account = work.accounts.get(account_id)
    drifts = work.drifts.list_open_of(account_id)
    keys = as_they_may_end(work.keys.list_of_account(account_id), drifts)
    found, said = standings(keys, now, drifts), work.alerts.list_said(account_id)
    due = [one for one in found if is_due(one.rung, said)]
    for one in due:
        work.alerts.add(Alert(one.key.id, one.rung.anchor_at, one.rung.step, now))
    board = _Board(account, work.teams.get(account.team_id), watch, found, now)
    if due:
        _say_anew(work, board, to_owners=any(one.rung.is_private for one in due))
    _refresh(work, board)
    said_at = now if due else watch.said_at
    work.alerts.save_watch(Watch(account_id, _next_look(keys, found, now), looked_at=now, said_at=said_at))


@dataclass(frozen=True, slots=True)
class _Board:
    """What the cards of an account are made of."""

    account: Account
    team: Team
    watch: Watch
    found: Sequence[Standing]
    now: datetime

    @property
    def subject(self) -> str:
        """What its cards are about, as long as they stand."""
        return f"alerts:{self.account.id.hex}"

    def content_for(self, card: Card) -> Content:
        """The team's card, or one in private, whose buttons must name the team."""
        by = None if card.user_id is None else self.team.id
        return alert_content(self.team, self.account, self.found, self.now, by=by)


def _say_anew(work: Work, board: _Board, *, to_owners: bool) -> None:
    """A new card for everybody who is to notice; one that was never delivered says the new thing instead."""
    readers = [None, *(_owners(work, board.team) if to_owners else [])]
    old = {card.user_id: card for card in work.cards.list_about(board.subject)}
    for user_id in readers:
        card = old.get(user_id)
        if card is not None and card.message_id is None:
            continue
        if card is not None:
            _put_away(work, board, card)
        chat_id, topic_id = (board.team.chat_id, board.team.topic_id) if user_id is None else (user_id, None)
        new = Card(id=uuid4(), chat_id=chat_id, topic_id=topic_id, user_id=user_id, subject=board.subject)
        work.cards.add(new)


def _owners(work: Work, team: Team) -> list[int]:
    """Owners who have a private chat with the bot: they set up their second factor there."""
    return [
        person.user_id
        for membership, person in work.teams.list_members(team.id)
        if membership.role is Role.OWNER
        and membership.standing is records.Standing.ACTIVE
        and person.enrolled_at is not None
    ]


def _put_away(work: Work, board: _Board, card: Card) -> None:
    """Never two cards that stand: the old one goes before the new one comes."""
    work.cards.save(replace(card, subject=""))
    if board.watch.said_at is not None and board.now - board.watch.said_at < DELETABLE:
        work.outbox.delete(card, board.now)
    else:
        _write(work, board, card, Content(Saying("alerts-replaced", {"account": board.account.name})))


def _refresh(work: Work, board: _Board) -> None:
    """Every card that stands says how things are; when no key is left it says so and is done."""
    for card in work.cards.list_about(board.subject):
        _write(work, board, card, board.content_for(card))
        if not board.found:
            work.cards.save(replace(card, subject=""))


def _write(work: Work, board: _Board, card: Card, content: Content) -> None:
    work.outbox.say(
        content,
        card.chat_id,
        topic_id=card.topic_id,
        card=card,
        user_id=card.user_id,
        is_news=True,
        due_at=board.now,
    )


def _next_look(keys: Sequence[Key], found: Sequence[Standing], now: datetime) -> datetime | None:
    """At the next step of any key; while a card stands, at least once a day, since it counts days."""
    moments = [moment for key in keys if (moment := next_rung_at(key, now)) is not None]
    return min([*moments, now + REFRESH] if found else moments, default=None)
