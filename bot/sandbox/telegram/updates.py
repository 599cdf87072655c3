"""The queue of updates for the bot: ids, confirmation by offset, expiry."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from bot.sandbox.changes import Changes
from bot.sandbox.clock import Watch
from bot.sandbox.telegram.models import Json, build, build_all

DAY_SECONDS = 86_400
PRESS_SECONDS = 150
"""How long a button press waits.

Source: tdlib/telegram-bot-api, Client.cpp, add_update of callback queries.
"""

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Update types that must be requested by name."""


@dataclass(slots=True)
class Waiting:
    """One update on its way to the bot."""

    update_id: int
    kind: str
    payload: Json
    lane: str
    """A webhook keeps the order within one lane only."""
    expires_at: int
    """Unix seconds of the sandbox's clock."""

    def body(self) -> Json:
        """The update as the Bot API sends it."""
        return {"update_id": self.update_id, self.kind: self.payload}


@dataclass(slots=True)
class UpdateQueue:
    """Everything the bot has not confirmed yet, oldest first."""

    clock: Watch
    next_id: int = 880_001
    allowed: list[str] = field(default_factory=list)
    """The update types the bot requested. Empty: all but those that must be named."""
    waiting: list[Waiting] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)

    def put(self, kind: str, payload: Json, lane: str, life_seconds: int) -> None:
        """Queue an update, unless the bot does not want its type or it is already too old."""
        if (kind not in self.allowed) if self.allowed else (kind in NOT_BY_DEFAULT):
            return
        if life_seconds <= 0:
            return
        expires_at = int(self.clock.now().timestamp()) + life_seconds
        self.waiting.append(Waiting(self.next_id, kind, payload, lane, expires_at))
        self.next_id += 1
        self.changes.ring()

    def skip_ids(self, count: int) -> None:
        """Skip this many ids."""
        self.next_id += count

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Store which types the bot wants from now on. None changes nothing."""
        if kinds is not None:
            self.allowed = list(kinds)

    def confirm(self, offset: int) -> None:
        """Forget updates before the offset. A negative one keeps only that many of the newest."""
        if offset > 0:
            self.waiting = [update for update in self.waiting if update.update_id >= offset]
        elif offset < 0:
            self.waiting = self.waiting[offset:]

    def drop(self, update_id: int) -> None:
        """Forget one update: a webhook accepted it."""
        self.waiting = [update for update in self.waiting if update.update_id != update_id]

    def clear(self) -> None:
        """Forget all of them."""
        self.waiting = []

    def list_waiting(self) -> list[Waiting]:
        """Updates that wait and have not expired, oldest first."""
        now = int(self.clock.now().timestamp())
        self.waiting = [update for update in self.waiting if update.expires_at > now]
        return list(self.waiting)

    def dump(self) -> Json:
        """The queue as JSON values."""
        return {
            "next_id": self.next_id,
            "allowed": self.allowed,
            "waiting": [asdict(update) for update in self.waiting],
        }

    @classmethod
    def load(cls, clock: Watch, kept: Mapping[str, object]) -> "UpdateQueue":
        """Load what `dump` wrote."""
        queue = build(cls, {**kept, "clock": clock})
        queue.waiting = build_all(Waiting, queue.waiting)
        return queue
