"""A long call shows at once that the bot is at work, and says on its ticket how far it is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import uuid4

from bot.operations.desk.progress import Progress
from bot.operations.model.operation import TicketState
from storage.records import Action, Card, ChatLocation, Message, Stage
from tests.operations.office import CHAT, OLGA, Office


async def test_each_edit_waits_for_its_pause_and_none_comes_after_the_end(office: Office) -> None:
    asked = await office.ask(OLGA, Action.KEY_CREATE, "trading")
    assert isinstance(asked, TicketState)
    running = replace(await office.ticket(asked), stage=Stage.RUNNING, stage_until=None)
    await office.database.write(lambda work: work.tickets.save(running))
    await office.told()

    await Progress(office.database, office.watch, asked.ticket_id).tell(1, 40)
    assert await office.told() == []

    quick = Progress(office.database, office.watch, asked.ticket_id, pause_seconds=0)
    await quick.tell(12, 40)
    [card] = await office.told()
    assert (card.sentence, card.args["result"]) == ("ticket-running", Message("ticket-reads", {"done": 12, "of": 40}))
    assert "12 of 40 done" in await office.reads(asked)

    await office.database.write(lambda work: work.tickets.save(replace(running, stage=Stage.BY_HAND)))
    await quick.tell(13, 40)
    assert await office.told() == []


async def test_every_chat_with_a_card_shows_it_once_and_as_long_as_the_call_runs(office: Office) -> None:
    asked = await office.ask(OLGA, Action.KEY_CREATE, "trading")
    assert isinstance(asked, TicketState)
    ticket_id = asked.ticket_id
    private, second = Card(uuid4(), OLGA, ticket_id=ticket_id), Card(uuid4(), CHAT, ticket_id=ticket_id)
    await office.database.write(lambda work: work.cards.add(private))
    await office.database.write(lambda work: work.cards.add(second))
    seen: list[tuple[str, int]] = []

    @asynccontextmanager
    async def show_work(place: ChatLocation) -> AsyncIterator[None]:
        seen.append(("begins", place.chat_id))
        yield
        seen.append(("ends", place.chat_id))

    async with Progress(office.database, office.watch, ticket_id).at_work(show_work):
        assert sorted(seen) == [("begins", CHAT), ("begins", OLGA)]
    assert sorted(seen[2:]) == [("ends", CHAT), ("ends", OLGA)]
