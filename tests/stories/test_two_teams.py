"""One person in two teams: every number and name means an object of the chat's team."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from bot.chat.commands import COMMANDS
from bot.operations.model.button_data import CommandPress, decode
from bot.rules.ticket_path import stage_end
from bot.sandbox.telegram.models import Message
from storage.records import Stage, Team, Ticket
from storage.work import Work
from tests.app import TEAM, TestApp
from tests.forging import press_data
from tests.people import Member


@dataclass
class Teams:
    """Olga's team of the whole group, and her other team in a topic of it."""

    app: TestApp
    olga: Member
    topic_id: int

    async def says_there(self, text: str) -> Message:
        return await self.olga.says(text, topic_id=self.topic_id)

    async def there(self) -> Sequence[object]:
        """Everything of the other team that numbers and names can mean."""

        def look(work: Work) -> Sequence[object]:
            team = self._other(work)
            members = [membership for membership, _ in work.teams.list_members(team.id)]
            return [
                team,
                work.tickets.list_open(team.id),
                work.keys.list_of_team(team.id),
                work.addresses.list_of_team(team.id),
                work.accounts.list_of(team.id),
                work.drifts.list_open(team.id),
                members,
            ]

        return await self.app.app.database.read(look)

    async def open_there(self) -> list[Ticket]:
        return await self.app.app.database.read(lambda work: work.tickets.list_open(self._other(work).id))

    async def await_approval_there(self, number: int) -> None:
        """Let a request of the other team wait for its approval."""

        def move(work: Work) -> None:
            ticket = work.tickets.find_numbered(self._other(work).id, number)
            assert ticket is not None
            work.tickets.save(
                replace(ticket, stage=Stage.APPROVAL, stage_until=stage_end(Stage.APPROVAL, ticket.asked_at))
            )

        await self.app.app.database.write(move)

    def _other(self, work: Work) -> Team:
        team = work.teams.find_exactly_at(TEAM, self.topic_id)
        assert team is not None
        return team


@pytest.fixture
async def teams(app: TestApp, olga: Member) -> Teams:
    topic_id = next(iter(app.environment.world.chats[TEAM].topics))
    teams = Teams(app, olga, topic_id)
    await teams.says_there("/start")
    await olga.confirms(await teams.says_there("/newkey beta"))
    await teams.says_there("/renew beta")
    await teams.says_there("/deletekey beta")
    await teams.await_approval_there(2)
    return teams


@pytest.mark.parametrize("named", ["1", "#2", "3", "beta"])
async def test_no_command_reaches_the_other_team(teams: Teams, named: str) -> None:
    before = await teams.there()
    assert len(await teams.open_there()) == 2

    for word in COMMANDS:
        teams.olga.persona.says(f"/{word} {named}")
        await teams.app.settle()
        assert await teams.there() == before, word


async def test_cancel_ends_the_latest_request_of_the_chats_team_alone(teams: Teams) -> None:
    assert "You have no open request to cancel" in (await teams.olga.says("/cancel")).text
    await teams.olga.says("/newkey alpha")
    await teams.says_there("/newkey gamma")

    assert "#1" in (await teams.olga.says("/cancel")).text
    assert [ticket.number for ticket in await teams.open_there()] == [2, 3, 4]
    assert "#4" in (await teams.says_there("/cancel 4")).text
    assert [ticket.number for ticket in await teams.open_there()] == [2, 3]


async def test_in_private_the_team_is_asked_before_a_number_ends_a_request(teams: Teams) -> None:
    await teams.olga.says("/newkey alpha")
    await teams.olga.says("/newkey omega")
    asked = await teams.olga.whispers("/cancel 2")
    assert "team" in asked.text.lower()

    here = await teams.app.app.database.read(lambda work: work.teams.find_exactly_at(TEAM, None))
    assert here is not None
    await press_data(teams.app, teams.olga.user_id, asked, f"team {here.id.hex}")

    assert [ticket.number for ticket in await teams.open_there()] == [2, 3]
    assert "omega" not in (await teams.olga.says("/pending")).text


async def test_the_buttons_of_a_key_are_for_the_team_that_was_chosen(teams: Teams) -> None:
    asked = await teams.olga.whispers("/key beta")
    there = await teams.app.app.database.read(lambda work: work.teams.find_exactly_at(TEAM, teams.topic_id))
    assert there is not None
    await press_data(teams.app, teams.olga.user_id, asked, f"page:in {there.id.hex} key beta:1")
    card = teams.olga.newest(privately=True)
    assert "beta · number 1" in card.text

    commands = [decode(str(one["callback_data"])) for one in card.buttons if "callback_data" in one]
    teams_named = {one.team_id for one in commands if isinstance(one, CommandPress)}
    assert (len(commands) > 2, teams_named) == (True, {there.id}), "no button asks for the team again"


async def test_in_private_a_bare_cancel_needs_no_team_where_one_alone_has_a_request_open(teams: Teams) -> None:
    assert "#3" in (await teams.olga.whispers("/cancel")).text
    assert [ticket.number for ticket in await teams.open_there()] == [2]
