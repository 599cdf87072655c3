"""Ask Telegram who is in a chat. Everything but a clear answer counts as none."""

import pytest

from bot.chat.bot_setup import set_webhook
from bot.chat.telegram.chat_member import ChatMemberLookup
from bot.chat.telegram.client import TelegramClient
from bot.chat.telegram.http import ChatBot
from bot.chat.telegram.rate_limit import TELEGRAM_LIMITS, RateLimiter
from bot.operations.members.presence import Presence
from bot.operations.model.service_status import ServiceStatus
from bot.sandbox.clock import SandboxClock
from bot.sandbox.telegram.world import World
from tests.chat.conftest import OLGA, PAUL, TEAM


@pytest.fixture
def line(bot: ChatBot, clock: SandboxClock) -> TelegramClient:
    rate_limiter = RateLimiter(clock, TELEGRAM_LIMITS)
    return TelegramClient(bot, rate_limiter, ServiceStatus(clock), rate_limiter.turn)


@pytest.fixture
def lookup(line: TelegramClient) -> ChatMemberLookup:
    return ChatMemberLookup(line)


async def test_telegram_says_who_is_there_and_who_has_left(world: World, lookup: ChatMemberLookup) -> None:
    assert await lookup.look(TEAM, PAUL) is Presence.HERE

    world.leave(PAUL, TEAM)

    assert await lookup.look(TEAM, PAUL) is Presence.GONE
    assert await lookup.look(TEAM, OLGA) is Presence.HERE


async def test_telegram_says_who_is_a_bot_of_our_own_id_too(world: World, lookup: ChatMemberLookup) -> None:
    world.add_person(4001, "Prices", username="price_bot", is_bot=True)

    assert await lookup.look(TEAM, 4001) is Presence.BOT
    assert await lookup.look(TEAM, world.bot_id) is Presence.BOT


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "Bad Request: CHAT_ADMIN_REQUIRED"),
        (400, "Bad Request: member list is inaccessible"),
        (400, "Bad Request: user not found"),
        (400, "Bad Request: chat not found"),
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (429, "Too Many Requests: retry after 3"),
        (502, "Bad Gateway"),
    ],
)
async def test_an_answer_that_fails_says_nothing(
    world: World, lookup: ChatMemberLookup, status: int, words: str
) -> None:
    world.faults.fail_next("getChatMember", status=status, description=words)

    assert await lookup.look(TEAM, PAUL) is Presence.UNKNOWN


@pytest.mark.parametrize(
    ("words", "first_name", "presence"),
    [
        ("user not found", "", Presence.GONE),
        ("PARTICIPANT_ID_INVALID", "", Presence.GONE),
        ("PARTICIPANT_ID_INVALID", "Paul", Presence.GONE),
        ("user not found", "Paul", Presence.UNKNOWN),
        ("user not found", None, Presence.UNKNOWN),
        ("PARTICIPANT_ID_INVALID", None, Presence.UNKNOWN),
    ],
)
async def test_a_deleted_account_has_left_and_a_server_that_forgot_the_person_says_nothing(
    world: World, lookup: ChatMemberLookup, words: str, first_name: str | None, presence: Presence
) -> None:
    """Without a first name the server does not know the person."""
    world.people[PAUL].first_name = first_name or ""
    world.faults.fail_next("getChatMember", status=400, description=f"Bad Request: {words}")
    if first_name is None:
        world.faults.fail_next("getChat", status=400, description="Bad Request: chat not found")

    assert await lookup.look(TEAM, PAUL) is presence


async def test_a_deleted_account_that_telegram_still_calls_a_member_has_left(
    world: World, lookup: ChatMemberLookup
) -> None:
    world.people[PAUL].first_name = ""

    assert await lookup.look(TEAM, PAUL) is Presence.GONE


async def test_a_webhook_gets_members_who_come_and_go_too(world: World, line: TelegramClient) -> None:
    await set_webhook(line, "https://keys.example.org/telegram", None)

    assert "chat_member" in world.updates.allowed
