"""An unknown outcome at an exchange: a person checks, no key is created twice, and no loop asks again."""

from datetime import timedelta
from uuid import UUID

from bot.exchanges.exchange import Reference
from bot.exchanges.idempotency_tag import tag_of, write_tagged
from bot.sandbox.exchanges.faults import Trouble
from bot.sandbox.telegram.models import Message
from storage.work import Work
from tests.app import OLGAS_EMAIL, TestApp
from tests.people import Member
from tests.stories.test_connect import connects, main_user, there


async def _doubtful(app: TestApp, olga: Member) -> Message:
    """Ask for a key while two at CoinEx have its mark already."""
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    card = await olga.says("/newkey grid trade in desk-a")

    def ticket_id(work: Work) -> UUID:
        return work.tickets.list_open_of(olga.user_id)[0].id

    tag = tag_of(Reference(await app.app.database.read(ticket_id), 1))
    for _ in range(2):
        there(app, "desk-a", write_tagged("grid", tag))
    return await olga.confirms(card)


async def test_two_that_could_be_it_are_shown_to_a_person_and_done_goes_on_with_the_one_that_is_left(
    app: TestApp, olga: Member
) -> None:
    card = await _doubtful(app, olga)
    user = main_user(app)
    assert "Several keys in desk-a could be “grid”" in card.text
    assert "Several keys in desk-a" in olga.newest().text
    asked = len(app.environment.coinex.calls)
    await app.passes(timedelta(minutes=4))
    assert len(app.environment.coinex.calls) == asked, "nobody asks in a loop"

    left, gone = user.list_keys("desk-a")
    del user.keys[gone.api_id]
    await olga.presses(card, "Done")
    assert "Key grid is made" in olga.again(card).text
    assert left.secret_key in olga.newest(privately=True).text
    assert user.list_keys("desk-a") == [left], "it is not made again"


async def test_done_without_a_change_asks_again_and_an_end_says_that_it_is_not_known(
    app: TestApp, olga: Member
) -> None:
    card = await _doubtful(app, olga)
    news = olga.newest()
    await olga.presses(card, "Done")
    assert "Several keys in desk-a" in olga.again(card).text
    assert olga.again(news).is_deleted, "a newer message says it"
    news = olga.newest()
    shown = await olga.says("/pending 2")
    assert [str(button["text"])[:6] for button in shown.buttons[:-2]] == ["✅ Done", "Cancel"]
    assert "On https://www.coinex.com/apikey keep at most one of them, then press Done" in olga.newest().text

    await olga.presses(olga.again(card), "Cancel")
    for ended in (olga.again(card), olga.again(news)):
        assert "I could not find out whether the key was made. Cancelled by Olga (1001)" in ended.text
        assert "Look at https://www.coinex.com/apikey before you ask for it again" in ended.text
        assert "nothing was changed" not in ended.text
        assert "press Done" not in ended.text
        assert not ended.buttons
    assert len(main_user(app).list_keys("desk-a")) == 2


async def test_a_key_that_lost_its_mark_on_the_way_is_shown_to_a_person_and_not_made_twice(
    app: TestApp, olga: Member
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    older = there(app, "desk-a", "older", "203.0.113.7")
    faults = app.environment.coinex.faults
    faults.happen_next("/account/subs/api", Trouble.CUT_AFTER, skip=1)
    faults.happen_next("*", Trouble.CUT_BEFORE, times=1000, skip=1)
    card = await olga.says("/newkey grid trade 203.0.113.7 in desk-a")
    await olga.opens(card)
    await olga.types(olga.code())
    user = main_user(app)
    made = user.list_keys("desk-a")[0]
    assert made.remark.startswith("grid ~")
    made.remark = "grid"

    faults.clear()
    await app.restart()
    await app.settle()
    assert "a key without my mark appeared there" in olga.again(card).text
    assert user.list_keys("desk-a") == [made, older], "it is not made again"

    del user.keys[made.api_id]
    await app.passes(timedelta(minutes=1))
    await olga.presses(olga.again(card), "Done")
    assert "Key grid is made" in olga.again(card).text
    assert len(user.list_keys("desk-a")) == 2
