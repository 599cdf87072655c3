"""A rotation under way: what the team is told of it, and how it ends.

Nothing here deletes a key: that takes a ticket of its own, with a code.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from bot.operations.model.notifications import press
from bot.rules.exchange_terms import TERMS
from bot.rules.key_terms import Life, key_state
from bot.rules.rotation import REMIND_AGAIN
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
    Rotation,
    Stage,
    Ticket,
)
from storage.work import Work

SWITCHED_WORD = "switched"
"""Behind the number of a key that is to be deleted: not for itself, but because another has taken its place."""
WORKS = Life.LIVE.value
GONE = "gone"
"""How a key of a rotation stands: this, or one of the words of `Life`."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A rotation whose keys both stand here."""

    rotation: Rotation
    old: Key
    new: Key


def find_pair(work: Work, key: Key) -> Pair | None:
    """The rotation the key has a part in; None where there is none, or a key of it is gone here."""
    rotation = work.rotations.find_of(key.id)
    if rotation is None:
        return None
    old, new = work.keys.find(rotation.old_key_id), work.keys.find(rotation.new_key_id)
    return Pair(rotation, old, new) if old and new else None


def pairs_among(work: Work, keys: Iterable[Key]) -> dict[UUID, Pair]:
    """Rotations by the id of each key that has a part in one, where both keys are among these."""
    known = {key.id: key for key in keys}
    pairs: dict[UUID, Pair] = {}
    for rotation in work.rotations.list_among(known):
        old, new = known.get(rotation.old_key_id), known.get(rotation.new_key_id)
        if old and new:
            pairs[old.id] = pairs[new.id] = Pair(rotation, old, new)
    return pairs


def standing(work: Work, key: Key, now: datetime) -> str:
    """How a key stands, as far as is known: whether it is at its exchange at all, and what its times say."""
    drifts = work.drifts.list_open_of(key.account_id)
    if any(drift.key_id == key.id and drift.there is None for drift in drifts):
        return GONE
    return key_state(key, now).life.value


def stands(work: Work, key: Key, now: datetime) -> Message:
    """The same as half a sentence."""
    return Message("rotation-stands", {"key": key.remark, "state": standing(work, key, now)})


def both_work(work: Work, old: Key, new: Key, now: datetime) -> bool:
    """Whether two keys work side by side, as far as is known."""
    return all(standing(work, key, now) == WORKS for key in (old, new))


def list_deletions(work: Work, team_id: UUID, keys: Collection[Key]) -> list[Ticket]:
    """Open tickets that would delete one of the keys, oldest first."""
    ids = {key.id for key in keys}
    return [
        ticket
        for ticket in work.tickets.list_open(team_id)
        if ticket.action is Action.KEY_DELETE and ids & {part.subject_id for part in ticket.parts}
    ]


def offer(work: Work, rotation: Rotation, now: datetime) -> None:
    """The new key works, or nobody here can try it: the team is told to switch over, and the overlap runs."""
    offered = replace(rotation, offered_at=now)
    work.rotations.save(replace(offered, remind_at=_overlap_end(offered)))
    is_seen = work.keys.get(rotation.new_key_id).live_at is not None
    _say(work, offered, "rotation-offered" if is_seen else "rotation-offered-untried", now)


def wait(work: Work, rotation: Rotation, account: Account, known: str, now: datetime) -> None:
    """The new key was tried and not seen to work: told at once where it should, else and from then on once a day.

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
    """The overlap is over, and nobody has said what shall become of the old key: it is asked, and never decided.

    Whoever has proven its deletion has said it; if nothing comes of that, it is asked again another day.
    """
    work.rotations.save(replace(rotation, remind_at=now + REMIND_AGAIN))
    deletions = list_deletions(work, rotation.team_id, [work.keys.get(rotation.old_key_id)])
    if not any(deletion.stage in {Stage.BY_HAND, Stage.RUNNING} for deletion in deletions):
        _say(work, rotation, "rotation-over", now)


def close(work: Work, rotation: Rotation, saying: Message, now: datetime) -> None:
    """It is over: the team's message says how, and offers nothing any more."""
    _put_away(work, rotation, saying, now)
    work.rotations.remove(rotation)


def close_broken(work: Work, rotation: Rotation, now: datetime) -> None:
    """A key of it is gone: the old one, as it should be, or the new one."""
    old, new = work.keys.find(rotation.old_key_id), work.keys.find(rotation.new_key_id)
    args = {"old": old.remark if old else None, "new": new.remark if new else None}
    close(work, rotation, Message("rotation-closed", args), now)


def choices(old: Key) -> Sequence[Sequence[Button]]:
    """[Switched over] asks for the deletion of the old key, [Keep both] ends the rotation."""
    return [
        [press("button-switched", "ask", "deletekey", old.number, SWITCHED_WORD)],
        [press("button-keep-both", "ask", "rotate", old.number, "keep")],
    ]


def _overlap_end(rotation: Rotation) -> datetime | None:
    return rotation.offered_at and rotation.offered_at + timedelta(seconds=rotation.overlap_seconds)


def _say(work: Work, rotation: Rotation, sentence: str, now: datetime, facts: dict[str, Arg] | None = None) -> None:
    """A new message, because an edit makes no sound; the one before it is put away."""
    old, new = work.keys.get(rotation.old_key_id), work.keys.get(rotation.new_key_id)
    _put_away(work, rotation, Message("rotation-said-again"), now)
    team = work.teams.get(rotation.team_id)
    card = Card(id=uuid4(), chat_id=team.chat_id, topic_id=team.topic_id, subject=_subject(rotation))
    work.cards.add(card)
    args: dict[str, Arg] = {
        "old": old.remark,
        "new": new.remark,
        "until": _overlap_end(rotation),
        "stands": stands(work, old, now),
        "new_stands": stands(work, new, now),
        "both": both_work(work, old, new, now),
        "new_number": new.number,
        "new_state": standing(work, new, now),
        **(facts or {}),
    }
    buttons = choices(old) if rotation.offered_at else choices(old)[1:]
    content = MessageContent(Message(sentence, args), buttons)
    work.outbox.say(content, card.chat_id, topic_id=card.topic_id, card=card, is_news=True, due_at=now)


def _put_away(work: Work, rotation: Rotation, saying: Message, now: datetime) -> None:
    for card in work.cards.list_about(_subject(rotation)):
        work.cards.save(replace(card, subject=""))
        content = MessageContent(saying)
        work.outbox.say(content, card.chat_id, topic_id=card.topic_id, card=card, is_news=True, due_at=now)


def _subject(rotation: Rotation) -> str:
    return f"rotation:{rotation.new_key_id.hex}"
