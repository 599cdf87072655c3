"""What a command is for: a list to tap, and the choice so far, which its message remembers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from bot.clock import Clock
from bot.operations.keys.offers import DriftRow, names_drift, names_key, offer_drifts, offer_keys
from bot.operations.lookup.keys import KeyRow
from bot.operations.lookup.limits import within_limits
from bot.operations.model.actor import find_actor
from bot.operations.model.operation import Actor, Question, Request
from bot.operations.model.remembered import Remembered, remembered_in
from bot.operations.whitelist.offers import AddressRow, names_address, offer_addresses
from bot.rules.authorization import may_ask
from bot.rules.pages import Page, cut_page
from bot.rules.selection import Chosen, choose, split_tap
from bot.rules.verdict import Refused, Verdict
from storage.database import Database
from storage.records import Action, Card
from storage.work import Work

Row = KeyRow | AddressRow | DriftRow
"""A thing to choose. Its number names it in a tap."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What can be chosen for a command."""

    offer: Callable[[Work, Actor, Action, Sequence[str]], Sequence[Row] | Refused]
    """The rows that words find, in the order of the list. Refused without anything to choose."""
    is_named: Callable[[Work, Actor, Sequence[str]], bool]
    """Whether words name a thing, so that nothing has to be searched for."""


_KEYS = _Kind(offer_keys, names_key)
_KINDS: Mapping[Action, _Kind] = {
    Action.KEY_RENEW: _KEYS,
    Action.KEY_EDIT: _KEYS,
    Action.KEY_BIND: _KEYS,
    Action.KEY_UNBIND: _KEYS,
    Action.KEY_ROTATE: _KEYS,
    Action.KEY_DELETE: _KEYS,
    Action.KEY_ADOPT: _Kind(offer_drifts, names_drift),
    Action.KEY_DISCARD: _Kind(offer_drifts, names_drift),
    Action.WHITELIST_REMOVE: _Kind(offer_addresses, names_address),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One page of what a command may be for."""

    page: Page[Row]
    words: tuple[str, ...]
    """The search of the list."""
    chosen: Chosen


class Choices:
    """The choice belongs to its message, so it is the same for everybody who taps there."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def finds(self, action: Action, request: Request) -> bool:
        """Whether the words name nothing, and find something. A person who may not ask finds nothing."""

        def body(work: Work) -> bool:
            actor = find_actor(work, request, self._clock.now(), action=action)
            if not isinstance(actor, Actor) or isinstance(_may_ask(action, actor), Refused):
                return False
            kind, view = _KINDS[action], within_limits(work, actor.membership)
            if kind.is_named(view, actor, request.words):
                return False
            found = kind.offer(view, actor, action, request.words)
            return not isinstance(found, Refused) and bool(found)

        return await self._database.read(body)

    async def look(self, action: Action, request: Request, page: int) -> Choice | Refused | Question:
        """Show a page of what the request's words find, after a tap if its last word is one.

        Refused to a person who may not ask for the action.
        """
        words, tap = split_tap(request.words) if request.is_press else (request.words, "")

        def body(work: Work) -> Choice | Refused | Question:
            actor = find_actor(work, request, self._clock.now(), action=action)
            if not isinstance(actor, Actor):
                return actor
            verdict = _may_ask(action, actor)
            if isinstance(verdict, Refused):
                return verdict
            offered = _KINDS[action].offer(within_limits(work, actor.membership), actor, action, words)
            if isinstance(offered, Refused):
                return offered
            card = _card_of(work, request)
            chosen = choose(_numbers_of(card), {row.number for row in offered}, tap)
            if tap:
                _keep(work, request, card, chosen.numbers)
            return Choice(cut_page(offered, page), words, chosen)

        return await (self._database.write(body) if tap else self._database.read(body))


def _may_ask(action: Action, actor: Actor) -> Verdict:
    return may_ask(action, actor.membership, is_enrolled=actor.person.enrolled_at is not None)


def _card_of(work: Work, request: Request) -> Card | None:
    place = request.place
    is_below = request.is_press and place.message_id is not None
    return work.cards.find_by_message(place.chat_id, place.message_id or 0) if is_below else None


def _numbers_of(card: Card | None) -> list[int]:
    before = remembered_in(card)
    return [int(word) for word in before.said.split()[1:] if word.isdecimal()] if before is not None else []


def _keep(work: Work, request: Request, card: Card | None, numbers: Sequence[int]) -> None:
    """Note the choice. What the command answers then replaces the list, as it replaces a question."""
    place, said = request.place, " ".join([f"/{request.command}", *map(str, numbers)])
    subject = Remembered(said, request.team_id).to_subject()
    if card is None:
        work.cards.add(Card(uuid4(), place.chat_id, place.topic_id, subject=subject, message_id=place.message_id))
    else:
        work.cards.save(replace(card, subject=subject))
