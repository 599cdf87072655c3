from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from storage.database import Database, RecordTaken
from storage.records import (
    Card,
    ChatLocation,
    Invitation,
    MembershipStatus,
    Message,
    MessageContent,
    Role,
    Team,
    UnreachableChat,
    UnreachableReason,
)
from storage.work import Work
from tests.storage.examples import CHAT, CONTENT, HOUR, MAX, NOW, OLGA, TEAM, TEAM_ID, VERA, card, found, member, ticket


async def test_teams_memberships_and_invitations_come_back_as_saved(database: Database) -> None:
    invitation = Invitation(uuid4(), TEAM_ID, Role.OPERATOR, OLGA, NOW + HOUR, user_id=VERA)
    redeemed = replace(invitation, redeemed_by=VERA, redeemed_at=NOW)
    renamed = replace(TEAM, title="Other", approvals=0)
    place = member(OLGA, Role.OWNER)

    def change(work: Work) -> None:
        found(work)
        work.teams.save(renamed)
        work.teams.save_membership(replace(place, role=Role.VIEWER))
        work.teams.save_membership(place)
        work.teams.save_membership(member(MAX, Role.VIEWER))
        work.teams.add_invitation(invitation)
        assert work.teams.find_invitation(invitation.id) == invitation
        work.teams.save_invitation(redeemed)

    await database.write(change)

    def look(work: Work) -> None:
        assert work.teams.get(TEAM_ID) == renamed
        assert work.teams.list_all() == [renamed]
        assert work.teams.find_membership(TEAM_ID, OLGA) == place
        assert work.teams.find_membership(TEAM_ID, VERA) is None
        assert work.teams.list_memberships_of(MAX) == [member(MAX, Role.VIEWER)]
        assert work.teams.find_invitation(invitation.id) == redeemed

    await database.read(look)


async def test_a_suspended_person_and_one_without_membership_have_no_teams(database: Database) -> None:
    def change(work: Work) -> None:
        found(work)
        work.teams.save_membership(member(OLGA, Role.OWNER, MembershipStatus.WAITING))
        work.teams.save_membership(member(MAX, Role.OWNER, MembershipStatus.SUSPENDED))

    await database.write(change)
    lists = [await database.read(lambda work, who=who: work.teams.list_of(who)) for who in (OLGA, MAX, VERA)]  # type: ignore[misc]
    assert lists == [[TEAM], [], []]


async def test_a_membership_needs_its_person(database: Database) -> None:
    await database.write(found)
    with pytest.raises(RecordTaken):
        await database.write(lambda work: work.teams.save_membership(member(VERA, Role.VIEWER)))


async def test_a_moved_chat_takes_teams_cards_tickets_and_the_order_of_its_notices_along(database: Database) -> None:
    topic = replace(TEAM, id=uuid4(), topic_id=7)
    elsewhere = replace(TEAM, id=uuid4(), chat_id=-5)
    asked, kept = ticket(1), card(3, message_id=5)

    def change(work: Work) -> None:
        found(work)
        work.teams.add(topic)
        work.teams.add(elsewhere)
        work.tickets.add(asked)
        work.cards.add(kept)
        work.outbox.say(CONTENT, CHAT, due_at=NOW)
        work.moves.move_chat(CHAT, -100)
        work.outbox.say(CONTENT, -100, due_at=NOW)

    await database.write(change)

    def look(work: Work) -> None:
        chats = [work.teams.get(one.id).chat_id for one in (TEAM, topic, elsewhere)]
        assert chats == [-100, -100, -5]
        assert (work.teams.present_id(CHAT), work.teams.present_id(-100)) == (-100, -100)
        assert work.teams.find_at(-100, 7) == replace(topic, chat_id=-100)
        assert work.cards.find(kept.id) == Card(kept.id, -100)
        assert work.tickets.get(asked.id).asked_in == ChatLocation(-100, 7, None, is_private=True)

    await database.read(look)
    leased = await database.write(lambda work: work.deliveries.lease_due(NOW, NOW, NOW + HOUR, 10))
    assert [one.chat_id for one in leased] == [-100]


async def test_a_chat_moves_also_where_a_member_has_a_menu_in_the_new_chat_already(database: Database) -> None:
    def change(work: Work) -> None:
        found(work)
        work.teams.save_membership(member(OLGA, Role.OWNER))
        work.menus.ask(-100, OLGA)
        work.menus.note((-100, OLGA), "edition")
        work.moves.move_chat(CHAT, -100)

    await database.write(change)
    assert await database.read(lambda work: work.menus.list_due(10)) == [(-100, OLGA), (OLGA, OLGA)]


async def test_a_team_that_moves_takes_its_own_cards_notices_and_tickets_along(database: Database) -> None:
    old, other = replace(TEAM, topic_id=7, title="Desk · A"), replace(TEAM, id=UUID(int=0xC), topic_id=8)
    own, elsewhere, private = card(1, topic_id=7, message_id=5), card(2, topic_id=8), card(3, user_id=OLGA)
    asked = replace(ticket(1), asked_in=ChatLocation(CHAT, 7, 4))
    say = MessageContent(Message("x"))

    def change(work: Work) -> Team:
        work.people.upsert(OLGA, "Olga")
        work.teams.add(old)
        work.teams.add(other)
        work.tickets.add(asked)
        for one in (own, elsewhere, private):
            work.cards.add(one)
        work.outbox.say(say, CHAT, due_at=NOW, topic_id=7, reply_to=4, card=own)
        work.outbox.say(say, CHAT, due_at=NOW, topic_id=8, is_news=True)
        work.unreachable_chats.begin(UnreachableChat(CHAT, 7, UnreachableReason.TOPIC_CLOSED, NOW))
        work.moves.move_team(old, CHAT, 9, "Desk · B")
        moved = work.teams.find_exactly_at(CHAT, 9)
        assert moved is not None
        return moved

    moved = await database.write(change)
    assert (moved.id, moved.title) == (old.id, "Desk · B")
    leased = await database.write(lambda work: work.deliveries.lease_due(NOW, NOW, NOW + HOUR, 9))
    assert {(one.topic_id, one.reply_to, one.is_news) for one in leased} == {(9, None, False), (8, None, True)}
    cards = await database.read(lambda work: [work.cards.find(one.id) for one in (own, elsewhere, private)])
    assert cards == [replace(own, topic_id=9, message_id=None), elsewhere, private]
    kept = await database.read(lambda work: work.tickets.get(asked.id))
    assert kept.asked_in == ChatLocation(CHAT, 9, None)
    assert await database.read(lambda work: work.unreachable_chats.list_among([CHAT])) == []
    assert await database.read(lambda work: work.teams.find_exactly_at(CHAT, 8)) == other
