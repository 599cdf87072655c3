from dataclasses import replace
from uuid import uuid4

import pytest

from storage.database import Database, RecordTaken
from storage.records import Card, Invitation, Place, Role, Standing
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
        work.teams.save_membership(replace(member(MAX, Role.VIEWER), account_ids=None))
        work.teams.add_invitation(invitation)
        assert work.teams.find_invitation(invitation.id) == invitation
        work.teams.save_invitation(redeemed)

    await database.write(change)

    def look(work: Work) -> None:
        assert work.teams.get(TEAM_ID) == renamed
        assert work.teams.list_all() == [renamed]
        assert work.teams.find_membership(TEAM_ID, OLGA) == place
        assert work.teams.find_membership(TEAM_ID, VERA) is None
        assert [one.account_ids for one in work.teams.list_memberships_of(MAX)] == [None]
        assert work.teams.find_invitation(invitation.id) == redeemed

    await database.read(look)


async def test_somebody_suspended_or_a_member_nowhere_has_no_teams(database: Database) -> None:
    def change(work: Work) -> None:
        found(work)
        work.teams.save_membership(member(OLGA, Role.OWNER, Standing.WAITING))
        work.teams.save_membership(member(MAX, Role.OWNER, Standing.SUSPENDED))

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
        work.teams.move_chat(CHAT, -100)
        work.outbox.say(CONTENT, -100, due_at=NOW)

    await database.write(change)

    def look(work: Work) -> None:
        chats = [work.teams.get(one.id).chat_id for one in (TEAM, topic, elsewhere)]
        assert chats == [-100, -100, -5]
        assert work.teams.find_at(-100, 7) == replace(topic, chat_id=-100)
        assert work.cards.find(kept.id) == Card(kept.id, -100)
        assert work.tickets.get(asked.id).asked_in == Place(-100, 7, None, is_private=True)

    await database.read(look)
    leased = await database.write(lambda work: work.outbox.lease_due(NOW, NOW, NOW + HOUR, 10))
    assert [one.chat_id for one in leased] == [-100]
