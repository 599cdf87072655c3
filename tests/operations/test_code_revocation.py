"""A code that was written where others read is void, and no older or newer one becomes valid by it."""

from datetime import timedelta

import pyotp

from bot.operations.desk.code_revocation import CodeRevocation
from bot.rules.one_time_code import STEP_SECONDS
from storage.records import Action
from tests.operations.office import OLGA, Office


async def test_an_older_code_in_the_group_does_not_make_a_spent_one_good_again(office: Office) -> None:
    asked = await office.ask(OLGA, Action.KEY_CREATE, "trading")
    await office.confirm(OLGA, asked)
    spent = (await office.database.read(lambda work: work.people.get(OLGA))).last_step
    before = office.watch.now() - timedelta(seconds=STEP_SECONDS)

    older = pyotp.TOTP(office.seeds[OLGA]).at(before)
    assert await CodeRevocation(office.database, office.watch).burn(office.sender(OLGA), older)

    assert (await office.database.read(lambda work: work.people.get(OLGA))).last_step == spent
