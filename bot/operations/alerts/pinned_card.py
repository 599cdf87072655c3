"""The overview that a team wants pinned: its keys, the worst first, open requests and differences."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from bot.operations.alerts.card import KeyAlert, list_key_alerts, rows
from bot.operations.drifts.lookup import with_earliest_expiry
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button, who
from bot.operations.ticket.subject import subject_of
from bot.rules.pinned_card import PinsSeen, must_pin, note_message, note_pinned, note_seen
from bot.rules.reminders import LONGEST_BEFORE_END
from bot.rules.ticket_path import is_timed_out
from storage.records import Card, Message, MessageContent, PinnedCard, Stage, Team, Ticket
from storage.serialization import to_json
from storage.work import Work

KEYS_SHOWN, REQUESTS_SHOWN = 10, 3


@dataclass(frozen=True, slots=True)
class Place:
    """A message of the overview that Telegram is to pin or to unpin."""

    chat_id: int
    message_id: int


def keep_card(work: Work, team_id: UUID, seen: PinsSeen | None, now: datetime) -> Place | None:
    """Bring the overview up to date, and return its message if that is to be pinned now.

    It is sent if there is none in the team's place. `seen`: what Telegram has said today about the chat's pins.
    """
    pinned = work.pinned_cards.find(team_id)
    if pinned is None or pinned.is_ended:
        return None
    team, before = work.teams.get(team_id), pinned
    card = find_card(work, team)
    if card is None:
        card = Card(uuid4(), team.chat_id, team.topic_id, subject=_subject(team_id))
        work.cards.add(card)
        pinned = PinnedCard(team_id, looked_on=pinned.looked_on, may_pin=pinned.may_pin)
    pinned = note_message(pinned, card.message_id)
    if seen is not None:
        pinned = note_seen(pinned, seen, today(now))
    content = _content(work, team, pinned, now)
    shown = _fingerprint(content, now)
    if shown != pinned.shown:
        work.outbox.say(content, card.chat_id, topic_id=card.topic_id, card=card, is_news=True, due_at=now)
        pinned = replace(pinned, shown=shown)
    if pinned != before:
        work.pinned_cards.save(pinned)
    # What was found loose may be deleted: its edit shows that before it is pinned again.
    is_new = seen is not None and pinned.is_loose
    return Place(team.chat_id, pinned.message_id) if must_pin(pinned) and pinned.message_id and not is_new else None


def needs_work(work: Work, pinned: PinnedCard, now: datetime) -> bool:
    """Whether the overview is not as it is shown, or its message is another one or not pinned yet."""
    team = work.teams.get(pinned.team_id)
    card = find_card(work, team)
    noted = pinned if card is None else note_message(pinned, card.message_id)
    if card is None or noted != pinned or must_pin(pinned):
        return True
    return _fingerprint(_content(work, team, pinned, now), now) != pinned.shown


def note_pin(work: Work, team_id: UUID, place: Place, *, is_pinned: bool | None) -> None:
    """Keep Telegram's answer. Where the bot may not pin, the overview says so, and it is tried again tomorrow."""
    pinned = work.pinned_cards.find(team_id)
    if pinned is not None and pinned.message_id == place.message_id:
        work.pinned_cards.save(note_pinned(pinned, is_pinned))


def end_card(work: Work, team: Team, now: datetime) -> None:
    """Let the overview say that it is not kept any more. The job unpins it."""
    pinned, card = work.pinned_cards.find(team.id), find_card(work, team)
    if pinned is not None:
        work.pinned_cards.save(replace(pinned, is_ended=True))
    if card is not None:
        ended = MessageContent(Message("pinned-ended", {"team": team.title}), stays_gone=True)
        work.outbox.say(ended, card.chat_id, topic_id=card.topic_id, card=card, is_news=True, due_at=now)
        work.cards.save(replace(card, subject=""))


def find_card(work: Work, team: Team) -> Card | None:
    """Return the card in the team's present place, or None."""
    place = team.chat_id, team.topic_id
    found = work.cards.list_about(_subject(team.id))
    return next((one for one in found if (one.chat_id, one.topic_id) == place), None)


def today(now: datetime) -> str:
    """The day on which Telegram is asked once what is pinned."""
    return now.date().isoformat()


def _subject(team_id: UUID) -> str:
    return f"pinned:{team_id.hex}"


def _fingerprint(content: MessageContent, now: datetime) -> str:
    """Changes with the content, and each hour, since the content says how much time is left."""
    return hashlib.sha256(f"{now:%Y-%m-%dT%H} {to_json(content)}".encode()).hexdigest()[:16]


def _content(work: Work, team: Team, pinned: PinnedCard, now: datetime) -> MessageContent:
    drifts = work.drifts.list_open(team.id)
    keys = with_earliest_expiry(work.keys.list_ending(team.id, now + LONGEST_BEFORE_END), drifts)
    found = list_key_alerts(keys, now, drifts)
    waiting = [one for one in work.tickets.list_open(team.id) if _waits(one, now)]
    saying = Message(
        "pinned-card",
        {
            "team": team.title,
            "keys": _by_account(work, team, found[:KEYS_SHOWN], now),
            "more_keys": max(0, len(found) - KEYS_SHOWN),
            "requests": _requests(work, waiting[:REQUESTS_SHOWN]),
            "more_requests": max(0, len(waiting) - REQUESTS_SHOWN),
            "differing": len(drifts),
            "may_pin": pinned.may_pin,
        },
    )
    screens = [button(Message("button-screen", {"screen": word}), typed(word)) for word in ("keys", "pending")]
    return MessageContent(saying, [screens], stays_gone=pinned.is_remade)


def _by_account(work: Work, team: Team, found: Sequence[KeyAlert], now: datetime) -> list[Message]:
    """A line for each key, below its account's name where the team has several. The worst account comes first."""
    accounts = work.accounts.by_id(team.id)
    if len(accounts) < 2:
        return rows(found, now)
    order = dict.fromkeys(one.key.account_id for one in found)
    groups = [
        (accounts[account_id], [one for one in found if one.key.account_id == account_id]) for account_id in order
    ]
    return [Message("pinned-account", {"account": account.name, "keys": rows(those, now)}) for account, those in groups]


def _requests(work: Work, waiting: Sequence[Ticket]) -> list[Message]:
    people = work.people.by_id(one.user_id for one in waiting)
    return [
        Message(
            "home-request",
            {
                "number": one.number,
                "subject": subject_of(one),
                "stage": one.stage.value if one.stage else "",
                "who": who(people[one.user_id]),
            },
        )
        for one in waiting
    ]


def _waits(ticket: Ticket, now: datetime) -> bool:
    return ticket.stage is not Stage.RUNNING and not is_timed_out(ticket.stage, ticket.stage_until, now)
