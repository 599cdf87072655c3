"""Several keys that cannot all be renewed under one code: the rest are named.

Also the alternatives for a single key in a rotation.
"""

from datetime import timedelta

from tests.app import OLGAS_EMAIL, TestApp
from tests.people import Member
from tests.stories.test_connect import connects, there
from tests.stories.test_drift import A_LOOK, at_coinex, drift_cards, labels

DAY = timedelta(days=1)


async def test_a_manual_key_does_not_delay_the_result_of_the_others(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey hedge")
    await olga.does("/track outside ACCESS1 expires 2026-12-01")
    await app.passes(30 * DAY)

    card = await olga.says("/renew outside hedge")
    assert "Renew a key" in card.text
    assert "Not outside: managed on the exchange’s page. I ask about it afterwards" in card.text
    done = await olga.confirms(card)
    assert "hedge is renewed" in done.text
    assert "Not renewed yet: outside, managed on the exchange’s page. /renew 2 shows the steps." in done.text
    await app.passes(A_LOOK)
    assert not drift_cards(app), "what we did ourselves is no foreign change"

    await olga.presses(done, "Renew other")
    by_hand = olga.newest()
    await olga.confirms(by_hand)
    assert "I cannot do this myself. Do it on the exchange’s page before" in olga.again(by_hand).text
    await olga.presses(olga.again(by_hand), "Done")
    await olga.presses(olga.newest(), "in 90 days")
    assert "outside is renewed" in olga.again(by_hand).text


async def test_several_manual_keys_stay_one_ticket(app: TestApp, olga: Member) -> None:
    await olga.does("/track one ACCESS1 expires 2026-12-01")
    await olga.does("/track two ACCESS2 expires 2026-12-01")

    card = await olga.does("/renew one two")
    assert "I cannot do this myself. Do it on the exchange’s page before" in card.text
    await olga.presses(card, "Done")
    asked = olga.newest()
    assert "New expiry date of one, two? Several dates? Press “I do not know”" in asked.text
    await olga.presses(asked, "in 90 days")

    assert [f"{name} is renewed" in olga.again(card).text for name in ("one", "two")] == [True] * 2


async def test_a_bound_key_among_several_is_named_and_the_others_are_renewed(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey free")
    await olga.does("/newkey fixed 203.0.113.7")

    card = await olga.says("/renew fixed free")
    assert "Not fixed: bound to IPs, so it does not expire." in card.text
    done = await olga.confirms(card)

    assert "free is renewed" in done.text
    assert "Not renewed: fixed. Keys with IPs do not expire" in done.text
    assert not done.buttons
    await olga.does("/newkey firm 203.0.113.8")
    assert "needs no renewal" in (await olga.says("/renew fixed firm")).text, "none is left"


async def test_at_an_exchange_without_the_call_bound_and_differing_keys_do_not_keep_the_others_back(
    app: TestApp, olga: Member
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    there(app, "desk-a", "grid", age=70 * DAY)
    there(app, "desk-a", "fixed", "203.0.113.7")
    there(app, "desk-b", "odd", age=70 * DAY)
    await connects(app, olga)
    await olga.does("/newkey own in main")
    at_coinex(app, "odd").trade_enabled = False
    await app.passes(A_LOOK)

    which = await olga.says("/renew grid fixed odd")
    assert "Which key first?" in which.text
    assert "Not fixed: bound to IPs" in which.text
    assert "Not odd: changed at CoinEx. Accept the change first: /adopt" in which.text
    assert [label.split(" · ")[1] for label in labels(which)] == ["grid"]

    card = await olga.says("/renew odd own")
    assert "Not odd: changed at CoinEx. Accept the change first: /adopt" in card.text
    done = await olga.confirms(card)
    assert "own is renewed" in done.text
    assert "Not renewed: odd, changed at CoinEx. Accept the change first: /adopt" in done.text
    await olga.presses(done, "Renew other")
    assert labels(olga.newest()) == ["Accept"]


async def test_what_the_team_reads_of_a_private_renewal_names_the_command_where_it_has_no_button(
    app: TestApp, olga: Member
) -> None:
    await olga.has_email(OLGAS_EMAIL)
    there(app, "desk-a", "grid", age=70 * DAY)
    await connects(app, olga)
    await olga.does("/newkey own in main")

    await olga.whispers("/renew grid own")
    await olga.types(olga.code())

    told = olga.newest()
    assert "own is renewed" in told.text
    assert not told.buttons
    assert "/renew 1 shows the other ways." in told.text


async def test_a_key_in_rotation_is_not_offered_another_one(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    there(app, "desk-a", "grid", age=70 * DAY)
    await connects(app, olga)
    before = await olga.says("/renew grid")
    assert labels(before) == ["Bind IPs", "Rotate", "Renew there"]
    assert "2. Rotate: a new key replaces it.\n3. Renew there, on CoinEx’s page. I check" in before.text
    await olga.does("/rotate grid")

    ways = await olga.says("/renew grid")

    assert labels(ways) == ["Bind IPs", "Renew there"]
    assert "2. Renew there, on CoinEx’s page. I check the result.\nIt is in a rotation" in ways.text
    assert "see /key 1." in ways.text
