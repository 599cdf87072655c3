"""Once a day every member is looked for in the chat of their team, because a departure may go unreported."""

from datetime import timedelta

import pytest

from bot.jobs.sweep_members import AGAIN, EVERY, SweepMembers
from bot.operations.members.presence import Presence, PresenceCheck
from storage.records import Action, End, MembershipStatus, Role
from tests.operations.office import CHAT, MAX, OLGA, VERA, Office


def sweep_of(office: Office) -> SweepMembers:
    async def look(chat_id: int, user_id: int) -> Presence:
        office.looked.append((chat_id, user_id))
        return office.presence.get(user_id, Presence.HERE)

    return SweepMembers(office.database, office.watch, PresenceCheck(office.database, office.watch, look))


async def test_who_left_unseen_is_suspended_within_a_day_with_all_they_asked_for(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    sweep = sweep_of(office)
    assert (await sweep.run()).did == 1
    asked = await office.ask(MAX, Action.KEY_CREATE, "trading")
    office.presence[MAX] = Presence.GONE

    office.watch.moment += EVERY - timedelta(seconds=1)
    assert (await sweep.run()).did == 0
    assert (await office.membership(MAX)).standing is MembershipStatus.ACTIVE
    office.watch.moment += timedelta(seconds=1)
    assert (await sweep.run()).did == 1

    assert (await office.membership(MAX)).standing is MembershipStatus.SUSPENDED
    assert (await office.ticket(asked)).end is End.CANCELLED
    assert (await office.said()).count("member-left") == 1


async def test_a_failure_to_ask_suspends_no_one_and_is_asked_again_soon(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    await office.has(VERA, Role.APPROVER)
    sweep = sweep_of(office)
    office.presence |= {MAX: Presence.UNKNOWN, VERA: Presence.GONE}

    await sweep.run()

    assert (await office.membership(MAX)).standing is MembershipStatus.ACTIVE
    assert (await office.membership(VERA)).standing is MembershipStatus.SUSPENDED
    office.presence[MAX] = Presence.GONE
    office.looked.clear()
    office.watch.moment += AGAIN
    await sweep.run()
    assert (await office.membership(MAX)).standing is MembershipStatus.SUSPENDED
    assert sorted(office.looked) == [(CHAT, OLGA), (CHAT, MAX)], "who is suspended is not looked for"


async def test_a_sweep_that_was_killed_is_taken_up_again(office: Office) -> None:
    async def killed(_chat_id: int, _user_id: int) -> Presence:
        raise ConnectionError

    await office.has(MAX, Role.OPERATOR)
    broken = SweepMembers(office.database, office.watch, PresenceCheck(office.database, office.watch, killed))
    with pytest.raises(ConnectionError):
        await broken.run()
    office.presence[MAX] = Presence.GONE

    assert (await sweep_of(office).run()).did == 0, "another process leaves it alone for an hour"
    office.watch.moment += AGAIN
    await sweep_of(office).run()

    assert (await office.membership(MAX)).standing is MembershipStatus.SUSPENDED
