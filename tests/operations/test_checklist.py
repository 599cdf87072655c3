"""The card of first steps: which steps are done, and when it is edited."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from bot.operations.chats.claim_team import Claim, ClaimTeam
from bot.operations.desk.manual import send_steps
from bot.operations.members.checklist import FirstStep, checklist_content, find_done, has_checklist
from bot.operations.members.choose_zone import ChooseZone
from bot.rules.verdict import Refused
from storage.records import Action, ChatLocation, Message, Role, Team
from tests.operations.office import BEGINNING, CHAT, MAX, OLGA, Office

OTHER_CHAT = CHAT - 1
INVITE, ALERTS = FirstStep.INVITE, FirstStep.ALERTS
OF_OLGA = {FirstStep.AUTHENTICATOR, FirstStep.EMAIL}
"""Done once for all teams of a person."""


async def claim(office: Office, user_id: int = OLGA) -> Team | Refused | None:
    """Type `/start` in another group."""
    office.updates += 1
    request = replace(office.sender(user_id), place=ChatLocation(OTHER_CHAT, None, office.updates))
    reply = await ClaimTeam(office.database, office.watch, {OLGA}, send_steps).claim(Claim(request, "Second desk"))
    assert isinstance(reply, Team | Refused | None)
    return reply


async def cards(office: Office) -> list[Message]:
    """The card as it was sent and edited since the last look."""
    return [one for one in await office.told() if one.sentence in {"checklist", "checklist-done"}]


async def done(office: Office, team: Team) -> set[FirstStep]:
    now = office.watch.now()
    return set(await office.database.read(lambda work: find_done(work, work.teams.get(team.id), now)))


def states(card: Message) -> list[str]:
    steps = card.args["steps"]
    assert isinstance(steps, Sequence)
    return [str(line.args["state"]) for line in steps if isinstance(line, Message)]


async def test_the_card_of_a_claimed_team_ticks_itself_until_it_is_one_line(office: Office) -> None:
    team = await claim(office)
    assert isinstance(team, Team)
    [card] = await cards(office)
    assert states(card) == ["done", "done", "next", "later", "later"]

    async def does(action: Action, *words: str) -> list[Message]:
        asked = replace(office.sender(OLGA), place=ChatLocation(OTHER_CHAT, None, 5), words=words)
        await office.confirm(OLGA, await office.desk.ask(action, asked))
        return await cards(office)

    [card] = await does(Action.KEY_CREATE, "trading-eu")
    assert states(card) == ["done", "done", "done", "next", "later"]
    [card] = await does(Action.MEMBER_INVITE)
    assert states(card) == ["done", "done", "done", "done", "next"]
    [card] = await does(Action.ALERTS_DIGEST, "at", "8")
    assert card == Message("checklist-done", {"team": "Second desk"})

    assert not await office.database.read(lambda work: has_checklist(work, team))
    assert await does(Action.KEY_CREATE, "second") == []
    assert await claim(office) is None


async def test_start_again_sends_the_card_in_its_present_state_and_deletes_the_earlier_one(office: Office) -> None:
    team = await claim(office)
    await claim(office)

    assert isinstance(team, Team)
    assert len(await cards(office)) == 2
    found = await office.database.read(lambda work: work.cards.list_about(f"checklist:{team.id.hex}"))
    assert len(found) == 1


async def test_the_zone_of_the_claimer_and_the_second_person_are_steps(office: Office) -> None:
    team = await claim(office)
    assert isinstance(team, Team)
    assert await done(office, team) == OF_OLGA

    await ChooseZone(office.database, office.watch).choose(office.sender(OLGA, private=True), "Europe/Berlin")
    assert await done(office, team) == OF_OLGA | {ALERTS}
    assert states((await cards(office))[-1])[-1] == "done"

    await office.has(MAX, Role.OPERATOR)
    assert INVITE not in await done(office, team)
    assert INVITE in await done(office, office.team)


def test_before_the_authenticator_its_button_is_the_only_one() -> None:
    team = Team(uuid4(), CHAT, None, "Desk", claimed_by=OLGA, claimed_at=BEGINNING)

    [[first]] = checklist_content(team, "Olga (1001)", ()).buttons
    later = checklist_content(team, "Olga (1001)", {FirstStep.AUTHENTICATOR}).buttons

    assert first.start == "enrol"
    assert [[button.start or button.press for button in row] for row in later] == [
        ["email"],
        ["ask newkey", "ask track"],
        ["ask invite"],
        ["zone"],
    ]
