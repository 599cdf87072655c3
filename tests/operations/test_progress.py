"""A long call says on its ticket how far it is, and a short one says nothing."""

from dataclasses import replace

from bot.operations.desk.progress import Progress
from bot.operations.model.operation import TicketState
from storage.records import Action, Message, Stage
from tests.operations.office import OLGA, Office


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
