"""Scan the keys of accounts: announce each due warning once, and keep the open card true.

Telegram notifies of new messages and never of edits. So a new warning is a new message, and the old card is reduced to
one line. All other changes are edits. Without a reaction, people are told in private, since a group may be muted.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from bot.operations.alerts.card import KeyAlert, alert_content, list_warned, steps_of
from bot.operations.alerts.escalate import press_on, send_letters
from bot.operations.drifts.lookup import with_earliest_expiry
from bot.operations.members.digest_schedule import quiet_end_of
from bot.operations.model.notifications import who
from bot.rules.alert_steps import policy_steps
from bot.rules.button_presses import ALERTS_SUBJECT
from bot.rules.escalation import next_press, patience_of
from bot.rules.quiet_hours import heard_at
from bot.rules.reminders import LONGEST_BEFORE_END, REFRESH, Urgency, is_due, next_alert_step_at, refresh_after
from bot.rules.sounds import sound_of, warning_sound
from bot.rules.topics import topic_of
from storage.due_slice import Slice
from storage.ids import draw_ids
from storage.new_cards import News
from storage.records import Account, Alert, Card, Key, Message, MessageContent, MessageKind, Sound, Team, Watch
from storage.work import Work

_Of = TypeVar("_Of")
_One = TypeVar("_One")


def look_at_accounts(work: Work, accounts: Slice, now: datetime) -> None:
    """Send the due warnings of each account, keep its cards true and set its next scan."""
    alerts: list[Alert] = []
    news: list[News] = []
    watches: list[Watch] = []
    ids = draw_ids()
    for board in _list_boards(work, accounts, now):
        due = {
            one.key.id: _announce(board.team, one, now)
            for one in board.found
            if board.may_say(one) and is_due(one.alert_step, board.said.get(one.key.id, ()), now)
        }
        alerts += due.values()
        announced = [one.announced(due[one.key.id]) if one.key.id in due else one for one in board.found]
        pressed = press_on(work, board.team, announced, now, board.quiet_end)
        for changed in pressed.changed:
            work.alerts.save(changed)
        board.found = [_named(work, one) for one in pressed.found]
        readers = [*([None] if due or pressed.is_again else []), *pressed.readers]
        new = _send_new(work, board, readers, ids) if readers else []
        is_far = not pressed.is_again and all(
            board.sound_of(one) is not Sound.ON for one in board.found if one.key.id in due
        )
        news += [News(card, board.new_content(card, is_far=is_far), is_urgent=board.is_urgent) for card in new]
        _refresh(work, board, without={card.user_id for card in new})
        if pressed.letters:
            send_letters(work, pressed, board.saying(), now)
        said_at = now if None in readers else board.watch.said_at
        watches.append(Watch(board.account.id, board.next_look(pressed.waits), looked_at=now, said_at=said_at))
    work.alerts.add(alerts)
    work.new_cards.send(news, now)
    work.alerts.save_watches(watches)


@dataclass(slots=True)
class _Board:
    """What the cards of one account are built from."""

    account: Account
    team: Team
    watch: Watch
    keys: Sequence[Key]
    """Without keys that get their first warning later than in a day."""
    said: Mapping[UUID, Sequence[Alert]]
    """Announced steps of these keys, and of those of other accounts."""
    found: Sequence[KeyAlert]
    sound: Sound
    """How the team wants to hear of its keys."""
    cards: Sequence[Card]
    """Open cards only."""
    quiet_end: datetime | None
    """When the team's quiet hours end. None: it is not quiet."""
    now: datetime
    next_end: datetime | None = None
    """Earliest expiry of the other keys. Not known where a key was found: then the next scan comes within a day."""

    @property
    def is_urgent(self) -> bool:
        """Whether a key expires within a day, or has expired, so that the card goes before all other news."""
        return bool(self.found) and self.found[0].alert_step.urgency in {Urgency.DAY, Urgency.ENDED}

    def content_for(self, card: Card) -> MessageContent:
        """Build the team's card, or a private one with buttons that name the team."""
        # Only a card that was not delivered yet can still make a sound.
        return self.new_content(card, is_far=all(self.sound_of(one) is not Sound.ON for one in self.found))

    def new_content(self, card: Card, *, is_far: bool) -> MessageContent:
        """Build a new card. The team's makes no sound if everything new on it is far away."""
        by = None if card.user_id is None else self.team.id
        content = alert_content(self.team, self.account, self.found, self.now, by=by)
        return replace(content, is_silent=True) if is_far and by is None else content

    def sound_of(self, one: KeyAlert) -> Sound:
        """Return how the key is said."""
        return warning_sound(one.alert_step, self.sound)

    def may_say(self, one: KeyAlert) -> bool:
        """Whether the team wants to hear of the key, and now."""
        return self.sound_of(one) is not Sound.OFF and self.heard_at(one) <= self.now

    def saying(self) -> Message:
        """Return the words of the card without its buttons."""
        return alert_content(self.team, self.account, self.found, self.now, by=None).saying

    def heard_at(self, one: KeyAlert) -> datetime:
        """Return when the key may be said: now, or after the quiet hours."""
        return heard_at(one.alert_step, self.quiet_end, self.now)

    def next_look(self, waits: Sequence[datetime]) -> datetime | None:
        """Time of the next warning, or when the time on an open card is not true any more.

        `waits` are the ends of the quiet hours of people.
        """
        coming = (next_alert_step_at(key, self.now, steps_of(self.team, key)) for key in self.keys)
        moments = [moment for moment in coming if moment is not None]
        if self.next_end is not None:
            moments.append(self.next_end - policy_steps(self.team.alert_steps)[0].before)
        moments += waits
        for one in self.found:
            press, heard = None if one.said is None else next_press(one.said), self.heard_at(one)
            moments += [] if press is None else [max(press, heard)]
            moments += [heard] if heard > self.now else []
        moments += [self.now + refresh_after(one.alert_step.urgency) for one in self.found]
        return min(moments, default=None)


def _named(work: Work, one: KeyAlert) -> KeyAlert:
    if one.said is None or one.said.acted_by is None:
        return one
    before = one.said.acted_before
    former = None if before is None else who(work.people.get(before))
    return replace(one, reactor=who(work.people.get(one.said.acted_by)), former=former)


def _announce(team: Team, one: KeyAlert, now: datetime) -> Alert:
    """Return the announcement of a key's step, and when it is escalated without a reaction."""
    before = one.alert_step.before_seconds
    patience = None if one.key.expires_at is None else patience_of(before, steps_of(team, one.key))
    escalate_at = None if patience is None else now + patience
    return Alert(one.key.id, one.alert_step.anchor_at, before, now, escalate_at=escalate_at)


def _list_boards(work: Work, accounts: Slice, now: datetime) -> list[_Board]:
    """Read the boards of all accounts, each noun once, before anything is written."""
    owners, teams = work.accounts.by_id_in(accounts), work.teams.by_id_of(accounts)
    longest = max((policy_steps(team.alert_steps)[0].before for team in teams.values()), default=LONGEST_BEFORE_END)
    later = now + longest + REFRESH
    drifts = _group((one.account_id, one) for one in work.drifts.list_open_in(accounts))
    keys = _group((key.account_id, key) for key in work.keys.list_ending_in(accounts, later))
    for account_id, differing in drifts.items():
        # A key that differs may expire sooner at its exchange than in our list.
        keys[account_id] = with_earliest_expiry(work.keys.list_of_account(account_id), differing)
    said = work.alerts.by_key(key.id for own in keys.values() for key in own)
    watches = work.alerts.list_watches_in(accounts)
    subjects = [ALERTS_SUBJECT + watch.account_id.hex for watch in watches]
    cards = _group((card.subject, card) for card in work.cards.list_about_any(subjects))
    boards = []
    for watch in watches:
        account = owners[watch.account_id]
        team, own = teams[account.team_id], keys[account.id]
        board = _Board(
            account,
            team,
            watch,
            own,
            said,
            list_warned(team, own, now, drifts[account.id], said),
            sound_of(team.sounds, MessageKind.ALERTS),
            cards[ALERTS_SUBJECT + account.id.hex],
            quiet_end_of(work, team, now),
            now,
        )
        boards.append(board)
    fine = [board for board in boards if not board.found]
    next_ends = work.keys.next_ends_of([board.account.id for board in fine], later)
    for board in fine:
        board.next_end = next_ends.get(board.account.id)
    return boards


def _group(pairs: Iterable[tuple[_Of, _One]]) -> dict[_Of, list[_One]]:
    groups = defaultdict[_Of, list[_One]](list)
    for owner, one in pairs:
        groups[owner].append(one)
    return groups


def _send_new(work: Work, board: _Board, readers: Sequence[int | None], ids: Iterator[UUID]) -> list[Card]:
    """Send each reader (None: the team) a new card. An undelivered one gets the new content instead."""
    old = {card.user_id: card for card in board.cards}
    new = []
    for user_id in readers:
        card = old.get(user_id)
        if card is not None and card.message_id is None:
            continue
        if card is not None:
            _put_away(work, board, card)
        topic_id = topic_of(board.team, MessageKind.ALERTS) if user_id is None else None
        chat_id = board.team.chat_id if user_id is None else user_id
        subject = ALERTS_SUBJECT + board.account.id.hex
        new.append(Card(id=next(ids), chat_id=chat_id, topic_id=topic_id, user_id=user_id, subject=subject))
    return new


def _put_away(work: Work, board: _Board, card: Card) -> None:
    """Reduce the old card to one line before the new one comes, so that two are never open."""
    work.cards.save(replace(card, subject=""))
    _write(work, board, card, MessageContent(Message("alerts-replaced", {"account": board.account.name})))


def _refresh(work: Work, board: _Board, *, without: Collection[int | None]) -> None:
    """Bring every other open card up to date. Without any key left it says so and closes."""
    for card in board.cards:
        if card.user_id in without:
            continue
        _write(work, board, card, board.content_for(card))
        if not board.found:
            work.cards.save(replace(card, subject=""))


def _write(work: Work, board: _Board, card: Card, content: MessageContent) -> None:
    work.outbox.say(
        content,
        card.chat_id,
        topic_id=card.topic_id,
        card=card,
        user_id=card.user_id,
        is_news=True,
        is_urgent=board.is_urgent,
        due_at=board.now,
    )
