"""A request that timed out is asked again with one press, by the person who presses."""

from datetime import timedelta

from bot.sandbox.scenarios.sheets import right_sheet
from tests.app import TestApp
from tests.people import Member

TIMED_OUT = timedelta(minutes=11)


async def test_the_one_who_presses_asks_for_the_same_with_a_new_request(
    app: TestApp, olga: Member, max_: Member
) -> None:
    await olga.does("/newkey trading-eu trade")
    card = await olga.says("/bind trading-eu 203.0.113.7 2001:db8::1")
    await app.passes(TIMED_OUT)
    assert "Still needed? Press Ask again." in olga.again(card).text

    await max_.presses(olga.again(card), "Ask again")
    again = max_.newest()
    assert "203.0.113.7, 2001:db8::1" in again.text
    assert "Waiting for Max (1002) to confirm" in again.text
    await max_.confirms(again)
    shown = await olga.says("/key trading-eu")
    assert "IPs: 203.0.113.7, 2001:db8::1" in shown.text

    first = await max_.says("/unbind trading-eu 203.0.113.7")
    asked = await max_.says("/unbind trading-eu 2001:db8::1")
    assert "You already have an open request: unbind 1 IP from trading-eu" in asked.text
    assert "the person who asked" in await olga.presses(asked, "Replace")
    await max_.presses(asked, "Replace")
    assert "Replaced by a new request" in max_.again(first).text
    await max_.types(max_.code())
    assert "still bound to 203.0.113.7" in max_.again(asked).text, "the question became the request"
    assert "IPs: 203.0.113.7\n" in olga.again(shown).text


async def test_a_question_about_an_open_request_says_when_that_has_ended(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu trade")
    await olga.says("/bind trading-eu 8.8.8.8")
    asked = await olga.says("/bind trading-eu 8.8.4.4")
    assert [str(one["text"]) for one in asked.buttons] == ["Go on", "Replace"]
    await app.passes(TIMED_OUT)
    assert olga.again(asked).text == ("⌛ Timed out: bind 1 IP to trading-eu (#2). Do you still want the other change?")
    await olga.presses(olga.again(asked), "Ask for it")
    await olga.confirms(olga.again(asked))
    assert "trading-eu is bound to 8.8.4.4" in olga.again(asked).text


async def test_in_private_too_and_a_file_must_be_sent_again(app: TestApp, olga: Member) -> None:
    await olga.has_email("olga@desk.example")
    pad = await olga.whispers("/newkey scalper")
    sheet = await olga.sends("payouts.csv", right_sheet(1), "/whitelist")
    await app.passes(TIMED_OUT)
    assert "Ask again" not in str(olga.again(sheet).buttons)
    assert "If you still want it, ask again." in olga.again(sheet).text
    await olga.presses(olga.again(pad), "Ask again")
    assert "Create key scalper" in olga.newest(privately=True).text
    await olga.types(olga.code())
    assert "scalper" in (await olga.says("/keys")).text
