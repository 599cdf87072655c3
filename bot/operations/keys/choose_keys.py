"""Which keys a command is for: a list to tap, and the keys chosen so far, which its message remembers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from bot.clock import Clock
from bot.operations.drifts.lookup import KeyRow, list_rows
from bot.operations.lookup.keys import offered_keys
from bot.operations.model.actor import find_actor
from bot.operations.model.operation import Actor, Question, Request
from bot.operations.model.remembered import Remembered, remembered_in
from bot.rules.authorization import may_ask
from bot.rules.choosing import Chosen, choose
from bot.rules.pages import Page, cut_page
from bot.rules.verdict import Refused
from storage.database import Database
from storage.records import Action, Card
from storage.work import Work


@dataclass(frozen=True, slots=True)
class KeyChoice:
    """One page of the keys that a command may be for, most urgent first."""

    page: Page[KeyRow]
    chosen: Chosen


class ChooseKeys:
    """The choice belongs to its message, so it is the same for everybody who taps there."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def look(self, action: Action, request: Request, page: int, tap: str = "") -> KeyChoice | Refused | Question:
        """Show a page, after a tap on one of its buttons. Refused to a person who may not ask for the action."""

        def body(work: Work) -> KeyChoice | Refused | Question:
            actor = find_actor(work, request, self._clock.now(), action=action)
            if not isinstance(actor, Actor):
                return actor
            verdict = may_ask(action, actor.membership, is_enrolled=actor.person.enrolled_at is not None)
            if isinstance(verdict, Refused):
                return verdict
            offered = offered_keys(work, actor, action)
            if isinstance(offered, Refused):
                return offered
            card = _card_of(work, request)
            chosen = choose(_numbers_of(card), {key.number for key in offered}, tap)
            if tap:
                _keep(work, request, card, chosen.numbers)
            drifts, accounts = work.drifts.list_open(actor.the_team.id), work.accounts.by_id(actor.the_team.id)
            return KeyChoice(cut_page(list_rows(offered, drifts, accounts, actor.now), page), chosen)

        return await (self._database.write(body) if tap else self._database.read(body))


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
