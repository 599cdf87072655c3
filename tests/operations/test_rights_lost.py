"""What a person handed out ends with their right, and no button is left that no one can press."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.jobs.end_cooling import EndCooling
from bot.operations.chats.bot_membership import BotMembership
from bot.operations.doctor.database_checks import look_at_people
from bot.operations.members.break_glass import OwnerKeeping
from bot.operations.model.operation import TicketState
from bot.rules.verdict import Reason, Refused
from storage.records import Action, End, Message, Role, Stage
from storage.work import Work
from tests.operations.office import CHAT, MAX, OLGA, PAVEL, VERA, Office


async def invites(office: Office) -> str:
    """Max, an owner beside Olga, has an open invitation."""
    await office.has(MAX, Role.OWNER, approvals=0)
    asked = await office.ask(MAX, Action.MEMBER_INVITE, "operator", VERA)
    await office.confirm(MAX, asked)
    await office.run()
    return await office.invitation()


async def approved(office: Office, by: int) -> TicketState:
    """A key with withdrawal rights, asked by Olga, with one of two needed approvals."""
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    await office.decide()
    await office.confirm(by, asked)
    assert isinstance(asked, TicketState)
    return asked


@pytest.mark.parametrize("loses", ["suspended", "demoted", "left"])
async def test_an_invitation_ends_with_its_owners_right_and_does_not_come_back_with_it(
    office: Office, loses: str
) -> None:
    token = await invites(office)
    match loses:
        case "suspended":
            await office.ask(OLGA, Action.MEMBER_SUSPEND, MAX)
        case "demoted":
            await office.confirm(OLGA, await office.ask(OLGA, Action.MEMBER_ROLE, MAX, "operator"))
        case "left":
            await BotMembership(office.database, office.watch).departed(0, CHAT, MAX, office.watch.now())
    await office.run()
    timed_out = Refused(Reason.INVITATION_LAPSED)

    cards = [one.args["result"] for one in await office.told() if one.sentence == "ticket-done"]
    assert Message("result-invitation-ended", {"person": str(VERA), "role": "operator"}) in cards
    assert await office.redeeming.redeem(office.sender(VERA, private=True), token) == timed_out
    await office.has(MAX, Role.OWNER)
    assert await office.redeeming.redeem(office.sender(VERA, private=True), token) == timed_out


async def test_the_console_that_resets_a_factor_takes_back_what_was_handed_out(office: Office) -> None:
    token = await invites(office)

    await OwnerKeeping(office.database, office.watch).reset(MAX)

    refused = await office.redeeming.redeem(office.sender(VERA, private=True), token)
    assert refused == Refused(Reason.INVITATION_LAPSED)


async def test_an_approval_ends_with_the_right_to_give_it_and_does_not_come_back_with_it(office: Office) -> None:
    await office.has(VERA, Role.APPROVER)
    await office.has(MAX, Role.APPROVER, approvals=1)
    asked = await approved(office, VERA)
    assert (await office.ticket(asked)).stage is Stage.RUNNING

    await office.confirm(OLGA, await office.ask(OLGA, Action.MEMBER_ROLE, VERA, "operator"))
    await BotMembership(office.database, office.watch).departed(0, CHAT, VERA, office.watch.now())
    await office.has(VERA, Role.APPROVER)
    await office.run()

    assert (await office.ticket(asked)).stage is Stage.APPROVAL
    assert (await office.confirm(VERA, asked)) != Refused(Reason.APPROVED_ALREADY)


async def test_a_role_that_others_need_is_not_taken_and_suspending_stays_possible_with_a_way_back(
    office: Office,
) -> None:
    await office.has(VERA, Role.APPROVER, approvals=1)

    refused = await office.reads(await office.ask(OLGA, Action.MEMBER_ROLE, VERA, "operator"))
    assert "too few people could approve" in refused
    assert "• make a person approver or owner" in refused
    assert "First make another person approver" in refused

    asked = await office.ask(OLGA, Action.MEMBER_SUSPEND, VERA)
    await office.run()
    said = await office.reads(asked)
    assert "Vera (1003) is suspended" in said
    assert "Too few people can approve now" in said
    assert "• make a person approver or owner" in said
    assert "That request waits 24 hours in place of the approval" in said


async def test_a_way_back_waits_a_day_in_place_of_the_approval_and_the_rest_waits_for_it(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    await office.has(VERA, Role.APPROVER, approvals=1)
    await office.ask(OLGA, Action.MEMBER_SUSPEND, VERA)
    await office.run()

    assert await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw") == Refused(
        Reason.NOBODY_APPROVES, {"approvals": 1, "possible": 0}
    )
    asked = await office.ask(OLGA, Action.MEMBER_ROLE, MAX, "approver")
    await office.confirm(OLGA, asked)
    await office.decide()
    waiting = await office.ticket(asked)
    assert waiting.stage is Stage.COOLING
    assert waiting.stage_until == office.watch.now() + timedelta(hours=24)
    told = [one for one in await office.told() if one.sentence != "news_by_mail"]
    assert "every member of the team can" in "".join(office.words(one) for one in told)
    assert [one.sentence for one in told].count("ticket-team-cooling") >= 3, "in the group, and to Max in private"
    letters = [(to, office.words(one.args["text"])) for to, one in office.letters if one.sentence == "news_by_mail"]
    assert [to for to, _ in letters] == ["max@example.org"]
    assert "Every member of the team can stop it: press Stop" in letters[0][1]

    office.watch.moment += timedelta(hours=23)
    await EndCooling(office.database, office.watch).run()
    assert (await office.ticket(asked)).stage is Stage.COOLING
    office.watch.moment += timedelta(hours=1)
    await EndCooling(office.database, office.watch).run()
    await office.run()

    assert (await office.ticket(asked)).end is End.DONE
    assert (await office.membership(MAX)).role is Role.APPROVER
    assert isinstance(await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw"), TicketState)


@pytest.mark.parametrize(
    ("user_id", "is_private", "may"),
    [(PAVEL, True, True), (VERA, False, True), (VERA, True, False), (MAX, False, False), (4711, False, False)],
)
async def test_every_member_stops_a_way_back_and_in_the_group_who_was_suspended_for_it(
    office: Office, user_id: int, is_private: bool, may: bool
) -> None:
    """Pavel is a viewer. Vera was an approver, and Max an operator."""
    await office.has(PAVEL, Role.VIEWER)
    await office.has(MAX, Role.OPERATOR)
    await office.has(VERA, Role.APPROVER, approvals=1)
    for suspended in (VERA, MAX):
        await office.ask(OLGA, Action.MEMBER_SUSPEND, suspended)
    await office.run()
    asked = await office.ask(OLGA, Action.POLICY_APPROVALS, "0")
    await office.confirm(OLGA, asked)
    await office.decide()
    assert isinstance(asked, TicketState)
    assert (await office.ticket(asked)).stage is Stage.COOLING

    sender = replace(office.sender(OLGA, private=is_private), user_id=user_id, name="Someone")
    await office.waiting.cancel(sender, asked.ticket_id)

    assert (await office.ticket(asked)).end is (End.CANCELLED if may else None)


async def test_an_approver_who_comes_in_between_has_to_approve_the_way_back(office: Office) -> None:
    await office.has(VERA, Role.APPROVER, approvals=1)
    await office.ask(OLGA, Action.MEMBER_SUSPEND, VERA)
    await office.run()
    asked = await office.ask(OLGA, Action.POLICY_APPROVALS, "0")
    await office.confirm(OLGA, asked)
    await office.decide()
    await office.has(MAX, Role.OWNER)

    office.watch.moment += timedelta(hours=24)
    await EndCooling(office.database, office.watch).run()

    assert (await office.ticket(asked)).stage is Stage.APPROVAL


async def test_the_last_owner_is_not_suspended(office: Office) -> None:
    await office.has(VERA, Role.APPROVER)

    assert "A team needs an owner" in await office.reads(await office.ask(OLGA, Action.MEMBER_SUSPEND, OLGA))


async def test_when_the_only_other_approver_left_nothing_waits_for_buttons_without_a_presser(office: Office) -> None:
    await office.has(VERA, Role.APPROVER)
    await office.has(MAX, Role.OPERATOR, approvals=1)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    await office.decide()
    assert (await office.ticket(asked)).stage is Stage.APPROVAL

    await BotMembership(office.database, office.watch).departed(0, CHAT, VERA, office.watch.now())

    nobody = Refused(Reason.NOBODY_APPROVES, {"approvals": 1, "possible": 0})
    ended = await office.ticket(asked)
    assert (ended.end, ended.result) == (End.REFUSED, nobody.as_saying())
    assert await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw") == nobody
    assert isinstance(await office.ask(OLGA, Action.POLICY_APPROVALS, "0"), TicketState)
    assert isinstance(await office.ask(OLGA, Action.MEMBER_ROLE, VERA, "operator"), TicketState)


async def examined(office: Office) -> str:
    """What `/doctor` says about the people of all teams."""
    found = await office.database.read(lambda work: look_at_people(work, work.teams.list_all(), office.watch.now()))
    return "\n".join(office.words(one.saying) for one in found).replace("\N{NO-BREAK SPACE}", " ")


async def test_the_doctor_names_who_cannot_be_spared_and_later_what_is_not_possible_any_more(office: Office) -> None:
    assert not await examined(office), "a person alone is not warned"
    await office.has(VERA, Role.APPROVER, approvals=1)
    assert "Desk cannot spare Olga (1001), Vera (1003)" in await examined(office)

    await BotMembership(office.database, office.watch).departed(0, CHAT, VERA, office.watch.now())

    assert "Not possible now:\n• make, change or rotate keys with withdrawal rights" in await examined(office)
    await office.has(MAX, Role.OWNER)
    await office.has(VERA, Role.OWNER)
    assert not await examined(office)


async def test_the_doctor_says_from_when_on_a_new_factor_counts_and_that_an_e_mail_is_missing(office: Office) -> None:
    await office.has(VERA, Role.OWNER)
    await office.has(MAX, Role.OWNER, approvals=2)
    not_yet = "not possible yet, because it takes an e-mail and an authenticator that are 24 hours old:\n"
    payouts = "• make, change or rotate keys with withdrawal rights"
    young_since = office.watch.now() - timedelta(hours=20)

    await office.database.write(lambda work: work.people.save(replace(work.people.get(MAX), enrolled_at=young_since)))
    assert f"{not_yet}{payouts}, from 22 Nov 13:00 UTC (in 4 h)" in await examined(office)
    office.watch.moment += timedelta(hours=4)
    assert not_yet not in await examined(office)

    def forget_emails(work: Work) -> None:
        for user_id in (OLGA, MAX, VERA):
            work.people.save(replace(work.people.get(user_id), email=None, email_verified_at=None))

    await office.database.write(forget_emails)
    assert f"{payouts}, as soon as a person who may ask for it has a verified e-mail" in await examined(office)


@pytest.mark.parametrize("leaves", [False, True], ids=["suspended", "left"])
async def test_what_waits_for_a_new_factor_is_said_with_its_time(office: Office, *, leaves: bool) -> None:
    await office.has(MAX, Role.APPROVER)
    await office.has(VERA, Role.APPROVER, approvals=1)

    def renew(work: Work) -> None:
        work.people.save(replace(work.people.get(MAX), enrolled_at=office.watch.now() - timedelta(hours=20)))

    await office.database.write(renew)
    if leaves:
        await BotMembership(office.database, office.watch).departed(0, CHAT, VERA, office.watch.now())
    else:
        await office.ask(OLGA, Action.MEMBER_SUSPEND, VERA)
        await office.run()

    said = "\n".join(office.words(one) for one in await office.told()).replace("\N{NO-BREAK SPACE}", " ")
    assert "it takes an e-mail and an authenticator that are 24 hours old" in said
    assert "• make a person approver or owner, from 22 Nov 13:00 UTC (in 4 h)" in said
    assert "too few people can approve now" not in said.lower()
