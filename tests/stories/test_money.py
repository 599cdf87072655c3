"""MONEY changes: code, then e-mail on the two-step page, then approval if the policy demands one."""

from datetime import timedelta

import aiohttp

from bot.sandbox.telegram.models import Message
from tests.app import TestApp
from tests.people import Member

EMAIL = "olga@example.org"
MASKED = "o…@example.org"


async def _until_email(app: TestApp, olga: Member, command: str = "/newkey payout withdraw") -> Message:
    await olga.has_email(EMAIL)
    card = await olga.says(command)
    await olga.confirms(card)
    return card


async def test_a_key_that_can_withdraw_needs_code_and_email(app: TestApp, olga: Member) -> None:
    await olga.has_email(EMAIL)
    card = await olga.says("/newkey payout trade withdraw")
    waiting = await olga.confirms(card)
    assert "Code accepted" in waiting.text
    assert "This key can withdraw, and no IP is bound to it" in waiting.text

    email = await olga.persona.reads(EMAIL, "confirm the change")
    assert "payout" in email.text
    assert "trade, withdraw" in email.text
    assert "This key can withdraw, and no IP is bound to it" in email.text
    assert "Olga (1001)" in email.text
    assert await olga.decides(email) == 200

    assert "is made" in olga.again(card).text


async def test_opening_the_link_changes_nothing(app: TestApp, olga: Member) -> None:
    card = await _until_email(app, olga)
    email = await olga.persona.reads(EMAIL, "confirm the change")
    link = next(link for link in email.links if "/confirm/" in link)

    async with aiohttp.ClientSession() as scanner:
        for _ in range(3):
            async with scanner.get(link) as page:
                text = await page.text()
                assert page.status == 200
                assert page.headers["Referrer-Policy"] == "same-origin"
                assert "payout" in text
    await app.settle()

    assert "Code accepted" in olga.again(card).text


async def test_deny_on_the_page_cancels_and_informs_the_team(app: TestApp, olga: Member) -> None:
    card = await _until_email(app, olga)

    await olga.decides(await olga.persona.reads(EMAIL, "confirm the change"), "deny")

    assert "Olga (1001) denied this on the e-mail page" in olga.again(card).text
    assert "/suspend" in olga.newest().text, "the team is told aloud, not only shown"
    assert "has no keys yet" in (await olga.says("/keys")).text


async def test_the_email_is_sent_again_at_most_every_minute_and_the_old_link_dies(app: TestApp, olga: Member) -> None:
    card = await _until_email(app, olga)
    first = await olga.persona.reads(EMAIL, "confirm the change")
    assert "You can send it again in" in await olga.presses(olga.again(card), "Resend")

    await app.passes(timedelta(seconds=61))
    await olga.presses(olga.again(card), "Resend")

    second = await olga.persona.reads(EMAIL, "confirm the change")
    assert second.links != first.links
    assert await olga.decides(first) == 404
    assert await olga.decides(second) == 200
    assert "is made" in olga.again(card).text


async def test_the_email_stage_times_out_after_thirty_minutes(app: TestApp, olga: Member) -> None:
    card = await _until_email(app, olga)
    email = await olga.persona.reads(EMAIL, "confirm the change")

    await app.passes(timedelta(minutes=30))
    await app.settle()

    assert "Timed out, nothing was changed" in olga.again(card).text
    assert await olga.decides(email) in {404, 410}


async def test_a_mail_server_that_is_down_holds_the_ticket_and_nothing_else(app: TestApp, olga: Member) -> None:
    await olga.has_email(EMAIL)
    await app.environment.mailbox.stop()
    card = await olga.says("/newkey payout withdraw")
    assert "Code accepted" in (await olga.confirms(card)).text
    told = olga.newest(privately=True)
    assert f"The mail server does not accept my e-mail to {MASKED} now" in told.text
    assert "I have sent" not in told.text
    assert "/help" in (await olga.says("/nonsense")).text

    await app.environment.mailbox.start()
    await app.passes(timedelta(seconds=61))
    await olga.presses(olga.again(card), "Resend")

    email = await olga.persona.reads(EMAIL, "confirm the change")
    await app.settle()
    assert f"I have sent an e-mail to {MASKED}. Press Reconfirm in it before" in olga.again(told).text
    assert await olga.decides(email) == 200
    assert "is made" in olga.again(card).text
    sent = [one for one in app.environment.mailbox.list_to(EMAIL) if "confirm the change" in one.subject]
    assert sent == [email], "the letter with the dead link was never sent"


async def test_the_recipient_of_a_refused_email_reads_so_in_the_chat(app: TestApp, olga: Member) -> None:
    app.environment.mailbox.refuse = 550
    await olga.whispers("/settings email wrong@example.org")
    await olga.types(olga.code())

    card = next(one for one in app.environment.world.messages(olga.user_id) if "I stopped trying" in one.text)
    assert "Cancel this, type /settings email ADDRESS with the right address" in card.text
    assert [one["text"] for one in card.buttons] == ["Cancel"]
    assert any("refused my e-mail to wrong@example.org for good" in text for text in olga.texts(privately=True))


async def test_an_email_change_is_confirmed_at_both_addresses_and_reported_to_the_old_one(
    app: TestApp, olga: Member
) -> None:
    await olga.has_email(EMAIL)

    await olga.has_email("olga@example.net", old=EMAIL)

    assert "olga@example.net" in (await olga.whispers("/whoami")).text
    told = await olga.persona.reads(EMAIL, "was changed")
    assert "olga@example.net" in told.text


async def test_once_two_could_approve_money_waits_for_an_approval(app: TestApp, olga: Member, max_: Member) -> None:
    await olga.has_email(EMAIL)
    await app.passes(timedelta(days=2))
    granted = await olga.says(f"/role {max_.user_id} approver")
    await olga.confirms(granted)
    await olga.decides(await olga.persona.reads(EMAIL, "confirm the change"))
    assert "is approver now" in olga.again(granted).text
    assert any("need one approval" in text for text in olga.texts())

    await app.passes(timedelta(minutes=5))
    card = await olga.says("/newkey payout withdraw")
    await olga.confirms(card)
    await app.passes(timedelta(seconds=1))
    emails = [one for one in app.environment.mailbox.list_to(EMAIL) if "confirm the change" in one.subject]
    await olga.decides(emails[-1])

    assert "It needs one approval by another person" in olga.again(card).text
    await app.passes(timedelta(hours=24))
    await app.settle()
    assert "Timed out, nothing was changed" in olga.again(card).text


async def test_a_change_refused_at_the_last_moment_is_not_shown_as_confirmed_on_the_page(
    app: TestApp, olga: Member, max_: Member
) -> None:
    await olga.has_email(EMAIL)
    await app.passes(timedelta(days=2))
    await olga.confirms(await olga.says("/newkey payout withdraw"))
    await olga.decides(await olga.persona.reads(EMAIL, "confirm the change"))
    card = await olga.says("/bind payout 203.0.113.7")
    await olga.confirms(card)
    await max_.does("/deletekey payout")
    email = next(one for one in reversed(app.environment.mailbox.list_to(EMAIL)) if "203.0.113.7" in one.text)
    link = next(link for link in email.links if "/confirm/" in link)

    async with (
        aiohttp.ClientSession() as browser,
        browser.post(link, data={"decision": "confirm"}, headers={"Origin": app.settings.public_url}) as answer,
    ):
        page = await answer.text()
    await app.settle()

    assert "Confirmed" not in page
    assert "Not done" in olga.again(card).text
