import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from storage.database import Database
from storage.records import Card, Channel, Message, MessageContent, Notice, TrailFile, TrailForm
from storage.work import Work
from tests.storage.examples import CHAT, CONTENT, HOUR, LEASE, NOW, OLGA, TEAM_ID, card


def _saying(word: str) -> MessageContent:
    return MessageContent(Message(word))


async def _lease(database: Database, now: datetime = NOW, real_now: datetime = NOW) -> list[Notice]:
    return await database.write(lambda work: work.deliveries.lease_due(now, real_now, real_now + HOUR, 50))


async def _deliver(database: Database, notice: Notice, message_id: int | None = None) -> None:
    await database.write(lambda work: work.deliveries.delivered(notice, message_id, NOW))


async def test_notices_come_back_with_everything_they_need(database: Database) -> None:
    kept = card(1, topic_id=7)

    def change(work: Work) -> None:
        work.cards.add(kept)
        work.outbox.say(CONTENT, CHAT, due_at=NOW, topic_id=7, reply_to=5, card=kept, user_id=OLGA)
        work.outbox.mail(CONTENT, "Olga@Example.com", due_at=NOW, user_id=OLGA)
        work.outbox.mail(CONTENT, "olga@example.COM", due_at=NOW)

    await database.write(change)

    said, mailed = await _lease(database)
    assert said == Notice(said.id, Channel.SAY, NOW, CONTENT, CHAT, 7, 5, kept, user_id=OLGA)
    assert mailed == Notice(mailed.id, Channel.MAIL, NOW, CONTENT, to_email="Olga@Example.com", user_id=OLGA)


async def test_a_trail_that_is_read_later_comes_back(database: Database) -> None:
    content = MessageContent(Message("audit-file"), document=TrailFile(TEAM_ID, TrailForm.CSV, 7))
    await database.write(lambda work: work.outbox.say(content, CHAT, due_at=NOW))
    [said] = await _lease(database)
    assert said.content == content


async def test_a_destination_gets_its_notices_by_time_and_then_as_written(database: Database) -> None:
    def change(work: Work) -> None:
        for word, due_at in (("late", NOW + HOUR), ("first", NOW), ("second", NOW)):
            work.outbox.say(_saying(word), CHAT, due_at=due_at)

    await database.write(change)

    said = []
    for now in (NOW, NOW, NOW, NOW + HOUR):
        for notice in await _lease(database, now):
            said.append(notice.content)
            await _deliver(database, notice)
    assert said == [_saying("first"), _saying("second"), _saying("late")]


async def test_nothing_overtakes_what_is_leased_or_backs_off(database: Database) -> None:
    await database.write(lambda work: work.outbox.say(_saying("one"), CHAT, due_at=NOW))
    (one,) = await _lease(database)
    await database.write(lambda work: work.outbox.say(_saying("earlier"), CHAT, due_at=NOW - HOUR))
    assert await _lease(database) == []

    await database.write(lambda work: work.deliveries.put_off(one.id, NOW + HOUR))
    assert await _lease(database) == []
    assert await database.read(lambda work: work.deliveries.list_heads(NOW)) == []
    (head,) = await database.read(lambda work: work.deliveries.list_heads(NOW + HOUR))
    assert (head.chat_id, head.due_at, head.is_news) == (CHAT, NOW - HOUR, False)

    (earlier,) = await _lease(database, real_now=NOW + HOUR)
    await database.write(lambda work: work.deliveries.give_up(earlier.id, "blocked by the user"))
    (again,) = await _lease(database, real_now=NOW + HOUR)
    assert again == replace(one, attempts=1)


async def test_one_destination_with_thousands_waiting_holds_up_no_other(database: Database) -> None:
    def change(work: Work) -> None:
        for _ in range(2100):
            work.outbox.say(_saying("x"), CHAT, due_at=NOW - HOUR)
        work.outbox.say(_saying("y"), -5, due_at=NOW)

    await database.write(change)
    assert [one.chat_id for one in await _lease(database)] == [CHAT, -5]


async def test_two_who_lease_at_once_share_the_notices_out(database: Database) -> None:
    def change(work: Work) -> None:
        for chat_id in range(-20, 0):
            work.outbox.say(_saying("x"), chat_id, due_at=NOW)

    await database.write(change)
    shares = await asyncio.gather(*(_lease(database) for _ in range(4)))
    assert sorted(one.chat_id or 0 for share in shares for one in share) == list(range(-20, 0))


async def test_a_card_that_was_leased_is_not_rewritten_but_said_again_as_an_edit(database: Database) -> None:
    kept = card(1)

    def change(work: Work) -> None:
        work.cards.add(kept)
        work.outbox.say(_saying("one"), CHAT, card=kept, due_at=NOW)

    await database.write(change)
    (one,) = await _lease(database)
    for word in ("two", "three"):
        await database.write(lambda work, word=word: work.outbox.say(_saying(word), CHAT, card=kept, due_at=NOW))  # type: ignore[misc]
    await _deliver(database, one, 55)

    (edit,) = await _lease(database)
    assert (edit.content, edit.card) == (_saying("three"), replace(kept, message_id=55))
    await _deliver(database, edit)
    assert await database.read(lambda work: work.cards.find_by_message(CHAT, 55)) == replace(kept, message_id=55)
    assert await _lease(database) == []


async def test_an_edit_that_a_deletion_overtook_is_not_sent_as_a_new_message(database: Database) -> None:
    standing = card(1, message_id=99)

    def change(work: Work) -> None:
        work.cards.add(standing)
        work.outbox.say(_saying("edit"), CHAT, due_at=NOW, card=standing)
        # The clock was set back between the two.
        work.outbox.delete(standing, NOW - HOUR)

    await database.write(change)
    (deletion,) = await _lease(database)
    assert deletion.channel is Channel.DELETE
    await _deliver(database, deletion)

    assert await _lease(database, NOW + HOUR) == []


async def test_a_card_kept_for_a_while_is_deleted_in_time_and_then_forgotten(database: Database) -> None:
    kept: Card = card(1, keeps_for_seconds=600)

    def change(work: Work) -> None:
        work.cards.add(kept)
        work.outbox.say(_saying("codes"), CHAT, card=kept, due_at=NOW)

    await database.write(change)
    (one,) = await _lease(database)
    await _deliver(database, one, 55)

    assert await _lease(database) == []
    (deletion,) = await _lease(database, now=NOW + HOUR)
    assert (deletion.channel, deletion.content) == (Channel.DELETE, None)
    assert deletion.card == replace(kept, message_id=55)
    await _deliver(database, deletion)
    assert await database.read(lambda work: work.cards.find(kept.id)) is None


async def test_delivered_notices_are_wiped_and_later_forgotten(database: Database) -> None:
    from sqlalchemy import select  # noqa: PLC0415 - only here

    from storage.tables import notices  # noqa: PLC0415 - only here

    def change(work: Work) -> None:
        for chat_id in (1, 2, 3):
            work.outbox.say(CONTENT, chat_id, due_at=NOW)

    await database.write(change)
    first, second, _ = await _lease(database)
    await _deliver(database, first)
    await database.write(lambda work: work.deliveries.give_up(second.id, "gone"))

    contents = await database.read(
        lambda work: work.connection.scalars(select(notices.c.sealed_content).order_by(notices.c.position)).all()
    )
    assert [one is None for one in contents] == [True, True, False]
    for before, left in ((NOW, 3), (NOW + HOUR, 1)):
        await database.write(lambda work, before=before: work.deliveries.forget_older(before, 500))  # type: ignore[misc]
        assert len(await database.read(lambda work: work.connection.execute(select(notices)).all())) == left


async def test_news_wait_in_a_queue_of_their_own_and_move_with_their_chat(database: Database) -> None:
    def change(work: Work) -> None:
        work.outbox.say(_saying("news"), CHAT, due_at=NOW - HOUR, is_news=True)
        work.outbox.say(_saying("answer"), CHAT, due_at=NOW)
        work.moves.move_chat(CHAT, -100)
        work.outbox.say(_saying("later news"), -100, due_at=NOW - HOUR, is_news=True)

    await database.write(change)

    heads = await database.read(lambda work: work.deliveries.list_heads(NOW))
    assert [(head.chat_id, head.is_news) for head in heads] == [(-100, False), (-100, True)]
    (news,) = await database.write(lambda work: work.deliveries.lease_due(NOW, NOW, NOW + HOUR, 9, among=[heads[1].id]))
    assert (news.content, news.is_news) == (_saying("news"), True)


async def test_urgent_news_goes_before_all_other_news_in_every_chat_and_moves_with_its_chat(database: Database) -> None:
    def change(work: Work) -> None:
        for chat_id in (-101, -102, CHAT):
            work.outbox.say(_saying("far"), chat_id, due_at=NOW - HOUR, is_news=True)
        work.outbox.say(_saying("urgent"), CHAT, due_at=NOW, is_urgent=True)
        work.outbox.say(_saying("answer"), CHAT, due_at=NOW)
        work.moves.move_chat(CHAT, -100)
        work.outbox.say(_saying("later"), -100, due_at=NOW, is_urgent=True)

    await database.write(change)

    heads = await database.read(lambda work: work.deliveries.list_heads(NOW))
    assert [(head.chat_id, head.is_news, head.is_urgent) for head in heads] == [
        (-100, False, False),
        (-100, True, True),
        (-101, True, False),
        (-102, True, False),
        (-100, True, False),
    ]
    (urgent,) = await database.write(
        lambda work: work.deliveries.lease_due(NOW, NOW, NOW + HOUR, 9, among=[heads[1].id])
    )
    assert (urgent.content, urgent.is_news) == (_saying("urgent"), True)


@pytest.mark.parametrize("is_in_hand", [False, True])
async def test_a_waiting_card_that_becomes_urgent_overtakes_other_news_but_not_itself(
    database: Database, is_in_hand: bool
) -> None:
    kept = card(1)

    def change(work: Work) -> None:
        work.cards.add(kept)
        work.outbox.say(_saying("far"), CHAT, card=kept, is_news=True, due_at=NOW)
        if is_in_hand:
            work.deliveries.lease_due(NOW, NOW, NOW + HOUR, 1)
            work.outbox.say(_saying("nearer"), CHAT, card=kept, is_news=True, due_at=NOW)
        work.outbox.say(_saying("urgent"), CHAT, card=kept, is_urgent=True, due_at=NOW)

    await database.write(change)

    heads = await database.read(lambda work: work.deliveries.list_heads(NOW))
    assert [head.is_urgent for head in heads] == ([] if is_in_hand else [True])


async def test_nothing_about_a_card_overtakes_what_waits_about_it(database: Database) -> None:
    kept = card(1)

    def change(work: Work) -> None:
        work.cards.add(kept)
        work.outbox.say(_saying("news"), CHAT, card=kept, is_news=True, due_at=NOW)

    await database.write(change)
    (first,) = await _lease(database)
    await database.write(lambda work: work.outbox.say(_saying("edit"), CHAT, card=kept, due_at=NOW))
    await database.write(lambda work: work.outbox.delete(kept, NOW))
    assert await _lease(database) == []

    await _deliver(database, first, 55)
    (edit,) = await _lease(database)
    assert (edit.content, edit.card) == (_saying("edit"), replace(kept, message_id=55))


async def test_a_service_that_is_back_is_tried_at_once(database: Database) -> None:
    await database.write(lambda work: work.outbox.say(_saying("one"), CHAT, due_at=NOW))
    (one,) = await _lease(database)
    await database.write(lambda work: work.deliveries.put_off(one.id, NOW + HOUR))
    assert await _lease(database) == []
    await database.write(lambda work: work.deliveries.try_all_now())
    assert [again.id for again in await _lease(database)] == [one.id]


async def test_a_lease_is_renewed_by_who_has_it_and_lost_once_another_has_taken_it(database: Database) -> None:
    await database.write(lambda work: work.outbox.say(CONTENT, CHAT, due_at=NOW))
    (one,) = await database.write(lambda work: work.deliveries.lease_due(NOW, NOW, NOW + LEASE, 9))
    assert await database.write(lambda work: work.deliveries.renew(one.id, NOW + LEASE, NOW + 2 * LEASE))
    assert await database.write(lambda work: work.deliveries.lease_due(NOW, NOW + LEASE, NOW + HOUR, 9)) == []

    later = NOW + 2 * LEASE
    assert await database.write(lambda work: work.deliveries.lease_due(NOW, later, later + LEASE, 9)) == [one]
    assert not await database.write(lambda work: work.deliveries.renew(one.id, NOW + 2 * LEASE, later + 2 * LEASE))


async def test_a_pause_from_before_the_clock_was_set_back_has_ended(database: Database) -> None:
    await database.write(lambda work: work.outbox.say(CONTENT, CHAT, due_at=NOW))
    (one,) = await database.write(lambda work: work.deliveries.lease_due(NOW, NOW, NOW + LEASE, 9))
    await database.write(lambda work: work.deliveries.put_off(one.id, NOW + 2 * HOUR))
    assert len(await database.read(lambda work: work.deliveries.list_heads(NOW))) == 1
