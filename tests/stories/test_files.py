"""Files as apps send them: albums, nameless ones, replies, strangers, people of several teams."""

import pytest

from bot.sandbox.telegram.models import Message
from tests.app import OLGAS_EMAIL, STRANGER, TEAM, TestApp
from tests.forging import write
from tests.people import Member
from tests.stories.test_connect import connects
from tests.stories.test_whitelist import BTC, EVM, HEADER

FIRST = f"{HEADER}\nfirst,BTC,BTC,{BTC},\n".encode()
SECOND = f"{HEADER}\nsecond,USDT,ERC20,{EVM},\n".encode()


@pytest.fixture
async def treasurer(olga: Member) -> Member:
    """An owner who can prove changes that move money."""
    await olga.has_email(OLGAS_EMAIL)
    return olga


async def sends(app: TestApp, user_id: int, chat_id: int, data: bytes, caption: str = "", **more: object) -> Message:
    """Send a file with other fields of the Bot API's Message."""
    file = app.environment.world.state.add_file("addresses.csv", "text/csv", data)
    document = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_name": file.name}
    return await write(app, user_id, chat_id, "", document=document, caption=caption, **more)


def fetched(app: TestApp) -> bool:
    return "getFile" in {method for method, _ in app.environment.world.calls}


@pytest.mark.parametrize("caption", ["", "/whitelist", "/whitelist import", "/track"])
@pytest.mark.parametrize("is_private", [True, False])
async def test_a_strangers_file_is_refused_before_it_is_fetched(
    app: TestApp, olga: Member, caption: str, is_private: bool
) -> None:
    stranger = app.member(STRANGER, "Stranger")
    app.environment.world.post(STRANGER, STRANGER, "/start")

    sent = await sends(app, STRANGER, STRANGER if is_private else TEAM, FIRST, caption)

    assert not fetched(app)
    if is_private or caption:
        assert "team" in stranger.newest(privately=is_private, after=sent).text


async def test_in_a_group_an_album_says_that_its_caption_counts_for_one_file(app: TestApp, treasurer: Member) -> None:
    await sends(app, treasurer.user_id, TEAM, FIRST, "/whitelist", media_group_id="9")
    await sends(app, treasurer.user_id, TEAM, SECOND, media_group_id="9")

    received = treasurer.texts()
    assert any("The caption belongs to “addresses.csv” only" in text for text in received)
    assert "first" in received[-1]


async def test_in_private_every_file_of_an_album_is_asked_for(app: TestApp, treasurer: Member) -> None:
    await sends(app, treasurer.user_id, treasurer.user_id, FIRST, "/whitelist", media_group_id="9")
    await sends(app, treasurer.user_id, treasurer.user_id, SECOND, media_group_id="9")

    pending = (await treasurer.says("/pending")).text
    assert "#1" in pending
    assert "#2" in pending


async def test_a_file_without_a_name_is_refused_as_such(app: TestApp, olga: Member) -> None:
    document = {"file_id": "x", "file_unique_id": "y"}

    await write(app, olga.user_id, olga.user_id, "", document=document)

    assert "This file has no name" in olga.newest(privately=True).text


async def test_a_file_that_telegram_does_not_know_is_refused_as_such(app: TestApp, olga: Member) -> None:
    document = {"file_id": "x", "file_unique_id": "y", "file_name": "addresses.csv"}

    await write(app, olga.user_id, olga.user_id, "", document=document)

    assert "Telegram does not give me this file" in olga.newest(privately=True).text


@pytest.mark.parametrize("is_private", [True, False])
async def test_a_reply_to_an_own_file_with_the_command_means_that_file(
    app: TestApp, treasurer: Member, is_private: bool
) -> None:
    chat_id = treasurer.user_id if is_private else TEAM
    file = app.environment.world.post_document(treasurer.user_id, chat_id, "addresses.csv", FIRST, caption="for later")
    await app.settle()

    answer = await treasurer.says("/whitelist", privately=is_private, reply_to=file)

    assert "first" in answer.text


async def test_another_persons_file_is_not_meant_by_a_reply(app: TestApp, treasurer: Member, max_: Member) -> None:
    file = app.environment.world.post_document(max_.user_id, TEAM, "addresses.csv", FIRST, caption="for later")

    answer = await treasurer.says("/whitelist", reply_to=file)

    assert "first" not in answer.text


@pytest.mark.parametrize("caption", ["", "/whitelist"])
async def test_a_file_waits_for_the_choice_of_its_team(app: TestApp, treasurer: Member, caption: str) -> None:
    topic_id = next(iter(app.environment.world.chats[TEAM].topics))
    await treasurer.says("/start", topic_id=topic_id)

    question = await treasurer.sends("addresses.csv", FIRST, caption, privately=True)
    assert not fetched(app)
    await treasurer.presses(question, str(question.buttons[0]["text"]))

    assert "first" in treasurer.newest(privately=True).text


@pytest.mark.parametrize("caption", ["", "/whitelist", "/whitelist import"])
@pytest.mark.parametrize("is_private", [True, False])
async def test_a_file_waits_for_the_choice_of_its_account(
    app: TestApp, treasurer: Member, caption: str, is_private: bool
) -> None:
    await connects(app, treasurer)
    reply_to = None if caption or is_private else (await treasurer.says("/keys")).message_id
    chat_id = treasurer.user_id if is_private else TEAM
    file = app.environment.world.post_document(
        treasurer.user_id, chat_id, "addresses.csv", FIRST, caption=caption, reply_to=reply_to
    )
    await app.settle()

    question = treasurer.newest(privately=is_private, after=file)
    assert "Which account is this address for?" in question.text
    await treasurer.presses(question, "main")

    card = treasurer.newest(privately=is_private)
    assert "first" in card.text
    assert "main" in card.text


async def test_a_file_that_was_replied_to_waits_for_the_choice_of_its_account(app: TestApp, treasurer: Member) -> None:
    await connects(app, treasurer)
    file = app.environment.world.post_document(treasurer.user_id, TEAM, "addresses.csv", FIRST, caption="for later")
    await app.settle()

    question = await treasurer.says("/whitelist", reply_to=file)
    await treasurer.presses(question, "coinex-main")

    assert "first" in treasurer.newest().text
    assert "coinex-main" in treasurer.newest().text


async def test_the_account_of_a_file_is_chosen_by_its_sender_alone(app: TestApp, treasurer: Member) -> None:
    await connects(app, treasurer)
    question = await treasurer.sends("addresses.csv", FIRST, "/whitelist")

    told = await app.member(STRANGER, "Stranger").presses(question, "main")

    assert "Only the person who sent this file can choose here" in told
    assert treasurer.again(question).text == question.text


async def test_a_file_waits_for_its_team_and_then_for_its_account(app: TestApp, treasurer: Member) -> None:
    await connects(app, treasurer)
    topic_id = next(iter(app.environment.world.chats[TEAM].topics))
    await treasurer.says("/start", topic_id=topic_id)

    team = await treasurer.sends("addresses.csv", FIRST, "", privately=True)
    await treasurer.presses(team, str(team.buttons[0]["text"]))
    account = treasurer.newest(privately=True)
    await treasurer.presses(account, "coinex-main")

    assert "first" in treasurer.newest(privately=True).text
