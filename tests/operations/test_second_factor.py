"""The life of a second factor after its enrolment: new recovery codes, another phone."""

from dataclasses import replace

import pytest

from bot.operations.model.operation import TicketState
from bot.rules.one_time_code import RECOVERY_CODES
from bot.rules.verdict import Reason, Refused
from storage.records import Action, End, Message
from tests.operations.office import OLGA, VERA, Office

OLD = "k7fqm-2xw9c"
"""A recovery code of before."""


async def asks(office: Office, action: Action, user_id: int = OLGA) -> TicketState:
    """Ask for a change of one's own factor, in private."""
    asked = await office.desk.ask(action, office.sender(user_id, private=True))
    assert isinstance(asked, TicketState)
    return asked


def shown(told: list[Message], sentence: str) -> list[str]:
    """The recovery codes in the message with this sentence."""
    [codes] = [one.args["codes"] for one in told if one.sentence == sentence]
    assert isinstance(codes, tuple)
    return [str(code.args["code"]) for code in codes if isinstance(code, Message)]


async def left(office: Office, user_id: int = OLGA) -> int:
    return await office.database.read(lambda work: work.people.count_recovery_codes(user_id))


@pytest.mark.parametrize("proof", ["code", "recovery code"])
async def test_new_recovery_codes_replace_the_old_ones(office: Office, proof: str) -> None:
    await office.database.write(lambda work: work.people.replace_recovery_codes(OLGA, [OLD, "aaaaa-aaaaa"]))
    asked = await asks(office, Action.PERSON_RECOVERY)

    if proof == "code":
        await office.confirm(OLGA, asked)
    else:
        await office.desk.confirm(office.sender(OLGA, private=True), OLD, asked.ticket_id)

    assert (await office.ticket(asked)).end is End.DONE
    codes = shown(await office.told(), "recovery-codes-new")
    assert len(set(codes)) == RECOVERY_CODES == await left(office)
    again = await asks(office, Action.PERSON_RECOVERY)
    await office.desk.confirm(office.sender(OLGA, private=True), OLD, again.ticket_id)
    await office.desk.confirm(office.sender(OLGA, private=True), "aaaaa-aaaaa", again.ticket_id)
    assert (await office.ticket(again)).end is None
    await office.desk.confirm(office.sender(OLGA, private=True), codes[0], again.ticket_id)
    assert (await office.ticket(again)).end is End.DONE


async def test_new_recovery_codes_need_an_authenticator_and_one_request_is_open(office: Office) -> None:
    stranger = replace(office.sender(OLGA, private=True), user_id=VERA, name="Vera")
    assert await office.desk.ask(Action.PERSON_RECOVERY, stranger) == Refused(Reason.NOT_ENROLLED)

    first, second = await asks(office, Action.PERSON_RECOVERY), await asks(office, Action.PERSON_RECOVERY)

    assert (await office.ticket(first)).end is End.CANCELLED
    assert (await office.ticket(second)).end is None


async def test_a_used_recovery_code_says_how_many_are_left(office: Office) -> None:
    await office.database.write(lambda work: work.people.replace_recovery_codes(OLGA, [OLD, "aaaaa-aaaaa"]))
    asked = await office.ask(OLGA, Action.KEY_CREATE, "trading-eu")
    assert isinstance(asked, TicketState)

    await office.desk.confirm(office.sender(OLGA, private=True), OLD, asked.ticket_id)

    [told] = [one for one in await office.told() if one.sentence == "recovery-code-spent"]
    assert office.words(told).startswith("🔑 You used a recovery code. Left: 1 of 8.")
