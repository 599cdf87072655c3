"""People state when a tracked key expires. The bot never computes it."""

from datetime import timedelta

import pytest

from bot.sandbox.telegram.models import Message
from tests.app import TestApp
from tests.people import Member

ACCESS_ID = "4DA36FFC61334695"


async def _done(olga: Member, command: str) -> Message:
    """Prove, do it on the exchange's page and press [Done]. Returns the question that follows."""
    card = await olga.says(command)
    await olga.confirms(card)
    await olga.presses(olga.again(card), "Done")
    return olga.newest()


@pytest.mark.parametrize(
    ("button", "ends"),
    [("in 90 days", "in 90 days · "), ("Never", "does not expire"), ("I do not know", "expiry date unknown")],
)
async def test_a_watched_key_that_was_renewed_is_asked_for_its_end(
    app: TestApp, olga: Member, button: str, ends: str
) -> None:
    await olga.does(f"/track old-bot {ACCESS_ID} expires in 5 days")

    asked = await _done(olga, "/renew old-bot")
    assert "New expiry date of old-bot?" in asked.text
    assert "in 5 days · " in (await olga.says("/key old-bot")).text
    await olga.presses(asked, button)

    assert "Noted for #2" in olga.again(asked).text
    assert ends in (await olga.says("/key old-bot")).text


async def test_the_end_can_be_typed_and_one_that_can_be_two_dates_is_asked_once_more(
    app: TestApp, olga: Member
) -> None:
    await olga.does(f"/track old-bot {ACCESS_ID} expires in 5 days")
    asked = await _done(olga, "/renew old-bot")

    assert "“soon” is not a date" in (await olga.says("soon", reply_to=asked)).text
    which = await olga.says("02/03/2027", reply_to=asked)
    assert "“02/03/2027” can mean two dates" in which.text
    await olga.presses(which, "2027-03-02")

    assert "2\u00a0Mar\u00a02027" in (await olga.says("/key old-bot")).text
    assert "old-bot is renewed, expires" in (await olga.says("/pending 2")).text
    assert "Noted for #2" in olga.again(asked).text, "no question waits for an answer any more"
    team_id = await app.app.database.read(lambda work: work.teams.list_of(olga.user_id)[0].id)
    trail = await app.app.database.read(lambda work: work.audit.list_latest(team_id, 50))
    assert {entry.details["told"] for entry in trail if "told" in entry.details} == {"2027-03-02T23:59:59+00:00"}


async def test_a_watched_key_that_lost_its_last_ip_is_asked_for_its_end(app: TestApp, olga: Member) -> None:
    await olga.does(f"/track old-bot {ACCESS_ID} 8.8.8.8")

    asked = await _done(olga, "/unbind old-bot all")
    assert "When does old-bot expire, now that no IP is bound?" in asked.text
    await olga.presses(asked, "I do not know")

    assert "expiry date unknown" in (await olga.says("/key old-bot")).text


async def test_editkey_corrects_the_end_of_a_watched_key_and_alerts_follow(app: TestApp, olga: Member) -> None:
    await olga.does(f"/track old-bot {ACCESS_ID} expires in 100 days")

    card = await olga.says("/editkey old-bot expires 2d")
    assert "Correct its expiry date: expires" in card.text
    assert "exchange’s page" not in card.text
    assert "old-bot: corrected, expires" in (await olga.confirms(card)).text
    assert "in 2 days · " in (await olga.says("/key old-bot")).text
    assert "key:edit done" in (await olga.says("/audit")).text
    await app.settle()
    assert any("old-bot" in text and "Renew" in text for text in olga.texts()), "the alert comes at once"

    await olga.does("/editkey old-bot expires never")
    assert "no expiry" in (await olga.says("/keys")).text
    await app.passes(timedelta(days=40))
    assert "old-bot" not in (await olga.says("/expiring")).text


async def test_the_end_is_corrected_with_buttons(app: TestApp, olga: Member) -> None:
    await olga.does(f"/track old-bot {ACCESS_ID}")

    question = await olga.says("/editkey old-bot")
    await olga.presses(question, "Set expiry")
    assert "When does old-bot expire? My list says: expiry date unknown." in olga.again(question).text
    card = await olga.says("20 Feb 2030", reply_to=olga.again(question))
    assert "20\u00a0Feb\u00a02030" in card.text


async def test_only_an_expiry_date_stated_by_people_can_be_corrected(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    await olga.does(f"/track old-bot {ACCESS_ID} 8.8.8.8")

    assert (
        "You cannot set when trading-eu expires: I count it"
        in (await olga.says("/editkey trading-eu expires never")).text
    )
    assert "has IPs bound, so it does not expire" in (await olga.says("/editkey old-bot expires never")).text


async def test_a_date_that_can_be_two_is_asked_for_with_both(app: TestApp, olga: Member) -> None:
    which = await olga.says(f"/track old-bot {ACCESS_ID} expires 02/03/2027 14:05")
    assert "can mean two dates" in which.text
    await olga.presses(which, "2027-02-03")

    assert "3\u00a0Feb\u00a02027\u00a014:05" in olga.again(which).text


async def test_a_request_by_page_that_times_out_says_so_in_a_new_message(app: TestApp, olga: Member) -> None:
    await olga.does(f"/track old-bot {ACCESS_ID} expires in 20 days")
    await olga.confirms(await olga.says("/renew old-bot"))
    before = len(olga.texts())

    await app.passes(timedelta(days=7, seconds=1))
    await app.settle()

    told = olga.texts()[before:]
    assert any("Timed out, nothing was changed" in text and "old-bot" in text for text in told)


async def test_the_alert_of_a_watched_key_promises_no_days_and_a_successor_s_date_is_asked_for(
    app: TestApp, olga: Member
) -> None:
    await olga.does(f"/track old-bot {ACCESS_ID} expires 2d")
    alert = next(text for text in olga.texts() if "Press Renew" in text)
    assert "Press Renew, or Bind IPs" in alert

    which = await olga.says("/rotate old-bot 5DA36FFC61334696 expires 02/03/2027")
    await olga.presses(which, "2027-03-02")
    assert "2\u00a0Mar\u00a02027" in olga.again(which).text
