"""The overviews that teams want pinned in their chats."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update

from storage.mapping import of_row, to_row
from storage.records import PinnedCard
from storage.statement import Statement
from storage.tables import pinned_cards
from storage.transaction import Transaction

_FIRST = UUID(int=0)
_WHICH = pinned_cards.c.team_id == bindparam("which")
_ADD = Statement(pinned_cards.insert())
_SAVE = Statement(update(pinned_cards).where(_WHICH))
_DROP = Statement(delete(pinned_cards).where(_WHICH))
_FIND = Statement(select(pinned_cards).where(_WHICH))
_LIST_AFTER = Statement(
    select(pinned_cards)
    .where(pinned_cards.c.team_id > bindparam("after"))
    .order_by(pinned_cards.c.team_id)
    .limit(bindparam("most"))
)


class PinnedCards:
    """At most one overview for each team."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def save(self, card: PinnedCard) -> None:
        """Write all of it, in place of an earlier one."""
        row = to_row(card, pinned_cards)
        changed = {name: value for name, value in row.items() if name != "team_id"}
        if _SAVE.run(self._transaction, which=card.team_id, **changed) == 0:
            _ADD.run(self._transaction, **row)

    def find(self, team_id: UUID) -> PinnedCard | None:
        """Return the team's, or None."""
        card: PinnedCard | None = _FIND.record(self._transaction, _read, which=team_id)
        return card

    def list_after(self, team_id: UUID | None, limit: int) -> Sequence[PinnedCard]:
        """List the overviews of the teams after this one."""
        return _LIST_AFTER.records(self._transaction, _read, after=team_id or _FIRST, most=limit)

    def drop(self, team_id: UUID) -> None:
        """Delete the team's."""
        _DROP.run(self._transaction, which=team_id)


def _read(row: Any) -> PinnedCard:
    return PinnedCard(**of_row(row))
