"""A person outside the team asks to come in: owners invite or refuse, and the answer reveals nothing."""

from dataclasses import replace
from datetime import timedelta

from bot.operations.members.access import PAUSE, Access
from bot.operations.members.presence import Presence, PresenceCheck
from bot.operations.model.button_data import decode, typed
from bot.operations.model.operation import Request
from bot.rules.verdict import Reason, Refused
from storage.records import Action, Button, Card, Event, Membership, MembershipStatus, MessageContent, Outcome, Role
from storage.work import Work
from tests.operations.office import CHAT, MAX, OLGA, PAVEL, VERA, Office


def access(office: Office) -> Access:
    async def look(_: int, user_id: int) -> Presence:
        return office.presence.get(user_id, Presence.HERE)

    return Access(office.database, office.watch, PresenceCheck(office.database, office.watch, look))


async def asks(office: Office, *, private: bool = False) -> Refused | None:
    """Vera, who is in no team, presses [Ask for access]."""
    return await access(office).ask(office.sender(VERA, private=private))


async def cards(office: Office) -> list[Card]:
    """The open questions to owners."""
    subject = f"access:{office.team.id.hex}:{VERA}"
    return await office.database.read(lambda work: work.cards.list_about(subject))


async def waiting(office: Office) -> list[tuple[int | None, MessageContent]]:
    """Where messages wait, and what they are."""

    def body(work: Work) -> list[tuple[int | None, MessageContent]]:
        ids = [head.id for head in work.deliveries.list_heads(work.real_now())]
        found = work.deliveries.list_waiting(ids)
        return [(one.chat_id, one.content) for one in found if one.content is not None]

    return await office.database.read(body)


async def test_every_enrolled_owner_is_asked_in_private_once_a_day(office: Office) -> None:
    await office.has(PAVEL, Role.OWNER)
    await office.has(MAX, Role.OPERATOR)
    assert await asks(office) is None

    asked = dict(await waiting(office))
    assert set(asked) == {OLGA, PAVEL}
    content = asked[OLGA]
    assert (content.saying.sentence, content.saying.args["who"]) == ("access-wanted", "Vera (1003)")
    buttons: list[Button] = [button for row in content.buttons for button in row]
    assert [decode(button.press or "") for button in buttons] == [
        typed(f"invite viewer {VERA}", office.team.id),
        typed(f"invite operator {VERA}", office.team.id),
        typed(f"invite approver {VERA}", office.team.id),
        typed(f"refuse {VERA}", office.team.id),
    ]
    assert [line.what for line in await office.audited(Outcome.DONE)] == [Event.ACCESS_ASK]

    await office.told()
    assert await asks(office) is None
    assert await office.told() == []
    office.watch.moment += PAUSE + timedelta(seconds=1)
    await asks(office)
    assert [one.sentence for one in await office.told() if one.sentence] == ["access-wanted"] * 2
    assert len(await cards(office)) == 2, "the earlier ones were deleted"


async def test_in_private_only_the_team_of_a_group_that_has_the_person_is_asked(office: Office) -> None:
    office.presence[VERA] = Presence.GONE
    assert await asks(office, private=True) is None
    assert await office.told() == []

    office.presence[VERA] = Presence.HERE
    assert await asks(office, private=True) is None
    assert await office.told() == [], "she is looked for once a day"
    office.watch.moment += PAUSE + timedelta(seconds=1)
    assert await asks(office, private=True) is None
    assert [one.sentence for one in await office.told()] == ["access-wanted"]


async def test_members_and_the_suspended_are_not_asked_about(office: Office) -> None:
    await office.has(VERA, Role.VIEWER)
    assert await asks(office) == Refused(Reason.ALREADY_MEMBER, {"role": "viewer"})
    await office.ask(OLGA, Action.MEMBER_SUSPEND, VERA)
    await office.run()
    assert await asks(office) == Refused(Reason.SUSPENDED)
    await office.told()
    assert await asks(office, private=True) is None
    assert await office.told() == []


async def test_accepting_is_an_invitation_with_its_proofs_and_every_owner_reads_who_did_it(office: Office) -> None:
    await office.has(PAVEL, Role.OWNER)
    await asks(office)
    await office.told()
    first = await office.ask(OLGA, Action.MEMBER_INVITE, "viewer", VERA)
    second = await office.ask(PAVEL, Action.MEMBER_INVITE, "operator", VERA)
    assert "Vera (1003)" in await office.reads(first)
    assert await cards(office), "nothing is decided before the code"

    await office.confirm(OLGA, first)

    told = [one for one in await office.told() if one.sentence.startswith("access-")]
    assert sorted(one.sentence for one in told) == ["access-accepted", "access-accepted", "access-granted"]
    assert told[0].args == {"who": "Vera (1003)", "by": "Olga (1001)"}
    assert await cards(office) == []
    joined = await office.redeeming.redeem(office.sender(VERA, private=True), await office.invitation())
    assert isinstance(joined, Membership)
    assert (joined.role, joined.standing) == (Role.VIEWER, MembershipStatus.ACTIVE)
    await office.confirm(PAVEL, second)
    assert "Already a member" in await office.reads(second), "the second owner comes too late"


async def test_a_person_who_left_meanwhile_does_not_come_in(office: Office) -> None:
    await asks(office)
    await office.confirm(OLGA, await office.ask(OLGA, Action.MEMBER_INVITE, "viewer", VERA))
    office.presence[VERA] = Presence.GONE
    refused = await office.redeeming.redeem(office.sender(VERA, private=True), await office.invitation())
    assert refused == Refused(Reason.NOT_IN_CHAT, {"team": "Desk"})


async def test_only_an_owner_refuses_and_a_second_press_finds_nothing(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    await asks(office)
    await office.told()

    def press(user_id: int) -> Request:
        return replace(office.sender(user_id, private=True), is_press=True, team_id=office.team.id)

    assert isinstance(await access(office).refuse(press(MAX), VERA), Refused)
    assert isinstance(await access(office).refuse(press(VERA), VERA), Refused)
    assert await access(office).refuse(press(OLGA), VERA) is None
    [told] = await office.told()
    assert (told.sentence, told.args) == ("access-refused", {"who": "Vera (1003)", "by": "Olga (1001)"})
    assert (await office.audited(Outcome.DONE))[0].what is Event.ACCESS_REFUSE
    assert await access(office).refuse(press(OLGA), VERA) == Refused(Reason.LINK_UNKNOWN)

    await asks(office)
    assert await office.told() == [], "nor does she ask again on that day"


async def test_a_refusal_to_a_stranger_in_the_group_offers_to_ask(office: Office) -> None:
    await office.ask(VERA, Action.KEY_CREATE, "trading")
    [(chat_id, content)] = await waiting(office)
    assert (chat_id, content.buttons[0][0].press) == (CHAT, "ask access")
