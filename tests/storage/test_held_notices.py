"""Refused notices are kept aside until their place takes messages again."""

from collections.abc import Callable
from datetime import datetime, timedelta

from storage.database import Database
from storage.held_notices import KEPT_OF_A_PLACE
from storage.records import Message, MessageContent, Notice
from storage.work import Work
from tests.storage.examples import CHAT, HOUR, NOW, card


def _saying(word: str) -> MessageContent:
    return MessageContent(Message(word))


async def _lease(database: Database, real_now: datetime = NOW) -> list[Notice]:
    return await database.write(lambda work: work.deliveries.lease_due(NOW, real_now, real_now + HOUR, 50))


async def _hold_next(database: Database) -> None:
    (notice,) = await _lease(database)
    await database.write(lambda work: work.held.hold(notice, NOW + HOUR))


async def test_a_held_notice_delays_nothing_and_is_sent_when_its_place_is_reachable(database: Database) -> None:
    def change(work: Work) -> None:
        for word in ("refused", "next"):
            work.outbox.say(_saying(word), CHAT, due_at=NOW, topic_id=7, is_news=True)

    await database.write(change)
    await _hold_next(database)
    (other,) = await _lease(database)
    assert (other.content, other.is_held) == (_saying("next"), False)
    assert await database.read(lambda work: work.held.count(CHAT, 7)) == 1
    assert await database.read(lambda work: work.deliveries.next_try(NOW)) == NOW + HOUR

    await database.write(lambda work: work.held.try_now(CHAT, None))
    assert await _lease(database) == []
    await database.write(lambda work: work.held.try_now(CHAT, 7))
    (again,) = await _lease(database)
    assert (again.content, again.is_held, again.is_news, again.attempts) == (_saying("refused"), True, True, 1)


async def test_of_a_place_only_the_newest_are_held(database: Database) -> None:
    words = [f"n{number}" for number in range(KEPT_OF_A_PLACE + 3)]
    for word in words:
        await database.write(lambda work, word=word: work.outbox.say(_saying(word), CHAT, due_at=NOW))  # type: ignore[misc]
        await _hold_next(database)
    said = []
    for _ in words[3:]:
        (notice,) = await _lease(database, NOW + HOUR)
        assert notice.content is not None
        said.append(notice.content.saying.sentence)
        await database.write(lambda work, one=notice: work.deliveries.delivered(one, 1, NOW))  # type: ignore[misc]
    assert said == words[3:]
    assert await _lease(database, NOW + HOUR) == []


async def test_a_card_that_says_something_new_is_not_held_any_more(database: Database) -> None:
    kept = card(1)

    def say(word: str) -> Callable[[Work], None]:
        return lambda work: work.outbox.say(_saying(word), CHAT, due_at=NOW, card=kept, is_news=True)

    await database.write(lambda work: work.cards.add(kept))
    await database.write(say("old"))
    await _hold_next(database)
    await database.write(say("new"))
    (notice,) = await _lease(database)
    assert (notice.content, notice.is_held) == (_saying("new"), False)


async def test_what_is_held_goes_along_with_a_group_that_moves(database: Database) -> None:
    await database.write(lambda work: work.outbox.say(_saying("x"), CHAT, due_at=NOW, topic_id=7, is_news=True))
    await _hold_next(database)
    await database.write(lambda work: work.moves.move_chat(CHAT, -42))
    assert await database.read(lambda work: work.held.count(-42, 7)) == 1
    assert await database.read(lambda work: work.held.count(CHAT, 7)) == 0


async def test_a_lost_topic_s_notice_becomes_a_new_message_elsewhere(database: Database) -> None:
    kept = card(1, topic_id=7, message_id=5)

    def change(work: Work) -> None:
        work.cards.add(kept)
        work.outbox.say(_saying("x"), CHAT, due_at=NOW, topic_id=7, reply_to=4, card=kept)

    await database.write(change)
    (notice,) = await _lease(database)
    await database.write(lambda work: work.deliveries.redirect(notice, None))
    (again,) = await _lease(database)
    assert (again.topic_id, again.reply_to) == (None, None)
    assert again.card is not None
    assert (again.card.topic_id, again.card.message_id) == (None, None)


async def test_the_next_try_is_known_only_while_something_backs_off(database: Database) -> None:
    assert await database.read(lambda work: work.deliveries.next_try(NOW)) is None
    await database.write(lambda work: work.outbox.say(_saying("x"), CHAT, due_at=NOW))
    (notice,) = await _lease(database)
    assert await database.read(lambda work: work.deliveries.next_try(NOW)) is None, "it is in somebody's hands"
    await database.write(lambda work: work.deliveries.put_off(notice.id, NOW + timedelta(minutes=5)))
    assert await database.read(lambda work: work.deliveries.next_try(NOW)) == NOW + timedelta(minutes=5)
