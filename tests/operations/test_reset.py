"""An owner resets a member who has lost the phone: proven, four eyes, and a day in which it can be stopped."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from bot.jobs.end_cooling import EndCooling
from bot.operations.members.break_glass import OwnerKeeping
from bot.operations.members.enrol_person import EnrolPerson
from bot.operations.model.operation import TicketState
from bot.rules.verdict import Reason, Refused
from storage.records import Action, End, MembershipStatus, Person, Role, Stage, Team
from storage.work import Work
from tests.operations.office import BEGINNING, CHAT, MAX, OLGA, PAVEL, VERA, Office

DAY = timedelta(days=1)


async def resets(office: Office, user_id: int, by: int = OLGA) -> TicketState:
    """A reset with the requester's code and e-mail."""
    asked = await office.ask(by, Action.MEMBER_RESET, user_id)
    assert isinstance(asked, TicketState)
    await office.confirm(by, asked)
    await office.decide()
    return asked


async def passes(office: Office, time: timedelta) -> None:
    """Move the clock, and do what is due."""
    office.watch.moment += time
    await EndCooling(office.database, office.watch).run()
    await office.run()


async def other_team(office: Office, roles: dict[int, Role]) -> UUID:
    """Another team with these members."""
    other = Team(uuid4(), CHAT - 1, None, "Other", claimed_by=PAVEL, claimed_at=BEGINNING)

    def body(work: Work) -> None:
        work.teams.add(other)
        for user_id, role in roles.items():
            known = work.teams.find_membership(office.team.id, user_id)
            assert known is not None
            work.teams.save_membership(replace(known, team_id=other.id, role=role))

    await office.database.write(body)
    return other.id


async def person(office: Office, user_id: int) -> Person:
    return await office.database.read(lambda work: work.people.get(user_id))


async def test_a_reset_waits_a_day_and_then_deletes_all_that_the_person_could_prove_with(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR, approvals=0)
    await office.database.write(lambda work: work.people.replace_recovery_codes(MAX, ["aaaaa-aaaaa"]))
    mine = await office.ask(MAX, Action.KEY_CREATE, "trading-eu")
    personal = await office.desk.ask(Action.PERSON_RECOVERY, office.sender(MAX, private=True))

    asked = await resets(office, MAX)
    assert (await office.ticket(asked)).stage is Stage.COOLING
    await passes(office, DAY - timedelta(seconds=1))
    assert (await person(office, MAX)).enrolled_at is not None
    await passes(office, timedelta(seconds=1))

    assert (await office.ticket(asked)).end is End.DONE
    now = await person(office, MAX)
    assert (now.totp_seed_secret, now.enrolled_at, now.email, now.email_verified_at) == (None, None, None, None)
    assert await office.database.read(lambda work: work.people.count_recovery_codes(MAX)) == 0
    assert [(await office.ticket(one)).end for one in (mine, personal)] == [End.CANCELLED] * 2
    assert (await office.membership(MAX)).standing is MembershipStatus.ACTIVE
    assert "own-factor-reset" in await office.said()
    enrolling = EnrolPerson(office.database, office.watch, ())
    assert await enrolling.begin(office.sender(MAX, private=True)) is None
    office.watch.moment += DAY
    assert await enrolling.begin(office.sender(MAX, private=True)) == Refused(Reason.NO_OPEN_INVITATION)


async def test_the_person_and_the_owners_are_warned_in_private_and_the_person_by_e_mail(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    await office.has(VERA, Role.OWNER, approvals=1)
    asked = await resets(office, MAX)
    await office.told()
    office.letters.clear()

    await office.confirm(VERA, asked)

    def warned(work: Work) -> set[int | None]:
        return {card.user_id for card in work.cards.list_of_ticket(asked.ticket_id)}

    assert {MAX, VERA} <= await office.database.read(warned)
    said = [one.sentence for one in await office.told()]
    assert said.count("ticket-own-reset") == 1
    assert [to for to, _ in office.letters] == ["max@example.org"]


@pytest.mark.parametrize("is_suspended", [False, True], ids=["active", "suspended since"])
async def test_the_person_stops_the_own_reset_with_one_press(office: Office, is_suspended: bool) -> None:
    await office.has(MAX, Role.VIEWER, approvals=0)
    asked = await resets(office, MAX)
    if is_suspended:
        await office.ask(OLGA, Action.MEMBER_SUSPEND, MAX)
        await office.run()
        assert (await office.membership(MAX)).standing is MembershipStatus.SUSPENDED

    cards = await office.database.read(lambda work: work.cards.list_of_ticket(asked.ticket_id))
    assert [card.user_id for card in cards if card.user_id == MAX] == [MAX], "[Stop] is still there"
    stopped = await office.waiting.cancel(office.sender(MAX, private=True), asked.ticket_id)
    assert stopped == TicketState(asked.ticket_id, None)
    await passes(office, DAY)

    assert (await office.ticket(asked)).end is End.CANCELLED
    assert (await person(office, MAX)).enrolled_at is not None


async def test_where_there_are_two_owners_a_reset_needs_four_eyes_whatever_the_policy_says(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    await office.has(VERA, Role.OWNER, approvals=0)
    asked = await resets(office, MAX)
    assert (await office.ticket(asked)).stage is Stage.APPROVAL
    await office.confirm(VERA, asked)
    assert (await office.ticket(asked)).stage is Stage.COOLING


async def test_a_second_owner_who_loses_the_factor_does_not_have_to_approve_the_own_reset(office: Office) -> None:
    await office.has(VERA, Role.OWNER, approvals=1)
    asked = await resets(office, VERA)
    assert (await office.ticket(asked)).stage is Stage.COOLING
    await passes(office, DAY)
    assert (await person(office, VERA)).enrolled_at is None
    assert (await office.membership(VERA)).role is Role.OWNER


async def test_the_rules_are_asked_again_at_the_end(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR, approvals=0)
    asked = await resets(office, MAX)
    await office.ask(OLGA, Action.MEMBER_SUSPEND, MAX)
    await office.run()
    await passes(office, DAY)
    assert (await office.ticket(asked)).end is End.REFUSED
    assert (await person(office, MAX)).enrolled_at is not None


async def test_only_an_owner_resets_and_nobody_themselves(office: Office) -> None:
    await office.has(MAX, Role.APPROVER)
    await office.has(VERA, Role.OPERATOR, approvals=0)
    refused = await office.ask(MAX, Action.MEMBER_RESET, VERA)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.ROLE_TOO_LOW
    assert await office.ask(OLGA, Action.MEMBER_RESET, OLGA) == Refused(Reason.RESET_OWN)
    out = replace(await office.membership(VERA), standing=MembershipStatus.SUSPENDED)
    await office.database.write(lambda work: work.teams.save_membership(out))
    refused = await office.ask(OLGA, Action.MEMBER_RESET, VERA)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.RESET_NOT_ACTIVE


async def test_a_second_reset_of_the_same_person_is_refused_while_one_waits(office: Office) -> None:
    await office.has(VERA, Role.OWNER)
    await office.has(MAX, Role.OPERATOR, approvals=1)
    asked = await resets(office, MAX)
    await office.confirm(VERA, asked)
    refused = await office.ask(VERA, Action.MEMBER_RESET, MAX)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.ASKED_ALREADY


async def test_the_plan_warns_of_what_too_few_can_approve_then(office: Office) -> None:
    await office.has(VERA, Role.APPROVER, approvals=1)
    asked = await office.ask(OLGA, Action.MEMBER_RESET, VERA)
    assert "This is not possible until then" in await office.reads(asked)


async def test_other_teams_suspend_the_person_and_their_owners_are_told(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    await office.has(PAVEL, Role.OPERATOR, approvals=0)
    other = await other_team(office, {MAX: Role.OWNER, PAVEL: Role.OWNER})
    await resets(office, MAX)
    await passes(office, DAY)

    assert (await office.membership(MAX, other)).standing is MembershipStatus.SUSPENDED
    assert (await office.membership(MAX)).standing is MembershipStatus.ACTIVE
    told = await office.said()
    assert {"factor-reset-elsewhere", "member-record"} <= set(told)


async def test_the_only_owner_of_another_team_stays_its_owner(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR, approvals=0)
    other = await other_team(office, {MAX: Role.OWNER})
    await resets(office, MAX)
    await passes(office, DAY)
    assert (await office.membership(MAX, other)).standing is MembershipStatus.ACTIVE


async def test_the_console_suspends_an_owner_in_teams_with_another_owner(office: Office) -> None:
    await office.has(VERA, Role.OWNER)
    other = await other_team(office, {VERA: Role.OWNER})
    await OwnerKeeping(office.database, office.watch).reset(VERA)

    assert (await office.membership(VERA)).standing is MembershipStatus.SUSPENDED
    assert (await office.membership(VERA, other)).standing is MembershipStatus.ACTIVE
    assert (await office.said()).count("factor-reset") == 2


async def test_a_suspended_person_enrols_after_a_reset_and_an_owner_lets_them_back_in(office: Office) -> None:
    await office.has(VERA, Role.OWNER)
    await office.has(MAX, Role.OPERATOR, approvals=0)
    await OwnerKeeping(office.database, office.watch).reset(MAX)
    assert (await office.membership(MAX)).standing is MembershipStatus.SUSPENDED
    enrolling = EnrolPerson(office.database, office.watch, ())
    assert await enrolling.begin(office.sender(MAX, private=True)) is None
    office.watch.moment += DAY
    assert await enrolling.begin(office.sender(MAX, private=True)) == Refused(Reason.SUSPENDED)

    await office.does(OLGA, Action.MEMBER_ROLE, MAX, "operator")

    assert (await office.membership(MAX)).standing is MembershipStatus.ACTIVE
    assert await enrolling.begin(office.sender(MAX, private=True)) is None
