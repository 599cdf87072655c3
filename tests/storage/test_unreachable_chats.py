from datetime import timedelta

from storage.database import Database
from storage.records import UnreachableChat, UnreachableReason
from storage.tables import moved_chats
from storage.tables.columns import metadata
from storage.work import Work
from tests.storage.examples import CHAT, HOUR, NOW, OLGA, TEAM, found

KICKED = UnreachableChat(CHAT, None, UnreachableReason.KICKED, NOW)
CLOSED = UnreachableChat(CHAT, 7, UnreachableReason.TOPIC_CLOSED, NOW)
BLOCKED = UnreachableChat(OLGA, None, UnreachableReason.BLOCKED, NOW)


async def test_an_unreachable_chat_is_noted_once_and_cleared_once(database: Database) -> None:
    def change(work: Work) -> list[bool]:
        later = UnreachableChat(CHAT, None, UnreachableReason.GONE, NOW + HOUR)
        begun = [work.unreachable_chats.begin(one) for one in (KICKED, CLOSED, BLOCKED, later)]
        assert work.unreachable_chats.find(CHAT, None) == KICKED
        assert work.unreachable_chats.list_among([CHAT]) == [KICKED, CLOSED]
        assert work.unreachable_chats.list_among([]) == []
        assert [work.unreachable_chats.affects(CHAT, topic) for topic in (None, 7, 8)] == [True, True, True]
        return [*begun, work.unreachable_chats.end(KICKED), work.unreachable_chats.end(KICKED)]

    assert await database.write(change) == [True, True, True, False, True, False]
    assert await database.read(lambda work: work.unreachable_chats.list_among([CHAT, OLGA])) == [CLOSED, BLOCKED]
    affected = await database.read(lambda work: [work.unreachable_chats.affects(CHAT, topic) for topic in (None, 7, 8)])
    assert affected == [False, True, False], "a topic alone is silent without the rest of its chat"


async def test_a_sign_of_life_follows_the_one_that_was_read(database: Database) -> None:
    def change(work: Work) -> list[bool]:
        later = NOW + timedelta(hours=2)
        return [
            work.heartbeats.give("telegram", None, NOW),
            work.heartbeats.give("telegram", NOW, later),
            work.heartbeats.give("telegram", NOW, later),
        ]

    assert await database.write(change) == [True, True, False]
    assert await database.read(lambda work: work.heartbeats.find("telegram")) == NOW + timedelta(hours=2)
    assert await database.read(lambda work: work.heartbeats.find("mail")) is None


async def test_a_team_is_found_under_every_id_its_chat_ever_had(database: Database) -> None:
    def change(work: Work) -> None:
        found(work)
        work.unreachable_chats.begin(KICKED)
        work.moves.move_chat(CHAT, -100)
        work.moves.move_chat(-100, -200)
        work.moves.move_chat(-100, -200)

    await database.write(change)

    def look(work: Work) -> None:
        for chat_id in (CHAT, -100, -200):
            team = work.teams.find_at(chat_id, 7)
            assert team is not None
            assert (team.id, team.chat_id) == (TEAM.id, -200)
        assert [team.id for team in work.teams.list_in(-200)] == [TEAM.id]
        assert work.unreachable_chats.list_among([CHAT, -100, -200]) == []

    await database.read(look)


async def test_no_table_keeps_the_old_id_of_a_chat_that_moved(database: Database) -> None:
    """A new column for a chat's id must be known to `move_chat`."""
    columns = [
        column
        for table in metadata.sorted_tables
        for column in table.c
        if column.name.endswith("chat_id") and column is not moved_chats.c.old_chat_id
    ]
    assert {f"{column.table.name}.{column.name}" for column in columns} == {
        "teams.chat_id",
        "cards.chat_id",
        "notices.chat_id",
        "tickets.asked_chat_id",
        "silences.chat_id",
        "moved_chats.new_chat_id",
        "menus.chat_id",
    }
