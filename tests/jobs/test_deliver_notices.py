"""The outbox is emptied: in order per destination, side by side, at least once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.chat.telegram.rate_limit import TELEGRAM_LIMITS, RateLimiter
from bot.jobs.deliver_notices import DeliverNotices
from bot.jobs.delivery import Channels, ChatMigrated, Delivered, Delivery, Rejected, RetryLater, Unreachable
from bot.jobs.schedule import Job, Schedule
from bot.operations.model.notifications import tell_secret
from bot.sandbox.clock import SandboxClock
from storage.database import Database
from storage.records import (
    Card,
    Channel,
    Membership,
    MembershipStatus,
    Message,
    MessageContent,
    Notice,
    Person,
    Role,
    Team,
    UnreachableReason,
)
from storage.sealing import KeyRing
from storage.work import Work

CHATS = (-1001, -1002)
OLGA = 5000000001


class World:
    """The messages that left the channels. The test decides what a channel does."""

    def __init__(self) -> None:
        self.said: list[tuple[int | None, str, str]] = []
        self.deleted: list[int | None] = []
        self.mailed: list[tuple[str | None, str]] = []
        self.act: Callable[[Notice], Awaitable[Delivery | None]] | None = None
        self.refuses_to_delete = False
        self.next_id = 100

    async def say(self, notice: Notice, zone: str) -> Delivery:
        special = await self._special(notice)
        if special is not None:
            return special
        assert notice.content is not None
        self.said.append((notice.chat_id, notice.content.saying.sentence, zone))
        if notice.card is not None and notice.card.message_id is not None:
            return Delivered(notice.card.message_id)
        self.next_id += 1
        return Delivered(self.next_id)

    async def delete(self, notice: Notice) -> Delivery:
        assert notice.card is not None
        if self.refuses_to_delete:
            return Unreachable(UnreachableReason.REFUSED, "words")
        self.deleted.append(notice.card.message_id)
        return Delivered()

    async def mail(self, notice: Notice, zone: str) -> Delivery:
        special = await self._special(notice)
        self.mailed.append((notice.to_email, zone))
        return special or Delivered()

    async def _special(self, notice: Notice) -> Delivery | None:
        return None if self.act is None else await self.act(notice)

    def sentences(self, chat_id: int | None = None) -> list[str]:
        return [sentence for chat, sentence, _ in self.said if chat_id in {None, chat}]


@pytest.fixture
def clock() -> SandboxClock:
    return SandboxClock()


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def woken() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
def job(database: Database, clock: SandboxClock, world: World, woken: asyncio.Event) -> DeliverNotices:
    database.on_write = lambda changed: woken.set() if "notices" in changed else None
    return DeliverNotices(database, clock, Channels(world.say, world.delete, world.mail), woken=woken)


def content(sentence: str = "text") -> MessageContent:
    return MessageContent(Message(sentence))


async def owe(database: Database, clock: SandboxClock, *sentences: str, chat_id: int = CHATS[0]) -> None:
    for sentence in sentences:
        due_at = clock.now()
        await database.write(lambda work: work.outbox.say(content(sentence), chat_id, due_at=due_at))  # noqa: B023


async def test_notices_go_out_in_order_and_once(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices
) -> None:
    await owe(database, clock, "one", "two", "three")
    await job.run()
    await job.run()
    assert world.sentences() == ["one", "two", "three"]


async def test_what_was_written_before_a_restart_with_the_clock_set_back_does_not_wait_for_that_time_again(
    database: Database, world: World, woken: asyncio.Event
) -> None:
    await owe(database, SandboxClock(), "before")
    set_back = SandboxClock(read_real_time=lambda: datetime.now(UTC) - timedelta(hours=2))
    await DeliverNotices(database, set_back, Channels(world.say, world.delete, world.mail), woken=woken).run()
    assert world.sentences() == ["before"]


async def test_a_hanging_chat_holds_up_only_itself(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices, woken: asyncio.Event
) -> None:
    release, free = asyncio.Event(), asyncio.Event()

    async def act(notice: Notice) -> None:
        if notice.chat_id == CHATS[0]:
            await release.wait()
        elif notice.content is not None and notice.content.saying.sentence == "late":
            free.set()

    world.act = act
    await owe(database, clock, "hung", "behind it")
    await owe(database, clock, "one", "two", chat_id=CHATS[1])
    running = asyncio.create_task(job.run())
    await owe(database, clock, "late", chat_id=CHATS[1])
    woken.set()
    async with asyncio.timeout(5):
        await free.wait()
    assert world.sentences(CHATS[0]) == []
    release.set()
    await running
    assert world.sentences(CHATS[0]) == ["hung", "behind it"]
    assert world.sentences(CHATS[1]) == ["one", "two", "late"]


async def test_what_is_due_later_goes_out_later(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices
) -> None:
    due_at = clock.now() + timedelta(minutes=10)
    await database.write(lambda work: work.outbox.say(content("later"), CHATS[0], due_at=due_at))
    await job.run()
    assert world.said == []
    clock.jump(timedelta(minutes=11))
    await job.run()
    assert world.sentences() == ["later"]


async def test_a_card_is_sent_edited_and_deleted_when_it_expires(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices
) -> None:
    card = Card(uuid4(), CHATS[0], keeps_for_seconds=600)
    now = clock.now()

    def say(sentence: str, of: Card) -> Callable[..., None]:
        def body(work: object) -> None:
            work.outbox.say(content(sentence), CHATS[0], card=of, due_at=now)  # type: ignore[attr-defined]

        return body

    await database.write(lambda work: work.cards.add(card))
    await database.write(say("asked", card))
    await job.run()
    stored = await database.read(lambda work: work.cards.find(card.id))
    assert stored is not None
    assert stored.message_id == 101
    await database.write(say("done", stored))
    await job.run()
    assert world.sentences() == ["asked", "done"]
    clock.jump(timedelta(seconds=601))
    await job.run()
    assert set(world.deleted) == {101}


async def test_every_message_that_showed_a_secret_is_deleted_in_time_though_telegrams_answers_were_lost(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices
) -> None:
    shown: list[tuple[str, int]] = []
    """Messages and their contents. The answer to each first one is lost."""

    async def lose_answers(notice: Notice) -> Delivery | None:
        assert notice.card is not None
        assert notice.content is not None
        said = notice.content.saying.sentence
        is_first = said not in [sentence for sentence, _ in shown]
        shown.append((said, notice.card.message_id or 500 + len(shown)))
        return RetryLater("cut", timedelta()) if is_first else Delivered(shown[-1][1])

    world.act = lose_answers
    await database.write(lambda work: tell_secret(work, OLGA, Message("key-secret"), clock.now()))
    async with asyncio.timeout(5):
        while len(shown) < 4:
            await job.run()
    assert shown == [("secret-comes", 500), ("secret-comes", 501), ("key-secret", 501), ("key-secret", 501)]

    clock.jump(timedelta(seconds=599))
    await job.run()
    assert world.deleted == []
    clock.jump(timedelta(seconds=1))
    await job.run()
    assert world.deleted == [501]


async def test_a_secret_that_is_withdrawn_while_its_message_is_made_is_not_written_into_it(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices
) -> None:
    async def withdraw(notice: Notice) -> None:
        card = notice.card
        assert card is not None

        def body(work: Work) -> None:
            work.outbox.withdraw(card)
            work.cards.remove(card.id)

        await database.write(body)

    world.act = withdraw
    await database.write(lambda work: tell_secret(work, OLGA, Message("key-secret"), clock.now()))
    await job.run()

    assert world.sentences() == ["secret-comes"]
    assert world.deleted == [101]


async def test_the_reader_has_a_time_zone(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices
) -> None:
    now = clock.now()
    await database.write(lambda work: work.people.save(Person(OLGA, "Olga", zone="Europe/Berlin")))
    await database.write(lambda work: work.outbox.say(content(), OLGA, user_id=OLGA, due_at=now))
    await database.write(lambda work: work.outbox.mail(content(), "olga@example.org", user_id=OLGA, due_at=now))
    await job.run()
    assert world.said == [(OLGA, "text", "Europe/Berlin")]
    assert world.mailed == [("olga@example.org", "Europe/Berlin")]


async def test_what_cannot_go_out_now_waits_and_keeps_its_place(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices
) -> None:
    async def away(_: Notice) -> Delivery:
        return RetryLater("down", timedelta(milliseconds=150))

    world.act = away
    await owe(database, clock, "one", "two")
    outcome = await job.run()
    assert outcome.again_in is not None
    assert timedelta() < outcome.again_in <= timedelta(milliseconds=150)
    world.act = None
    async with asyncio.timeout(5):
        while world.sentences() != ["one", "two"]:
            await job.run()


async def test_a_lasting_failure_is_given_up_and_frees_the_way(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices
) -> None:
    async def never(notice: Notice) -> Delivery | None:
        assert notice.content is not None
        return Rejected("Forbidden") if notice.content.saying.sentence == "one" else None

    world.act = never
    await owe(database, clock, "one", "two")
    with capture_logs() as logs:
        await job.run()
    assert world.sentences() == ["two"]
    [line] = [line for line in logs if line["event"] == "a notice was given up"]
    assert set(line) == {"event", "log_level", "notice_id", "chat_id", "channel", "why"}


@pytest.fixture
async def team(database: Database) -> Team:
    """Create a team with an owner who has an e-mail address."""
    team = Team(uuid4(), CHATS[0], None, "Desk", OLGA, datetime.now(UTC))
    owner = Membership(team.id, OLGA, Role.OWNER, MembershipStatus.ACTIVE, joined_at=datetime.now(UTC))

    def change(work: Work) -> None:
        work.people.save(Person(OLGA, "Olga", email="olga@example.org"))
        work.teams.add(team)
        work.teams.save_membership(owner)

    await database.write(change)
    return team


async def tell(database: Database, clock: SandboxClock, sentence: str) -> None:
    now = clock.now()
    await database.write(lambda work: work.outbox.say(content(sentence), CHATS[0], due_at=now, is_news=True))


def refuses(
    chat_id: int, *, why: UnreachableReason = UnreachableReason.REFUSED
) -> Callable[[Notice], Awaitable[Delivery | None]]:
    """Return a channel that refuses one chat."""

    async def act(notice: Notice) -> Delivery | None:
        return Unreachable(why, "words") if notice.chat_id == chat_id else None

    return act


async def test_what_a_chat_refused_goes_to_its_owners_at_once_and_again_to_the_chat_when_it_takes_messages(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices, team: Team
) -> None:
    world.act = refuses(CHATS[0])
    await tell(database, clock, "one")
    await tell(database, clock, "two")
    await job.run()
    assert world.sentences(OLGA) == ["team-lost", "news-for-owners", "news-for-owners"]
    assert len(world.mailed) == 3

    await database.write(lambda work: work.deliveries.try_all_now())
    await job.run()
    assert len(world.mailed) == 3, "owners hear of it once"
    world.act = None
    await tell(database, clock, "three")
    await job.run()
    await job.run()
    assert sorted(world.sentences(CHATS[0])) == ["one", "team-heard-again", "three", "two"]
    assert await database.read(lambda work: work.unreachable_chats.list_among([CHATS[0]])) == []


async def test_a_message_that_alone_is_refused_is_not_said_again_for_ever(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices, team: Team
) -> None:
    async def act(notice: Notice) -> Delivery | None:
        is_bad = notice.chat_id == CHATS[0] and notice.content is not None and notice.content.saying.sentence == "bad"
        return Unreachable(UnreachableReason.REFUSED, "words") if is_bad else None

    world.act = act
    await tell(database, clock, "bad")
    await job.run()
    for word in ("two", "three"):
        await tell(database, clock, word)
        await job.run()
        await job.run()
    assert world.sentences(OLGA).count("team-lost") == 1
    assert world.sentences(CHATS[0]).count("team-heard-again") == 1
    assert await database.read(lambda work: work.held.count(CHATS[0], None)) == 0


async def test_a_malformed_message_is_reported_to_owners_and_its_chat_is_not_lost(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices, team: Team
) -> None:
    async def never(notice: Notice) -> Delivery | None:
        return Rejected("can't parse entities") if notice.chat_id == CHATS[0] else None

    world.act = never
    await tell(database, clock, "one")
    await job.run()
    assert (world.sentences(OLGA), len(world.mailed)) == (["news-for-owners"], 1)
    assert await database.read(lambda work: work.unreachable_chats.list_among([CHATS[0]])) == []


async def test_a_long_pause_of_a_group_is_said_to_its_owners(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices, team: Team
) -> None:
    world.act = refuses(CHATS[0], why=UnreachableReason.PAUSED)
    await tell(database, clock, "one")
    await job.run()
    assert world.sentences(OLGA) == ["team-lost", "news-for-owners"]


async def test_a_deletion_is_not_given_up_before_the_content_is_gone(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices
) -> None:
    card, now = Card(uuid4(), OLGA, message_id=7), clock.now()
    world.refuses_to_delete = True

    def change(work: Work) -> None:
        work.cards.add(card)
        work.outbox.delete(card, now)

    await database.write(change)
    await job.run()
    assert await database.read(lambda work: work.held.count(OLGA, None)) == 1
    await owe(database, clock, "other", chat_id=OLGA)
    await job.run()
    assert world.sentences(OLGA) == ["other"], "it holds up nothing"
    world.refuses_to_delete = False
    await owe(database, clock, "more", chat_id=OLGA)
    await job.run()
    await job.run()
    assert world.deleted == [7]
    assert await database.read(lambda work: work.cards.find(card.id)) is None


async def test_a_fault_of_ours_is_put_off_and_holds_up_no_other_chat(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices
) -> None:
    async def fault(notice: Notice) -> Delivery | None:
        if notice.chat_id == CHATS[0]:
            raise ZeroDivisionError
        return None

    world.act = fault
    await owe(database, clock, "one")
    await owe(database, clock, "two", chat_id=CHATS[1])
    outcome = await job.run()
    assert world.sentences() == ["two"]
    assert outcome.again_in is not None


async def test_a_group_that_moved_gets_its_notices_under_the_new_id(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices
) -> None:
    async def moved(notice: Notice) -> Delivery | None:
        return ChatMigrated(-1009) if notice.chat_id == CHATS[0] else None

    world.act = moved
    team = Team(uuid4(), CHATS[0], None, "Desk", OLGA, datetime.now(UTC))
    await database.write(lambda work: work.people.save(Person(OLGA, "Olga")))
    await database.write(lambda work: work.teams.add(team))
    await owe(database, clock, "one", "two")
    await job.run()
    assert world.sentences(-1009) == ["one", "two"]
    found = await database.read(lambda work: work.teams.find_at(-1009, None))
    assert found is not None
    assert found.id == team.id


async def test_a_chat_without_room_waits_on_the_clock_and_holds_up_no_other(
    database: Database, clock: SandboxClock, world: World, woken: asyncio.Event
) -> None:
    free_at = clock.now() + timedelta(minutes=1)

    def book(chat_id: int, _is_news: bool) -> datetime | None:
        return free_at if chat_id == CHATS[0] and clock.now() < free_at else None

    job = DeliverNotices(database, clock, Channels(world.say, world.delete, world.mail, book), woken=woken)
    await owe(database, clock, "one", "two")
    await owe(database, clock, "other", chat_id=CHATS[1])
    outcome = await job.run()
    assert (world.sentences(), outcome.next_at, outcome.again_in) == (["other"], free_at, None)
    clock.jump(timedelta(minutes=1))
    await job.run()
    assert world.sentences(CHATS[0]) == ["one", "two"]


async def test_answers_are_booked_before_news(
    database: Database, clock: SandboxClock, world: World, woken: asyncio.Event
) -> None:
    asked: list[tuple[int, bool]] = []

    def book(chat_id: int, is_news: bool) -> datetime | None:
        asked.append((chat_id, is_news))
        return clock.now() + timedelta(minutes=1)

    job = DeliverNotices(database, clock, Channels(world.say, world.delete, world.mail, book), woken=woken)
    due_at = clock.now()
    await database.write(lambda work: work.outbox.say(content("news"), CHATS[0], due_at=due_at, is_news=True))
    await owe(database, clock, "answer")
    await job.run()
    assert asked == [(CHATS[0], False), (CHATS[0], True)]


async def test_urgent_news_reaches_its_team_at_once_although_thousands_wait(
    database: Database, clock: SandboxClock, world: World, woken: asyncio.Event
) -> None:
    limits = RateLimiter(clock, TELEGRAM_LIMITS)
    job = DeliverNotices(database, clock, Channels(world.say, world.delete, world.mail, limits.book), woken=woken)
    due_at = clock.now()

    def owe_much(work: Work) -> None:
        for number in range(2000):
            work.outbox.say(content("far"), -5000 - number, due_at=due_at, is_news=True)
        work.outbox.say(content("last day"), CHATS[0], due_at=due_at, is_urgent=True)

    await database.write(owe_much)
    await job.run()

    assert "last day" in world.sentences()
    assert len(world.sentences()) < TELEGRAM_LIMITS.everywhere.calls


async def test_every_channel_has_its_function() -> None:
    assert set(Channel) == {Channel.SAY, Channel.DELETE, Channel.MAIL}


async def test_under_a_schedule_every_write_wakes_it_and_still_it_comes_to_rest(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices, woken: asyncio.Event
) -> None:
    schedule = Schedule([Job("deliver notices", timedelta(hours=1), job.run, woken)], clock)
    database.on_write = lambda _changed: schedule.wake("deliver notices")
    running = asyncio.create_task(schedule.run())
    async with asyncio.timeout(5):
        await schedule.idle()
        await owe(database, clock, "one", "two")
        due_at = clock.now() + timedelta(minutes=10)
        await database.write(lambda work: work.outbox.say(content("later"), CHATS[0], due_at=due_at))
        await schedule.idle()
        assert world.sentences() == ["one", "two"]
        clock.jump(timedelta(minutes=10))
        await schedule.idle()
    assert world.sentences() == ["one", "two", "later"]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_what_is_rewritten_while_it_goes_out_follows_as_an_edit(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices
) -> None:
    card, now = Card(uuid4(), CHATS[0]), clock.now()

    def say(sentence: str) -> Callable[[Work], None]:
        return lambda work: work.outbox.say(content(sentence), CHATS[0], card=card, due_at=now)

    async def rewrite(notice: Notice) -> None:
        if notice.content == content("asked"):
            await database.write(say("done"))

    world.act = rewrite
    await database.write(lambda work: work.cards.add(card))
    await database.write(say("asked"))
    await job.run()
    assert world.sentences() == ["asked", "done"]
    assert world.next_id == 101, "the second is an edit of the first"


async def test_what_is_rewritten_while_it_is_refused_was_not_refused(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices
) -> None:
    card, now = Card(uuid4(), CHATS[0]), clock.now()

    def say(sentence: str) -> Callable[[Work], None]:
        return lambda work: work.outbox.say(content(sentence), CHATS[0], card=card, due_at=now)

    async def refuse(notice: Notice) -> Delivery | None:
        if notice.content != content("asked"):
            return None
        await database.write(say("done"))
        return Rejected("can't parse entities")

    world.act = refuse
    await database.write(lambda work: work.cards.add(card))
    await database.write(say("asked"))
    await job.run()
    assert world.sentences() == ["done"]


async def test_a_delivery_that_cannot_be_recorded_is_not_made_again_at_once(
    database: Database, clock: SandboxClock, world: World, job: DeliverNotices
) -> None:
    async def lose_the_record(notice: Notice) -> None:
        await database.write(lambda work: work.connection.execute(text("ALTER TABLE cards RENAME TO lost")))

    world.act = lose_the_record
    card, now = Card(uuid4(), CHATS[0]), clock.now()
    await database.write(lambda work: work.cards.add(card))
    await database.write(lambda work: work.outbox.say(content("one"), CHATS[0], card=card, due_at=now))
    await job.run()
    await database.write(lambda work: work.connection.execute(text("ALTER TABLE lost RENAME TO cards")))
    await job.run()
    assert world.sentences() == ["one"]


async def test_several_processes_lease_what_they_deliver(
    sqlite_url: str, ring: KeyRing, clock: SandboxClock, world: World
) -> None:
    databases = [await Database.open_shared(sqlite_url, ring) for _ in range(2)]
    assert not any(database.is_alone for database in databases)
    channels = Channels(world.say, world.delete, world.mail)
    one, other = (DeliverNotices(database, clock, channels, woken=asyncio.Event()) for database in databases)

    async def let_the_other_look(_notice: Notice) -> None:
        world.act = None
        await other.run()

    world.act = let_the_other_look
    await owe(databases[0], clock, "one", "two")
    await one.run()
    for database in databases:
        await database.close()
    assert world.sentences() == ["one", "two"]
