"""[Saved] below a secret deletes every copy of the message, for its reader only."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.operations.desk.presses import ButtonPresses
from bot.operations.model.notifications import tell_secret
from bot.rules.verdict import Reason, Refused
from storage.records import Card, Channel, ChatLocation, Message
from storage.work import Work
from tests.operations.office import CHAT, MAX, OLGA, Office

FIRST, SECOND = 9001, 9002
"""The same notice as two messages: the answer to the first was lost."""


async def has_secret(office: Office) -> Card:
    """Olga's secret, known to us as the second message."""

    def body(work: Work) -> Card:
        tell_secret(work, OLGA, Message("key-secret"), office.watch.now())
        (notice,) = work.deliveries.lease_due(office.watch.now(), datetime.now(UTC), datetime.now(UTC), 100)
        work.deliveries.delivered(notice, SECOND, office.watch.now())
        found = work.cards.find_by_message(OLGA, SECOND)
        assert found is not None
        return found

    return await office.database.write(body)


async def press(office: Office, secret: Card, message_id: int, user_id: int = OLGA, chat_id: int = 0) -> Refused | None:
    place = ChatLocation(chat_id or user_id, None, message_id, is_private=chat_id == 0)
    sender = replace(office.sender(user_id), place=place, is_press=True)
    return await ButtonPresses(office.database, office.watch).put_away_secret(sender, secret.id)


async def deleted(office: Office) -> list[int | None]:
    """The messages that are deleted now."""

    def body(work: Work) -> list[int | None]:
        now = office.watch.now()
        gone = []
        while due := work.deliveries.lease_due(now, datetime.now(UTC), datetime.now(UTC), 100):
            for notice in due:
                assert notice.channel is Channel.DELETE
                gone.append(notice.card.message_id if notice.card is not None else None)
                work.deliveries.delivered(notice, None, now)
        return gone

    return sorted(await office.database.write(body), key=str)


async def test_saved_deletes_the_message_once(office: Office) -> None:
    assert await press(office, await has_secret(office), SECOND) is None
    assert await deleted(office) == [SECOND]


async def test_a_second_tap_is_answered_before_and_after_the_message_has_gone(office: Office) -> None:
    secret = await has_secret(office)
    assert [await press(office, secret, SECOND), await press(office, secret, SECOND)] == [None, None]
    assert set(await deleted(office)) <= {SECOND, None}
    assert await press(office, secret, SECOND) is None


async def test_saved_below_a_copy_deletes_the_copy_and_the_message(office: Office) -> None:
    assert await press(office, await has_secret(office), FIRST) is None
    assert await deleted(office) == [FIRST, SECOND]


async def test_saved_below_a_copy_deletes_it_when_the_message_has_gone_already(office: Office) -> None:
    secret = await has_secret(office)
    await press(office, secret, SECOND)
    await deleted(office)

    assert await press(office, secret, FIRST) is None
    assert await deleted(office) == [FIRST]


async def test_saved_deletes_only_the_own_secret_and_nothing_in_a_group(office: Office) -> None:
    secret = await has_secret(office)

    assert await press(office, secret, FIRST, MAX) == Refused(Reason.LINK_UNKNOWN)
    assert await press(office, replace(secret, id=office.team.id), FIRST, chat_id=CHAT) == Refused(Reason.LINK_UNKNOWN)
    assert await deleted(office) == []
