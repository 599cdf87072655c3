"""Section 8: messages arrive at Telegram's pace, and unreachable people are not forgotten."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.chat.telegram.rate_limit import TELEGRAM_LIMITS
from bot.operations.model.notifications import tell_team
from bot.sandbox.telegram.models import Chat
from storage.records import Event, Message, MessageContent
from storage.work import Work
from tests.app import MAX, OLGA, QUICK, TEAM, TestApp, open_app, with_an_empty_group
from tests.people import Member

SMALL, GROWN = -555, -1002000000009
HOME = "olga@example.org"


@pytest.fixture
async def paced(empty_installation: Path, tmp_path: Path) -> AsyncIterator[TestApp]:
    """The same app, within Telegram's limits."""
    for name in ("keyminder.db", "master.key"):
        shutil.copy(empty_installation / name, tmp_path / name)
    url = f"sqlite+aiosqlite:///{tmp_path}/keyminder.db"
    async with open_app(tmp_path, url, with_an_empty_group, replace(QUICK, messages=TELEGRAM_LIMITS)) as opened:
        owner = opened.member(OLGA, "Olga")
        await owner.says("/start")
        await owner.whispers("/start")
        await opened.passes(timedelta(minutes=1))
        yield opened


async def tell(app: TestApp, *words: str) -> None:
    """Send news to every team."""
    now = app.environment.clock.now()

    def body(work: Work) -> None:
        for team in work.teams.list_all():
            for word in words:
                tell_team(work, team.id, _news(word), now)

    await app.app.database.write(body)


def _news(word: str) -> Message:
    return Message("key-live", {"key": word, "ends": "never ends"})


def heard_of(app: TestApp, chat_id: int, *words: str) -> list[str]:
    """The bot's messages in a chat with all these words."""
    said = app.environment.world.messages(chat_id, from_bot=True, with_deleted=False)
    return [one.text for one in said if all(word in one.text for word in words)]


async def readiness(app: TestApp) -> tuple[int, dict[str, str]]:
    """The answer of `/readyz`."""
    async with aiohttp.ClientSession() as looker, looker.get(f"{app.settings.public_url}/readyz") as answer:
        return answer.status, (await answer.json())["down"]


async def test_sixty_pieces_of_news_go_out_in_order_and_at_telegrams_pace(paced: TestApp) -> None:
    world, began = paced.environment.world, paced.environment.clock.now()
    news = [f"n{number:02}" for number in range(60)]
    await tell(paced, *news)
    await paced.settle()
    assert 0 < len(heard_of(paced, TEAM, "can be used now")) <= 15

    while len(heard_of(paced, TEAM, "can be used now")) < len(news):
        await paced.passes(timedelta(seconds=5))

    told = [one for one in world.messages(TEAM, from_bot=True) if "can be used now" in one.text]
    assert [one.text.split(" ")[2] for one in told] == news
    for first in told:
        assert sum(first.date <= one.date < first.date + 60 for one in told) <= 20
    assert paced.environment.clock.now() - began <= timedelta(minutes=4)


async def test_an_answer_does_not_wait_behind_news(paced: TestApp) -> None:
    await tell(paced, *(f"n{number:02}" for number in range(60)))
    await paced.settle()
    olga = paced.member(OLGA, "Olga")

    for command, answer in (("/keys", "has no keys yet"), ("/renew nothing", "authenticator")):
        await olga.says(command)
        assert heard_of(paced, TEAM, answer)
    assert len(heard_of(paced, TEAM, "can be used now")) <= 15


async def test_a_pause_that_telegram_wants_is_kept_in_that_chat_alone(app: TestApp, olga: Member) -> None:
    app.environment.world.faults.fail_next("sendMessage", retry_after=7, chat_id=TEAM)
    await tell(app, "first", "second")
    await app.settle()
    assert heard_of(app, TEAM, "can be used now") == []
    assert "You are Olga" in (await olga.whispers("/whoami")).text

    await app.passes(timedelta(seconds=6))
    assert heard_of(app, TEAM, "can be used now") == []
    await app.passes(timedelta(seconds=1))
    assert [text.split(" ")[2] for text in heard_of(app, TEAM, "can be used now")] == ["first", "second"]


async def test_an_answer_outlasts_a_pause_that_telegram_wants(app: TestApp, olga: Member) -> None:
    world = app.environment.world
    began = app.environment.clock.now()
    world.faults.fail_next("sendMessage", retry_after=7, chat_id=TEAM)
    olga.persona.says("/keys")
    async with asyncio.timeout(20):
        while not heard_of(app, TEAM, "has no keys yet"):
            await world.wait_for_change(world.changes, 0.1)
            app.environment.clock.jump(timedelta(seconds=1))

    assert app.environment.clock.now() - began >= timedelta(seconds=7)
    assert len(heard_of(app, TEAM, "has no keys yet")) == 1


async def test_when_telegram_refuses_everything_no_person_gets_a_message(app: TestApp, max_: Member) -> None:
    world, now = app.environment.world, app.environment.clock.now()
    world.faults.fail_next("sendMessage", 3, retry_after=30)

    def body(work: Work) -> None:
        for chat_id in (TEAM, OLGA, MAX):
            work.outbox.say(MessageContent(_news("one")), chat_id, due_at=now)

    await app.app.database.write(body)
    await app.settle()
    calls = len(world.list_calls("sendMessage"))
    third = 1003
    app.member(third, "Vera").persona.says("/start", privately=True)
    await tell(app, "two")
    await app.app.schedule.idle()
    assert len(world.list_calls("sendMessage")) == calls

    await app.passes(timedelta(seconds=30))
    for chat_id in (TEAM, OLGA, MAX):
        assert len(heard_of(app, chat_id, "one", "can be used now")) == 1
    assert heard_of(app, third, "Hello Vera")


async def _small_desk(app: TestApp, olga: Member) -> None:
    app.environment.world.add_group(SMALL, "Small desk", members=(OLGA,))
    app.environment.world.add_bot(SMALL, OLGA)
    olga.persona.home = SMALL
    await olga.says("/start")


async def test_a_ticket_goes_on_in_the_supergroup_its_group_became(app: TestApp, olga: Member) -> None:
    await _small_desk(app, olga)
    await olga.says("/newkey moving")
    app.environment.world.migrate(SMALL, GROWN)
    await app.settle()
    olga.persona.home = GROWN

    card = olga.newest()
    assert (card.chat_id, "Create key moving" in card.text) == (GROWN, True)
    done = await olga.confirms(card)

    assert "moving" in done.text
    assert "is made" in done.text
    assert len(heard_of(app, GROWN, "moving")) == 1


def _grows_unnoticed(app: TestApp) -> None:
    """The group becomes a supergroup without an update."""
    world = app.environment.world
    old = world.chats[SMALL]
    world.add_chat(Chat(GROWN, "supergroup", old.title, members=dict(old.members)))
    old.migrated_to = GROWN


async def test_news_follow_a_group_after_a_missed_move(app: TestApp, olga: Member) -> None:
    await _small_desk(app, olga)
    _grows_unnoticed(app)

    await tell(app, "followed")
    await app.settle()

    assert len(heard_of(app, GROWN, "followed")) == 1
    olga.persona.home = GROWN
    assert "has no keys yet" in (await olga.says("/keys")).text


async def test_an_answer_follows_a_group_after_a_missed_move(app: TestApp, olga: Member) -> None:
    await _small_desk(app, olga)
    olga.persona.says("/keys")
    _grows_unnoticed(app)
    await app.settle()

    assert len(heard_of(app, GROWN, "has no keys yet")) == 1
    assert heard_of(app, SMALL, "has no keys yet") == []


async def test_owners_hear_once_that_the_bot_was_removed_and_news_reaches_them(
    app: TestApp, olga: Member, max_: Member
) -> None:
    world = app.environment.world
    await olga.has_email(HOME)
    await olga.does("/newkey trading")
    await app.passes(timedelta(days=89))

    world.kick_bot(TEAM, OLGA)
    await app.settle()
    await tell(app, "one", "two")
    await app.passes(timedelta(days=2))

    assert len(heard_of(app, OLGA, "removed from the group of Desk", "Add me")) == 1
    email = await olga.persona.reads(HOME, "Add it to the group again")
    assert email.subject == "Keyminder cannot write to your team any more"
    assert sum("cannot write" in one.subject for one in app.environment.mailbox.list_to(HOME)) == 1
    assert len(heard_of(app, OLGA, "News of Desk", "Key one")) == 1
    assert heard_of(app, MAX, "News of Desk") == heard_of(app, MAX, "removed") == []

    world.add_bot(TEAM, OLGA)
    await app.settle()

    back = heard_of(app, TEAM, "I can write here again")
    assert len(back) == 1
    assert "trading" in back[0]
    assert "expired" in back[0]
    assert len(heard_of(app, TEAM, "I manage this team")) == 1
    assert len(heard_of(app, TEAM, "Key one", "can be used now")) == 1, "said again once the group hears"
    audit = (await olga.says("/audit")).text
    assert f"{Event.TEAM_LOST.value} done" in audit
    assert f"{Event.TEAM_FOUND.value} done" in audit


async def test_a_bot_that_may_not_write_messages_owners_and_is_back_when_it_may(app: TestApp, olga: Member) -> None:
    world = app.environment.world
    world.mute_bot(TEAM, OLGA)
    await tell(app, "one")
    await app.settle()
    olga.persona.says("/keys")
    await app.settle()
    assert len(heard_of(app, OLGA, "may not write in the group of Desk")) == 1
    assert len(heard_of(app, OLGA, "News of Desk", "Key one")) == 1

    world.demote_bot(TEAM, OLGA)
    await app.settle()
    assert len(heard_of(app, TEAM, "I can write here again")) == 1


@pytest.mark.parametrize(
    "words",
    [
        "have no write access to the chat",
        "CHAT_SEND_PLAIN_FORBIDDEN",
        "user not found",
        "the moon is in the wrong house",
    ],
)
async def test_an_alert_refused_in_any_words_reaches_the_owners_and_is_shown(
    app: TestApp, olga: Member, words: str
) -> None:
    world = app.environment.world
    await olga.has_email(HOME)
    await olga.does("/newkey trading")
    await app.passes(timedelta(days=60))
    world.faults.fail_next("sendMessage", 1000, status=400, description=f"Bad Request: {words}", chat_id=TEAM)

    await app.passes(timedelta(days=23, hours=23))

    assert heard_of(app, OLGA, "⚠️", "Desk", "Until then I send its owners")
    assert heard_of(app, OLGA, "News of Desk", "trading")
    await olga.persona.reads(HOME, "cannot write to your team")
    email = await olga.persona.reads(HOME, "trading")
    assert email.subject == "Keyminder: news of your team"
    status, down = await readiness(app)
    assert (status, list(down)) == (503, ["teams"])
    assert "I have not reached the group of Desk since" in (await olga.whispers("/doctor")).text

    world.faults.clear()
    await tell(app, "later")
    await app.settle()
    assert len(heard_of(app, TEAM, "I can write here again")) == 1
    assert len(heard_of(app, TEAM, "🟠", "1 trading")) == 1, "the alert as it is now"
    assert await readiness(app) == (200, {})


async def test_an_accepted_answer_marks_an_unreachable_group_as_reachable(app: TestApp, olga: Member) -> None:
    refused = "Bad Request: have no write access to the chat"
    app.environment.world.faults.fail_next("sendMessage", 1000, status=400, description=refused, chat_id=TEAM)
    await tell(app, "kept")
    await app.settle()
    assert (await readiness(app))[0] == 503

    app.environment.world.faults.clear()
    olga.persona.says("/keys")
    await app.settle()
    assert len(heard_of(app, TEAM, "has no keys yet")) == 1
    assert len(heard_of(app, TEAM, "I can write here again")) == 1
    assert len(heard_of(app, TEAM, "Key kept", "can be used now")) == 1
    assert (await readiness(app))[0] == 200


async def test_after_an_absence_of_35_days_owners_hear_what_the_group_refuses(app: TestApp, olga: Member) -> None:
    await olga.has_email(HOME)
    await olga.does("/newkey trading")
    await app.passes(timedelta(days=60))
    await app.stop()
    app.environment.clock.jump(timedelta(days=35))
    refused = "Bad Request: have no write access to the chat"
    app.environment.world.faults.fail_next("sendMessage", 1000, status=400, description=refused, chat_id=TEAM)
    await app.restart()
    await app.settle()

    assert heard_of(app, OLGA, "News of Desk", "I am back", "Key trading (#1) expired")
    await olga.persona.reads(HOME, "I am back")


async def test_the_end_of_a_request_of_a_deleted_topic_is_said_in_the_group(app: TestApp, olga: Member) -> None:
    topic = app.environment.world.find_topic(TEAM, "Strategies")
    assert topic is not None
    card = await olga.says("/newkey trading", topic_id=topic.topic_id)
    await olga.opens(card)
    app.environment.world.delete_topic(TEAM, topic.topic_id)
    await olga.types(olga.code())
    assert len(heard_of(app, TEAM, "trading", "is made")) == 1


async def test_the_end_of_a_request_of_a_teams_deleted_topic_is_said_to_its_owners(
    app: TestApp, olga: Member, max_: Member
) -> None:
    topic = app.environment.world.find_topic(TEAM, "Strategies")
    assert topic is not None
    await olga.says("/start", topic_id=topic.topic_id)
    card = await olga.says("/newkey trading", topic_id=topic.topic_id)
    await olga.opens(card)
    app.environment.world.delete_topic(TEAM, topic.topic_id)
    await olga.types(olga.code())
    assert heard_of(app, OLGA, "topic of Desk", "closed or deleted")
    assert heard_of(app, OLGA, "News of Desk", "trading", "is made")


async def test_a_pause_of_ten_hours_is_said_to_the_owners_and_news_goes_to_them(app: TestApp, olga: Member) -> None:
    app.environment.world.faults.fail_next("sendMessage", retry_after=36_000, chat_id=TEAM)
    await tell(app, "first", "second")
    await app.settle()
    assert len(heard_of(app, OLGA, "pause for a long time", "Desk")) == 1
    assert [len(heard_of(app, OLGA, "News of Desk", word)) for word in ("first", "second")] == [1, 1]

    await app.passes(timedelta(hours=10))
    await tell(app, "third")
    await app.settle()
    said = heard_of(app, TEAM, "can be used now")
    assert sorted(text.split(" ")[2] for text in said) == ["first", "second", "third"]


@pytest.mark.parametrize("fault", ["getFile", "download"])
async def test_three_faults_while_a_sheet_is_fetched_are_waited_out(app: TestApp, olga: Member, fault: str) -> None:
    app.environment.world.faults.fail_next(fault, 3, status=502)
    sheet = b"Remark,Access ID,IPs\ntrading-eu,0123456789ABCDEF0123456789ABCDEF,203.0.113.9\n"
    card = await olga.sends("keys.csv", sheet, "/track")
    assert "trading-eu" in card.text
    assert heard_of(app, TEAM, "Sorry") == []


async def test_an_activation_is_reported_once_after_an_absence(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading")
    await app.stop()
    app.environment.clock.jump(timedelta(hours=3))
    await app.restart()
    await app.settle()
    assert len(heard_of(app, TEAM, "I am back")) == 1
    assert len(heard_of(app, TEAM, "trading", "can be used now")) == 1


async def test_a_secret_shown_before_an_absence_of_days_is_gone_after_it(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading")
    (shown,) = [one for one in app.environment.world.messages(OLGA, from_bot=True) if "Secret" in one.text]
    secret = shown.text
    await app.stop()
    app.environment.clock.jump(timedelta(hours=60))
    await app.restart()
    await app.settle()
    now = olga.again(shown)
    assert (now.text, now.keyboard, now.is_deleted) == ("🗑 Removed.", [], False)
    assert all(secret != one.text for one in app.environment.world.messages(OLGA))


async def test_saved_pressed_after_days_overwrites_the_secret(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading")
    (shown,) = [one for one in app.environment.world.messages(OLGA, from_bot=True) if "Secret" in one.text]
    await app.stop()
    app.environment.clock.jump(timedelta(hours=60))
    olga.persona.presses(shown, "Saved")
    await app.restart()
    await app.settle()
    assert olga.again(shown).text == "🗑 Removed."


async def test_a_closed_topic_loses_only_its_own_team(app: TestApp, olga: Member) -> None:
    world = app.environment.world
    topic = world.find_topic(TEAM, "Strategies")
    assert topic is not None
    await olga.says("/start", topic_id=topic.topic_id)
    world.close_topic(TEAM, topic.topic_id, OLGA)

    await tell(app, "one")
    await app.settle()

    assert len(heard_of(app, OLGA, "topic of Desk", "Reopen")) == 1
    assert len(heard_of(app, TEAM, "one", "can be used now")) == 1
    topic.is_closed = False
    await tell(app, "two")
    await app.settle()
    assert len(heard_of(app, TEAM, "I can write here again")) == 1


async def test_who_has_blocked_the_bot_is_marked_until_they_let_it_write_again(
    app: TestApp, olga: Member, max_: Member
) -> None:
    app.environment.world.block_bot(MAX)
    await app.settle()
    assert "Max (1002), operator, no verified e-mail yet, has blocked me" in (await olga.says("/team")).text

    app.environment.world.unblock_bot(MAX)
    await app.settle()
    assert "has blocked me" not in (await olga.says("/team")).text


async def test_news_of_a_lost_group_reaches_an_owner_who_blocked_the_bot_by_mail(app: TestApp, olga: Member) -> None:
    await olga.has_email(HOME)
    app.environment.world.block_bot(OLGA)
    app.environment.world.kick_bot(TEAM, OLGA)
    await app.settle()
    await tell(app, "urgent")
    await app.settle()

    await olga.persona.reads(HOME, "Add it to the group again")
    email = await olga.persona.reads(HOME, "urgent")
    assert email.subject == "Keyminder: news of your team"
    assert "News of Desk" in email.text


async def test_after_three_hours_without_telegram_the_team_reads_once_what_it_missed(
    app: TestApp, olga: Member
) -> None:
    world = app.environment.world
    await olga.does("/newkey trading")
    await app.passes(timedelta(days=89, hours=23))
    assert heard_of(app, TEAM, "I am back") == []

    world.faults.down()
    async with aiohttp.ClientSession() as looker:
        await app.until_not_ready(looker)
    since = f"{app.environment.clock.now():%Y-%m-%d %H:%M} UTC"
    await tell(app, "waited")
    await app.passes(timedelta(hours=3))
    status, down = await readiness(app)
    assert (status, down["telegram"].endswith(f", since {since}")) == (503, True)
    world.faults.up()

    back = await olga.persona.sees("I am back", "I was away from", "(3 h ago)")
    assert "❌ Key trading (#1) expired" in back.text
    await app.settle()
    assert len(heard_of(app, TEAM, "waited", "can be used now")) == 1
    assert len(heard_of(app, TEAM, "I am back")) == 1
    assert await readiness(app) == (200, {})


async def test_a_bot_that_was_down_for_a_day_says_so_and_after_a_short_stop_nothing(app: TestApp, olga: Member) -> None:
    await app.stop()
    app.environment.clock.jump(timedelta(minutes=59))
    await app.restart()
    await app.settle()
    assert heard_of(app, TEAM, "I am back") == []

    await app.stop()
    app.environment.clock.jump(timedelta(hours=25))
    await app.restart()
    await app.settle()
    assert len(heard_of(app, TEAM, "I am back", "older than a day are lost", "No key expired")) == 1


async def test_an_email_waits_for_the_mail_server_and_readyz_says_since_when(app: TestApp, olga: Member) -> None:
    await app.environment.mailbox.stop()
    since = f"{app.environment.clock.now():%Y-%m-%d %H:%M} UTC"
    await olga.whispers(f"/settings email {HOME}")
    await olga.types(olga.code())
    async with aiohttp.ClientSession() as looker:
        await app.until_not_ready(looker)
    _, down = await readiness(app)
    assert list(down) == ["mail"]
    assert down["mail"].startswith("The mail server at 127.0.0.1")
    assert since[:-7] in down["mail"]

    await app.environment.mailbox.start()

    await olga.persona.reads(HOME, "confirm your e-mail")
    await app.settle()
    assert await readiness(app) == (200, {})
