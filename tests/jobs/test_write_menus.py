"""Each member's menu follows their role, and is written once."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from bot.jobs.delivery import Delivered, Delivery, Rejected, RetryLater
from bot.jobs.write_menus import AT_ONCE, WriteMenus
from storage.database import Database
from storage.records import MembershipStatus, MenuPlace, Role
from storage.work import Work
from tests.storage.examples import CHAT, MAX, OLGA, TEAM, found, member

OTHER = replace(TEAM, id=uuid4(), topic_id=7, title="Topic")


class Telegram:
    """Takes what it is given, or answers otherwise for one place."""

    def __init__(self) -> None:
        self.told: list[tuple[MenuPlace, Role | None]] = []
        self.answers: dict[MenuPlace, Delivery] = {}

    async def write(self, place: MenuPlace, role: Role | None) -> Delivery:
        self.told.append((place, role))
        return self.answers.get(place, Delivered())

    def heard(self) -> dict[MenuPlace, Role | None]:
        """What it was given since the last call."""
        told, self.told = dict(self.told), []
        return told


def make(database: Database, telegram: Telegram, edition: str = "first") -> WriteMenus:
    return WriteMenus(database, telegram.write, lambda: edition, timedelta())


def begin(work: Work) -> None:
    found(work)
    work.teams.save_membership(member(OLGA, Role.OWNER))
    work.teams.save_membership(member(MAX, Role.VIEWER))


async def test_each_role_above_viewer_has_a_menu_of_its_own_in_each_chat(database: Database) -> None:
    telegram = Telegram()
    job = make(database, telegram)
    await database.write(begin)

    await job.run()
    assert telegram.heard() == {
        (CHAT, OLGA): Role.OWNER,
        (OLGA, OLGA): Role.OWNER,
        (CHAT, MAX): None,
        (MAX, MAX): None,
    }
    await job.run()
    assert telegram.heard() == {}

    await database.write(lambda work: work.teams.save_membership(member(MAX, Role.OPERATOR)))
    await job.run()
    assert telegram.heard() == {(CHAT, MAX): Role.OPERATOR, (MAX, MAX): Role.OPERATOR}
    await database.write(
        lambda work: work.teams.save_membership(member(MAX, Role.OPERATOR, MembershipStatus.SUSPENDED))
    )
    await job.run()
    assert telegram.heard() == {(CHAT, MAX): None, (MAX, MAX): None}


async def test_the_highest_role_counts_in_a_chat_with_several_teams(database: Database) -> None:
    telegram = Telegram()

    def body(work: Work) -> None:
        begin(work)
        work.teams.add(OTHER)
        work.teams.save_membership(member(MAX, Role.APPROVER, team_id=OTHER.id))

    await database.write(body)
    await make(database, telegram).run()
    assert telegram.heard()[CHAT, MAX] is Role.APPROVER


async def test_a_chat_that_moved_keeps_no_menu(database: Database) -> None:
    telegram = Telegram()
    job = make(database, telegram)
    await database.write(begin)
    await job.run()
    telegram.heard()

    await database.write(lambda work: work.moves.move_chat(CHAT, CHAT - 1))
    await job.run()
    assert telegram.heard() == {
        (CHAT - 1, OLGA): Role.OWNER,
        (CHAT - 1, MAX): None,
    }


async def test_a_team_that_moves_leaves_no_menu_behind(database: Database) -> None:
    telegram = Telegram()
    job = make(database, telegram)
    await database.write(begin)
    await job.run()
    telegram.heard()

    await database.write(lambda work: work.moves.move_team(work.teams.get(TEAM.id), CHAT - 1, None, "Desk"))
    await job.run()
    assert telegram.heard() == {
        (CHAT, OLGA): None,
        (CHAT, MAX): None,
        (CHAT - 1, OLGA): Role.OWNER,
        (CHAT - 1, MAX): None,
    }


async def test_a_refused_menu_is_written_when_it_is_asked_for_and_a_pause_is_kept(database: Database) -> None:
    telegram = Telegram()
    job = make(database, telegram)
    await database.write(begin)
    telegram.answers[OLGA, OLGA] = Rejected("chat not found")
    await job.run()
    telegram.heard()
    await job.run()
    assert telegram.heard() == {}

    telegram.answers.clear()
    await database.write(lambda work: work.menus.ask(OLGA, OLGA))
    await job.run()
    assert telegram.heard() == {(OLGA, OLGA): Role.OWNER}

    telegram.answers[CHAT, MAX] = RetryLater("too fast", timedelta(seconds=30))
    await database.write(lambda work: work.teams.save_membership(member(MAX, Role.OPERATOR)))
    assert (await job.run()).again_in == timedelta(seconds=30)


async def test_a_start_writes_nothing_again_unless_the_commands_have_changed(database: Database) -> None:
    telegram = Telegram()
    await database.write(begin)
    await make(database, telegram).run()
    first = telegram.heard()

    await make(database, telegram).run()
    assert telegram.heard() == {}
    await make(database, telegram, "second").run()
    assert telegram.heard() == first


async def test_a_role_that_changed_while_its_menu_was_written_is_written_too(database: Database) -> None:
    telegram = Telegram()
    await database.write(begin)

    async def write(place: MenuPlace, role: Role | None) -> Delivery:
        if place == (CHAT, MAX) and role is None:
            await database.write(lambda work: work.teams.save_membership(member(MAX, Role.OPERATOR)))
        return await telegram.write(place, role)

    job = WriteMenus(database, write, lambda: "first", timedelta())
    await job.run()
    telegram.heard()
    await job.run()
    assert telegram.heard()[CHAT, MAX] is Role.OPERATOR


async def test_many_menus_are_written_some_at_a_time(database: Database) -> None:
    telegram = Telegram()

    def body(work: Work) -> None:
        begin(work)
        for number in range(AT_ONCE):
            work.people.upsert(5000 + number, f"P{number}")
            work.teams.save_membership(member(5000 + number, Role.OPERATOR))

    await database.write(body)
    job, sizes = make(database, telegram), []
    while (await job.run()).did:
        sizes.append(len(telegram.heard()))
    assert sizes == [AT_ONCE, AT_ONCE, 4]
