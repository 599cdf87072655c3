"""A code written where others read it is void, and makes no older or newer code valid again."""

from datetime import timedelta

import pyotp

from bot.operations.desk.code_revocation import CodeRevocation
from bot.operations.model.operation import TicketState
from bot.rules.one_time_code import STEP_SECONDS
from storage.records import Action, Event, Message, Outcome, Role, Stage
from tests.operations.office import OLGA, PAVEL, VERA, Office

RECOVERY = "abcde-fghjk"


async def burns(office: Office, text: str, user_id: int = OLGA) -> bool:
    return await CodeRevocation(office.database, office.watch).burn(office.sender(user_id), text)


def code_of(office: Office, user_id: int = OLGA) -> str:
    return pyotp.TOTP(office.seeds[user_id]).at(office.watch.now())


async def test_an_older_code_in_the_group_does_not_make_a_spent_one_good_again(office: Office) -> None:
    asked = await office.ask(OLGA, Action.KEY_CREATE, "trading")
    await office.confirm(OLGA, asked)
    spent = (await office.database.read(lambda work: work.people.get(OLGA))).last_step
    before = office.watch.now() - timedelta(seconds=STEP_SECONDS)

    older = pyotp.TOTP(office.seeds[OLGA]).at(before)
    assert await burns(office, older)

    assert (await office.database.read(lambda work: work.people.get(OLGA))).last_step == spent


async def test_a_code_in_the_group_is_spent_and_the_card_is_sent_again(office: Office) -> None:
    await office.ask(OLGA, Action.KEY_CREATE, "older")
    office.watch.moment += timedelta(seconds=1)
    newer = await office.ask(OLGA, Action.KEY_CREATE, "newer")
    assert isinstance(newer, TicketState)
    await office.told()
    code = code_of(office)

    assert await burns(office, f"it is {code}")

    said, card = await office.told()
    assert said == Message("code-burnt", {"who": "Olga (1001)", "next": "button", "until": None})
    assert card.sentence == "ticket-team-code"
    [line] = await office.audited(Outcome.DONE)
    assert (line.what, line.actor, line.ticket_id) == (Event.CODE_BURN, OLGA, newer.ticket_id)
    await office.desk.confirm(office.sender(OLGA, private=True), code, newer.ticket_id)
    assert (await office.ticket(newer)).stage is Stage.CODE


async def test_a_recovery_code_in_the_group_is_spent(office: Office) -> None:
    await office.database.write(lambda work: work.people.replace_recovery_codes(OLGA, [RECOVERY]))

    assert await burns(office, f"my {RECOVERY}!")

    assert await office.told() == [
        Message("recovery-code-burnt", {"who": "Olga (1001)", "next": "private", "until": None})
    ]
    assert await office.database.read(lambda work: work.people.count_recovery_codes(OLGA)) == 0
    assert not await burns(office, f"my {RECOVERY}!")


async def test_six_digits_alone_are_a_mistyped_code_only_while_a_step_waits_for_one(office: Office) -> None:
    await office.has(VERA, Role.APPROVER, approvals=1)
    wrong = next(digits for digits in ("000000", "111111", "222222") if digits != code_of(office))
    assert not await burns(office, wrong)
    assert not await burns(office, "no code")
    assert not await burns(office, wrong, PAVEL)

    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    assert await burns(office, wrong)
    assert not await burns(office, f"{wrong} is not alone")
    assert not await burns(office, wrong, VERA)

    await office.confirm(OLGA, asked)
    await office.decide()
    assert await burns(office, wrong, VERA)
    assert not await burns(office, wrong)
