"""One call to Telegram: the meaning of its error texts, and who learns of failures."""

from datetime import timedelta

import pytest

from bot.chat.telegram.client import ChatUnreachable, Malformed, TelegramClient, TooFast, Unreachable, Unsayable
from bot.chat.telegram.http import ChatBot
from bot.chat.telegram.rate_limit import TELEGRAM_LIMITS, RateLimiter
from bot.operations.model.service_status import Service, ServiceStatus
from bot.sandbox.clock import SandboxClock
from bot.sandbox.telegram.world import World
from storage.records import UnreachableReason
from tests.chat.conftest import OLGA, TEAM


@pytest.fixture
def service_status(clock: SandboxClock) -> ServiceStatus:
    return ServiceStatus(clock)


@pytest.fixture
def line(bot: ChatBot, clock: SandboxClock, service_status: ServiceStatus) -> TelegramClient:
    rate_limiter = RateLimiter(clock, TELEGRAM_LIMITS)
    return TelegramClient(bot, rate_limiter, service_status, rate_limiter.turn)


@pytest.mark.parametrize(
    ("status", "words", "why"),
    [
        (403, "Forbidden: bot was blocked by the user", UnreachableReason.BLOCKED),
        (403, "Forbidden: bot can't initiate conversation with a user", UnreachableReason.NOT_STARTED),
        (403, "Forbidden: user is deactivated", UnreachableReason.GONE),
        (403, "Forbidden: bot was kicked from the supergroup chat", UnreachableReason.KICKED),
        (403, "Forbidden: bot is not a member of the group chat", UnreachableReason.KICKED),
        (403, "Forbidden: the group chat was deleted", UnreachableReason.GONE),
        (403, "Forbidden: something new", UnreachableReason.GONE),
        (400, "Bad Request: chat not found", UnreachableReason.GONE),
        (400, "Bad Request: not enough rights to send text messages to the chat", UnreachableReason.MUTED),
        (400, "Bad Request: have no rights to send a message", UnreachableReason.MUTED),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", UnreachableReason.MUTED),
        (400, "Bad Request: have no write access to the chat", UnreachableReason.MUTED),
        (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN", UnreachableReason.MUTED),
        (400, "Bad Request: user not found", UnreachableReason.REFUSED),
        (400, "Bad Request: the moon is in the wrong house", UnreachableReason.REFUSED),
        (400, "Bad Request: TOPIC_CLOSED", UnreachableReason.TOPIC_CLOSED),
        (400, "Bad Request: message thread not found", UnreachableReason.TOPIC_CLOSED),
    ],
)
async def test_telegrams_words_show_why_a_chat_is_unreachable(
    world: World, line: TelegramClient, status: int, words: str, why: UnreachableReason
) -> None:
    world.faults.fail_next("sendMessage", status=status, description=words)
    with pytest.raises(ChatUnreachable) as unreachable:
        await line.call("sendMessage", {"chat_id": TEAM, "text": "one"})
    assert unreachable.value.why is why


async def test_a_malformed_message_says_nothing_about_its_chat(world: World, line: TelegramClient) -> None:
    world.faults.fail_next("sendMessage", status=400, description="Bad Request: message text is empty")
    with pytest.raises(Malformed):
        await line.call("sendMessage", {"chat_id": TEAM, "text": ""})


async def test_an_older_server_gets_a_date_as_text(world: World, line: TelegramClient) -> None:
    refusal = 'Bad Request: can\'t parse entities: Unsupported start tag "tg-time" at byte offset 3'
    world.faults.fail_next("sendMessage", status=400, description=refusal)
    text = '<b>in 7 days · <tg-time unix="1795939260" format="dt">29 Nov 08:01 UTC</tg-time></b>'
    await line.call("sendMessage", {"chat_id": TEAM, "text": text, "parse_mode": "HTML"})
    sent = world.messages(TEAM)[-1]
    assert (sent.text, [mark["type"] for mark in sent.entities]) == ("in 7 days · 29 Nov 08:01 UTC", ["bold"])


async def test_an_edit_refused_in_unknown_words_says_nothing_about_its_chat(world: World, line: TelegramClient) -> None:
    world.faults.fail_next("editMessageText", status=400, description="Bad Request: the moon is in the wrong house")
    with pytest.raises(Unsayable) as unsayable:
        await line.call("editMessageText", {"chat_id": TEAM, "message_id": 1, "text": "x"})
    assert not isinstance(unsayable.value, ChatUnreachable)


async def test_a_long_pause_is_not_waited_out_by_the_line(
    world: World, line: TelegramClient, clock: SandboxClock
) -> None:
    world.faults.fail_next("sendMessage", retry_after=36_000, chat_id=TEAM)
    for minutes in (600, 590):
        with pytest.raises(TooFast) as pause:
            await line.call("sendMessage", {"chat_id": TEAM, "text": "x"})
        assert round(pause.value.retry_after / timedelta(minutes=1)) == minutes
        clock.jump(timedelta(minutes=10))
    assert len(world.list_calls("sendMessage")) == 1
    await line.call("sendMessage", {"chat_id": OLGA, "text": "x"})


async def test_trouble_is_known_until_telegram_answers_again(
    world: World, line: TelegramClient, service_status: ServiceStatus
) -> None:
    changes = []
    service_status.on_change = lambda: changes.append(service_status.is_down(Service.TELEGRAM))
    world.faults.down()
    for _ in range(2):
        with pytest.raises(Unreachable):
            await line.call("getMe", {})
    world.faults.up()
    await line.call("getMe", {})
    assert changes == [True, False]
    assert service_status.show() == {}


async def test_a_file_is_fetched_like_every_other_call(
    world: World, line: TelegramClient, service_status: ServiceStatus
) -> None:
    sent = world.post_document(OLGA, OLGA, "keys.csv", b"Remark,Coin")
    assert sent.document_file_id is not None
    for fault in ("getFile", "download"):
        world.faults.fail_next(fault, status=502)
        with pytest.raises(Unreachable):
            await line.fetch(sent.document_file_id)
        assert service_status.is_down(Service.TELEGRAM)
        assert await line.fetch(sent.document_file_id) == b"Remark,Coin"
        assert not service_status.is_down(Service.TELEGRAM)
    with pytest.raises(Unsayable, match="file_id"):
        await line.fetch("invented")


async def test_a_deletion_does_not_wait_for_room(world: World, line: TelegramClient) -> None:
    sent = [await line.call("sendMessage", {"chat_id": OLGA, "text": "x"}) for _ in range(15)]
    for one in sent:
        await line.call("deleteMessage", {"chat_id": OLGA, "message_id": one["message_id"]})
    assert world.messages(OLGA, from_bot=True, with_deleted=False) == []


async def test_a_pause_is_kept_also_by_what_was_not_refused(
    world: World, line: TelegramClient, bot: ChatBot, clock: SandboxClock
) -> None:
    world.faults.fail_next("deleteMessage", retry_after=7)
    with pytest.raises(TooFast):
        await line.call("deleteMessage", {"chat_id": TEAM, "message_id": 1})
    assert line._rate_limiter.book(TEAM, is_news=False) is not None
