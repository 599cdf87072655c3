"""Rules 2 and 3: bound keys do not expire, binding revives, unbinding the last IP starts 90 days."""

from datetime import timedelta

from tests.app import TestApp
from tests.people import Member


async def test_a_bound_key_does_not_expire(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")

    card = await olga.says("/bind trading-eu 203.0.113.7 2001:db8::1")
    assert "It will not expire any more" in card.text
    done = await olga.confirms(card)

    assert "is bound to 203.0.113.7, 2001:db8::1, does not expire" in done.text
    await app.passes(timedelta(days=400))
    assert "no expiry" in (await olga.says("/keys")).text
    more = (await olga.says("/bind trading-eu 203.0.113.8")).text
    assert "It also stays bound to 203.0.113.7, 2001:db8::1, and still does not expire" in more
    assert "any more" not in more


async def test_a_pasted_list_says_what_was_read_and_all_its_faults(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")

    refused = (await olga.says("/bind trading-eu\n- 8.8.8.8 # office\n- 8.8.8.256\n- 1.1.1.0/24")).text
    assert "“256” is above 255" in refused
    assert "“1.1.1.0/24” is a range" in refused
    card = await olga.says("/bind trading-eu\n- 8.8.8.8:443 # the office\n- 1.1.1.1 # home")
    assert "8.8.8.8:443 is read as 8.8.8.8" in card.text
    assert "is bound to 8.8.8.8, 1.1.1.1" in (await olga.confirms(card)).text


async def test_an_ipv6_address_is_unbound_by_button(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey fixed 2001:db8::1 203.0.113.8")

    question = await olga.says("/unbind fixed")
    await olga.presses(question, "2001:db8::1")
    await olga.types(olga.code())

    assert "still bound to 203.0.113.8" in olga.again(question).text


async def test_without_addresses_the_bot_asks_and_the_reply_goes_on(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")

    question = await olga.says("/bind trading-eu")
    card = await olga.says("203.0.113.7", reply_to=question)

    assert "Bind to trading-eu: 203.0.113.7" in card.text


async def test_a_tracked_key_is_bound_manually_and_attested_by_a_named_person(
    app: TestApp, olga: Member, max_: Member
) -> None:
    await olga.does("/track elsewhere 4DA36FFC61334695 expires 2027-02-20")

    card = await olga.does("/bind elsewhere 203.0.113.7")
    assert "press Done" in card.text
    await max_.presses(card, "Done")

    assert "is bound to 203.0.113.7" in olga.again(card).text
    assert "does not expire" in (await olga.says("/key elsewhere")).text
