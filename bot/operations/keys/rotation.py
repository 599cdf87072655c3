"""An open rotation: its messages to the team, and its end.

No key is deleted here. That takes a ticket of its own, with a code.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button
from bot.rules.exchange_terms import TERMS
from bot.rules.key_terms import Life, key_state
from bot.rules.rotation import REMIND_AGAIN, card_subject
from bot.rules.topics import topic_of
from storage.records import (
    Account,
    Action,
    Arg,
    Button,
    Card,
    ConnectionProblem,
    Key,
    Message,
    MessageContent,
    MessageKind,
    Rotation,
    Stage,
    Ticket,
)
from storage.work import Work

SWITCHED_WORD = "switched"
"""Follows the number of a key to delete: another key has replaced it."""
WORKS = Life.LIVE.value
GONE = "gone"
"""State of a rotation's key: this, or a value of `Life`."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A rotation with both keys on our list."""

    rotation: Rotation
    old: Key
    new: Key


def find_pair(work: Work, key: Key) -> Pair | None:
    """Find the open rotation of the key. None without one, or if one of its keys is not on our list."""
    rotation = work.rotations.find_of(key.id)
    if rotation is None:
        return None
    old, new = work.keys.find(rotation.old_key_id), work.keys.find(rotation.new_key_id)
    return Pair(rotation, old, new) if old and new else None


def pairs_among(work: Work, keys: Iterable[Key]) -> dict[UUID, Pair]:
    """Map key ids to their rotation, where both keys are among these."""
    known = {key.id: key for key in keys}
    pairs: dict[UUID, Pair] = {}
    for rotation in work.rotations.list_replacing(known):
        old, new = known.get(rotation.old_key_id), known.get(rotation.new_key_id)
        if old and new:
            pairs[old.id] = pairs[new.id] = Pair(rotation, old, new)
    return pairs


def rotation_state(work: Work, key: Key, now: datetime) -> str:
    """State of a key as far as known: whether it exists at its exchange, and what its times say."""
    drifts = work.drifts.list_open_of(key.account_id)
    if any(drift.key_id == key.id and drift.there is None for drift in drifts):
        return GONE
    return key_state(key, now).life.value


def state_text(work: Work, key: Key, now: datetime) -> Message:
    """State of a key as half a sentence."""
    return Message("rotation-stands", {"key": key.remark, "state": rotation_state(work, key, now)})


def both_work(work: Work, old: Key, new: Key, now: datetime) -> bool:
    """Whether both keys work side by side, as far as known."""
    return all(rotation_state(work, key, now) == WORKS for key in (old, new))


def list_deletions(work: Work, team_id: UUID, keys: Collection[Key]) -> list[Ticket]:
    """List open tickets that would delete one of the keys, oldest first."""
    ids = {key.id for key in keys}
    return [
        ticket
        for ticket in work.tickets.list_open(team_id)
        if ticket.action is Action.KEY_DELETE and ids & {part.subject_id for part in ticket.parts}
    ]


def offer(work: Work, rotation: Rotation, now: datetime) -> None:
    """Ask the team to switch over, because the new key works or cannot be tried here. The overlap begins."""
    _say_offer(work, replace(rotation, offered_at=now), now)


def wait(work: Work, rotation: Rotation, account: Account, known: str, now: datetime) -> None:
    """Report that the new key was tried and does not work: at once if it should, later once a day.

    `known` is `dead`, `ended` or `unasked`.
    """
    new = work.keys.get(rotation.new_key_id)
    first_at = new.created_at + REMIND_AGAIN if known == "unasked" else now
    if now < (rotation.remind_at or first_at):
        return
    again = replace(rotation, remind_at=now + REMIND_AGAIN)
    work.rotations.save(again)
    terms = TERMS.get(account.kind)
    main = work.accounts.find(account.main_id) if account.main_id else None
    if known == "unasked" and main is not None and main.trouble is ConnectionProblem.REFUSED:
        known = "refused"
    facts: dict[str, Arg] = {
        "known": known,
        "exchange": terms.name if terms else account.name,
        "page": terms.page if terms else "",
        "since": main.trouble_since if main else None,
        "number": new.number,
        "again": again.remind_at,
    }
    _say(work, again, "rotation-stalled", now, facts)


def remind(work: Work, rotation: Rotation, now: datetime) -> None:
    """Ask about the old key after the overlap, or offer again before its end. The bot never decides that.

    A proven deletion is an answer. If that deletion fails, the question comes again another day.
    """
    work.rotations.save(replace(rotation, remind_at=now + REMIND_AGAIN))
    deletions = list_deletions(work, rotation.team_id, [work.keys.get(rotation.old_key_id)])
    if any(deletion.stage in {Stage.BY_HAND, Stage.RUNNING} for deletion in deletions):
        return
    end = _overlap_end(rotation)
    if end is not None and now < end:
        _say_offer(work, rotation, now)
    else:
        _say(work, rotation, "rotation-over", now)


def close(work: Work, rotation: Rotation, saying: Message, now: datetime) -> None:
    """Close the rotation. The team's message says how it ended and loses its buttons."""
    _put_away(work, rotation, saying, now)
    work.rotations.remove(rotation)


def close_broken(work: Work, rotation: Rotation, now: datetime) -> None:
    """Close a rotation after one of its keys was deleted: the old one as planned, or the new one."""
    old, new = work.keys.find(rotation.old_key_id), work.keys.find(rotation.new_key_id)
    args = {"old": old.remark if old else None, "new": new.remark if new else None}
    close(work, rotation, Message("rotation-closed", args), now)


def choices(old: Key, by: UUID | None = None) -> Sequence[Sequence[Button]]:
    """[Switched over] asks to delete the old key, and [Keep both] ends the rotation. `by`: the team, in private."""
    return [
        [button("button-switched", typed(f"deletekey {old.number} {SWITCHED_WORD}", by))],
        [button("button-keep-both", typed(f"rotate {old.number} keep", by))],
    ]


def _overlap_end(rotation: Rotation) -> datetime | None:
    return rotation.offered_at and rotation.offered_at + timedelta(seconds=rotation.overlap_seconds)


def _say_offer(work: Work, rotation: Rotation, now: datetime) -> None:
    work.rotations.save(replace(rotation, remind_at=_overlap_end(rotation)))
    is_seen = work.keys.get(rotation.new_key_id).live_at is not None
    _say(work, rotation, "rotation-offered" if is_seen else "rotation-offered-untried", now)


def _say(work: Work, rotation: Rotation, sentence: str, now: datetime, facts: dict[str, Arg] | None = None) -> None:
    """Send a new message, because an edit makes no sound, and put the earlier one away."""
    old, new = work.keys.get(rotation.old_key_id), work.keys.get(rotation.new_key_id)
    _put_away(work, rotation, Message("rotation-said-again"), now)
    team = work.teams.get(rotation.team_id)
    topic_id = topic_of(team, MessageKind.NEWS)
    card = Card(id=uuid4(), chat_id=team.chat_id, topic_id=topic_id, subject=card_subject(rotation))
    work.cards.add(card)
    args: dict[str, Arg] = {
        "old": old.remark,
        "new": new.remark,
        "until": _overlap_end(rotation),
        "stands": state_text(work, old, now),
        "new_stands": state_text(work, new, now),
        "both": both_work(work, old, new, now),
        "new_number": new.number,
        "new_state": rotation_state(work, new, now),
        **(facts or {}),
    }
    buttons = choices(old) if rotation.offered_at else choices(old)[1:]
    content = MessageContent(Message(sentence, args), buttons)
    work.outbox.say(content, card.chat_id, topic_id=card.topic_id, card=card, is_news=True, due_at=now)


def _put_away(work: Work, rotation: Rotation, saying: Message, now: datetime) -> None:
    for card in work.cards.list_about(card_subject(rotation)):
        work.cards.save(replace(card, subject=""))
        content = MessageContent(saying)
        work.outbox.say(content, card.chat_id, topic_id=card.topic_id, card=card, is_news=True, due_at=now)
