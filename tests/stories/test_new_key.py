"""Rules 1, 2, 5 and 6: what a new key is, how many are possible, when it works, who sees its secret."""

from datetime import timedelta

from tests.app import TestApp
from tests.people import Member


async def test_creating_a_key_needs_the_second_factor(app: TestApp, olga: Member) -> None:
    card = await olga.says("/newkey trading-eu trade 203.0.113.7")
    assert "Create key trading-eu" in card.text
    assert "Permissions: trade" in card.text
    assert "203.0.113.7" in card.text
    assert "has no keys yet" in (await olga.says("/keys")).text

    assert "is made" in (await olga.confirms(card)).text
    assert "trading-eu" in (await olga.says("/keys")).text


async def test_a_key_without_permissions_is_read_only(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey reader")

    assert "Permissions: read only" in (await olga.says("/key reader")).text


async def test_the_secret_is_shown_once_in_private_and_never_in_the_group(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")

    secret = next(text for text in olga.texts(privately=True) if "Secret:" in text)
    value = secret.partition("Secret: ")[2].split()[0]
    message = next(
        one
        for one in app.environment.world.messages(olga.user_id, from_bot=True, with_deleted=False)
        if one.text == secret
    )
    assert len(value) >= 32
    assert message.protect_content
    assert all(value not in text for text in olga.texts())
    assert await olga.presses(message, "Saved") == "✅ I delete this message."
    assert all(value not in text for text in olga.texts(privately=True))


async def test_the_secret_is_deleted_after_ten_minutes(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    assert any("Secret:" in text for text in olga.texts(privately=True))

    await app.passes(timedelta(minutes=10, seconds=1))
    await app.settle()

    assert not any("Secret:" in text for text in olga.texts(privately=True))


async def test_a_new_key_is_activating_for_fifteen_minutes_and_then_announced_once(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    await app.passes(timedelta(minutes=14))
    assert "activating" in (await olga.says("/keys")).text

    await app.passes(timedelta(minutes=1))
    await app.settle()

    assert sum("trading-eu can be used now" in text for text in olga.texts()) == 1
    await app.passes(timedelta(days=1))
    await app.settle()
    assert sum("trading-eu can be used now" in text for text in olga.texts()) == 1
    assert "activating" not in (await olga.says("/keys")).text


async def test_a_name_with_spaces_is_typed_in_quotes(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey “grid bot” trade")

    assert "Permissions: trade" in (await olga.says('/key "grid bot"')).text


async def test_without_a_name_the_bot_asks_and_the_reply_goes_on(app: TestApp, olga: Member) -> None:
    question = await olga.says("/newkey")

    card = await olga.says("trading-eu trade", reply_to=question)

    assert "Create key trading-eu" in card.text


async def test_fifty_keys_are_the_limit_and_expired_ones_count(app: TestApp, olga: Member) -> None:
    rows = "".join(f"key-{number},ACCESS{number:04}\n" for number in range(50))
    card = await olga.sends("keys.csv", f"Remark,Access ID\n{rows}".encode(), "/track")
    await olga.confirms(card)
    await app.passes(timedelta(days=200))

    assert "is full: it has 50 keys" in (await olga.says("/track one-more ACCESS9999")).text
