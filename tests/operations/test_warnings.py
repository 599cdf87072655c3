"""Warnings of a request are acknowledged one after the other before a code counts."""

from uuid import uuid4

from bot.operations.desk.desk import Reply
from bot.operations.model.operation import TicketState
from bot.rules.verdict import Reason, Refused
from storage.records import Action, Role, Stage
from tests.operations.office import MAX, OLGA, Office

LOST = "0x000000000000000000000000000000000000dEaD"


async def test_a_warning_is_ticked_before_a_code_counts(office: Office) -> None:
    await office.has(MAX, Role.OWNER)
    asked = await office.ask(OLGA, Action.WHITELIST_ADD, "USDT", "ERC20", LOST)
    assert isinstance(asked, TicketState)
    waits = TicketState(asked.ticket_id, Stage.CODE)

    async def acknowledge(user_id: int = OLGA, typed: str | None = None, **known: object) -> Reply:
        ticket_id = known.get("ticket_id", asked.ticket_id)
        return await office.desk.acknowledge(office.sender(user_id, private=True), typed, ticket_id)  # type: ignore[arg-type]

    assert await acknowledge(ticket_id=None) == Refused(Reason.LINK_UNKNOWN)
    assert await acknowledge(ticket_id=uuid4()) == Refused(Reason.LINK_UNKNOWN)
    assert await acknowledge(MAX) == Refused(Reason.NOT_REQUESTER, {"who": "Olga (1001)"})
    await office.desk.step(office.sender(OLGA, private=True), asked.ticket_id)
    assert not await office.desk.awaits_words(office.sender(OLGA, private=True))
    await office.told()

    assert await office.confirm(OLGA, asked) == waits
    assert [one.args["problem"].sentence for one in await office.told()] == ["care-untold"]  # type: ignore[union-attr]
    assert (await office.ticket(asked)).cares_done == 0

    assert await acknowledge(ticket_id=None) == waits
    assert (await office.ticket(asked)).cares_done == 1
    assert "ticket-private-code" in [one.sentence for one in await office.told()]
    assert await acknowledge() == Refused(Reason.NOT_IN_THIS_STAGE)
    assert await office.confirm(OLGA, asked) == TicketState(asked.ticket_id, Stage.EMAIL)
