"""The names by which people are found, and who sees which of them."""

import pytest

from bot.operations.chats.bot_membership import BotMembership
from bot.operations.members.presence import Presence
from bot.operations.model.button_data import CommandPress
from bot.operations.model.operation import About, Question, TicketState
from bot.rules.verdict import Reason, Refused
from storage.records import Action, ChatLocation, MembershipStatus, Role
from storage.work import Work
from tests.operations.office import MAX, OLGA, VERA, Office


async def test_a_person_known_from_another_team_alone_is_invited_without_their_name(office: Office) -> None:
    await office.database.write(lambda work: work.people.upsert(VERA, "Vera"))

    asked = await office.ask(OLGA, Action.MEMBER_INVITE, "operator", VERA)

    assert (await office.ticket(asked)).plan.args["who"] == str(VERA)


async def test_a_name_that_the_chat_itself_shows_is_said(office: Office) -> None:
    asked = await office.ask(OLGA, Action.MEMBER_INVITE, "operator", about=About(VERA, "Vera"))

    assert (await office.ticket(asked)).plan.args["who"] == f"Vera ({VERA})"


async def test_a_changed_name_is_used_and_strangers_stay_unknown(office: Office) -> None:
    bot_membership = BotMembership(office.database, office.watch)

    olga, vera = (
        await bot_membership.look_at(OLGA, ChatLocation(OLGA)),
        await bot_membership.look_at(VERA, ChatLocation(VERA)),
    )
    assert olga.is_renamed("Olga P.", "olga_p")
    assert not olga.is_renamed("Olga", None)
    assert not vera.is_renamed("Vera", "vera")
    await bot_membership.rename(OLGA, "Olga P.", "olga_p")
    await bot_membership.rename(VERA, "Vera", "vera")

    def names(work: Work) -> tuple[str, str | None, bool]:
        olga = work.people.get(OLGA)
        return olga.name, olga.username, work.people.find(VERA) is None

    assert await office.database.read(names) == ("Olga P.", "olga_p", True)


async def test_a_member_is_suspended_by_user_name_and_by_mention(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    await office.has(VERA, Role.VIEWER)
    await BotMembership(office.database, office.watch).rename(MAX, "Max", "max_trades")

    await office.ask(OLGA, Action.MEMBER_SUSPEND, "@Max_Trades")
    await office.ask(OLGA, Action.MEMBER_SUSPEND, about=About(VERA, "Vera"))
    await office.run()

    assert [(await office.membership(one)).standing for one in (MAX, VERA)] == [MembershipStatus.SUSPENDED] * 2


@pytest.mark.parametrize(
    ("action", "words", "presses"),
    [
        (Action.MEMBER_RESET, ["max"], ["reset 1002"]),
        (Action.MEMBER_RESET, ["Petrov"], ["reset 1002", "reset 1003"]),
        (Action.MEMBER_LIMIT, ["Max", "Petrov", "main"], ["limit 1002 main"]),
        (Action.MEMBER_LIMIT, ["Petrow", "all"], ["limit 1002 all", "limit 1003 all"]),
        (Action.MEMBER_SUSPEND, ["ve"], ["suspend 1003"]),
    ],
)
async def test_a_name_that_people_chose_asks_which_member_is_meant(
    office: Office, action: Action, words: list[str], presses: list[str]
) -> None:
    for person, name in ((MAX, "Max Petrov"), (VERA, "Vera Petrov")):
        await office.has(person, Role.OPERATOR)
        await BotMembership(office.database, office.watch).rename(person, name, None)

    asked = await office.ask(OLGA, action, *words)

    assert isinstance(asked, Question)
    commands = [" ".join(press.words) for _, press in asked.choices if isinstance(press, CommandPress)]
    assert sorted(commands) == presses


async def test_a_user_name_of_no_member_is_unknown(office: Office) -> None:
    for action in (Action.MEMBER_SUSPEND, Action.MEMBER_ROLE, Action.MEMBER_INVITE):
        asked = await office.ask(OLGA, action, "@stranger")
        assert asked == Refused(Reason.USERNAME_UNKNOWN, {"username": "@stranger"})


async def test_a_bot_or_a_channel_is_not_invited(office: Office) -> None:
    named = await office.ask(OLGA, Action.MEMBER_INVITE, "operator", "@price_bot")
    replied_to = await office.ask(OLGA, Action.MEMBER_INVITE, about=About(0, "", is_person=False))
    by_id = await office.ask(OLGA, Action.MEMBER_INVITE, "operator", 1_087_968_824)

    assert [named, replied_to, by_id] == [Refused(Reason.NO_PERSON_INVITED)] * 3
    assert isinstance(await office.ask(OLGA, Action.MEMBER_INVITE, "operator", VERA), TicketState)


async def test_an_id_that_telegram_knows_as_a_bots_is_not_invited_and_one_it_does_not_know_is(office: Office) -> None:
    office.presence.update({4001: Presence.BOT, 4002: Presence.UNKNOWN})

    assert await office.ask(OLGA, Action.MEMBER_INVITE, "operator", 4001) == Refused(Reason.NO_PERSON_INVITED)
    assert isinstance(await office.ask(OLGA, Action.MEMBER_INVITE, "operator", 4002), TicketState)


async def test_telegram_is_asked_nothing_about_the_ids_that_strangers_type(office: Office) -> None:
    await office.ask(MAX, Action.MEMBER_INVITE, "operator", VERA)

    assert office.looked == []
