"""The overview pinned in a team's chat: what it shows, how often it is written, and what people may do to it."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.jobs.keep_pinned_cards import KeepPinnedCards
from bot.operations.alerts.pinned_card import find_card
from bot.rules.pinned_card import PinsSeen
from bot.rules.verdict import Reason, Refused
from storage.records import Action, Card, PinnedCard, Role
from tests.operations.office import CHAT, MAX, OLGA, Office


@dataclass
class Chat:
    """A chat's pins as Telegram keeps them."""

    may_pin: bool = True
    pinned: list[int] = field(default_factory=list)
    asked: int = 0

    async def look(self, _chat_id: int) -> PinsSeen | None:
        self.asked += 1
        return PinsSeen(max(self.pinned, default=None), self.may_pin)

    async def pin(self, _chat_id: int, message_id: int) -> bool | None:
        if self.may_pin:
            self.pinned.append(message_id)
        return self.may_pin

    async def unpin(self, _chat_id: int, message_id: int) -> None:
        self.pinned = [one for one in self.pinned if one != message_id]


@pytest.fixture
def chat() -> Chat:
    return Chat()


@dataclass
class Overview:
    """The job, and how a team sees its work."""

    office: Office
    chat: Chat

    async def goes_on(self, after: timedelta = timedelta(minutes=1)) -> list[str]:
        """What the job says, delivered, until it has nothing to do."""
        self.office.watch.moment += after
        said = []
        for _ in range(2):
            await KeepPinnedCards(self.office.database, self.office.watch, self.chat).run()
            said += [self.office.words(one) for one in await self.office.told() if one.sentence.startswith("pinned-")]
        await KeepPinnedCards(self.office.database, self.office.watch, self.chat).run()
        return said

    async def card(self) -> Card | None:
        return await self.office.database.read(lambda work: find_card(work, self.office.team))

    async def stored(self) -> PinnedCard | None:
        return await self.office.database.read(lambda work: work.pinned_cards.find(self.office.team.id))

    async def deletes(self, message_id: int) -> None:
        """Let people delete the message, and the sender send another, as it does after a refused edit."""
        card = await self.card()
        assert card is not None
        self.chat.pinned = []
        sent = Card(card.id, card.chat_id, card.topic_id, subject=card.subject, message_id=message_id)
        await self.office.database.write(lambda work: work.cards.save(sent))


@pytest_asyncio.fixture(loop_scope="session")
async def overview(office: Office, chat: Chat) -> Overview:
    await office.does(OLGA, Action.ALERTS_PIN)
    return Overview(office, chat)


async def test_it_shows_the_worst_keys_requests_and_time_left_and_is_pinned_once(
    office: Office, overview: Overview, chat: Chat
) -> None:
    assert await overview.goes_on() == ["📋 Overview of Desk\n\n✅ No key expires within 30 days."]
    card = await overview.card()
    assert card is not None
    assert (card.chat_id, chat.pinned, chat.asked) == (CHAT, [card.message_id], 1)

    await office.does(OLGA, Action.KEY_CREATE, "grid")
    await office.does(OLGA, Action.KEY_CREATE, "hedge")
    assert await overview.goes_on(timedelta(days=70)) != []
    await office.ask(OLGA, Action.KEY_RENEW, "hedge")
    (said,) = await overview.goes_on()
    assert said.index("grid") < said.index("#") < said.index("renew hedge: waits for the code of Olga (1001)")
    assert "in 20 days" in said
    assert len(chat.pinned) == 1


async def test_nothing_is_written_while_nothing_changes(overview: Overview) -> None:
    await overview.goes_on()
    assert await overview.goes_on() == []
    assert len(await overview.goes_on(timedelta(hours=1))) == 1, "the time left is said again"


async def test_a_bot_that_may_not_pin_says_so_and_pins_when_it_may(overview: Overview, chat: Chat) -> None:
    chat.may_pin = False
    (said,) = await overview.goes_on()
    assert "I may not pin messages here. Make me an admin who can pin messages" in said
    assert chat.pinned == []
    chat.may_pin = True
    (said,) = await overview.goes_on(timedelta(days=1))
    assert "may not pin" not in said
    assert len(chat.pinned) == 1


async def test_a_card_that_people_unpin_is_pinned_again_once(overview: Overview, chat: Chat) -> None:
    await overview.goes_on()
    for times in (1, 0):
        chat.pinned = []
        await overview.goes_on(timedelta(hours=1))
        assert chat.pinned == [], "not before the next day"
        await overview.goes_on(timedelta(days=1))
        assert len(chat.pinned) == times


async def test_a_card_that_people_delete_comes_back_once(overview: Overview, chat: Chat) -> None:
    await overview.goes_on()
    await overview.deletes(9001)
    await overview.goes_on()
    assert chat.pinned == [9001]
    stored = await overview.stored()
    assert stored is not None
    assert stored.is_remade, "from now on a refused edit sends it no more"


async def test_switched_off_it_is_unpinned_and_said_so(office: Office, overview: Overview, chat: Chat) -> None:
    await overview.goes_on()
    await office.does(OLGA, Action.ALERTS_PIN, "off")
    assert await overview.goes_on() == ["The overview of Desk is switched off. /settings pin switches it on again."]
    assert (chat.pinned, await overview.stored(), await overview.card()) == ([], None, None)
    assert await overview.goes_on() == []
    assert await office.ask(OLGA, Action.ALERTS_PIN, "off") == Refused(Reason.PIN_OFF)
    await office.does(OLGA, Action.ALERTS_PIN)
    assert await overview.goes_on() != []


async def test_only_an_owner_sets_it_and_other_words_are_refused(office: Office) -> None:
    await office.has(MAX, Role.APPROVER)
    refused = await office.ask(MAX, Action.ALERTS_PIN)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.ROLE_TOO_LOW
    assert await office.ask(OLGA, Action.ALERTS_PIN, "up") == Refused(Reason.PIN_WORDS)
