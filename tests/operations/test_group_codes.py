"""Codes in the group at the desk: off until tested, and off again when a message for one person came out for all."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.operations.desk.code_revocation import CodeRevocation
from bot.operations.desk.group_codes import GroupCodes
from bot.operations.desk.presses import ButtonPresses
from bot.operations.model.ephemeral import NotEphemeral
from bot.operations.model.operation import Request, TicketState
from bot.rules.button_presses import Footing
from bot.rules.verdict import Reason, Refused
from storage.records import Action, Card, ChatLocation, Event, MessageContent, Role
from storage.work import Work
from tests.operations.office import CHAT, MAX, OLGA, Office


@dataclass
class Server:
    """A Bot API server as these messages see it."""

    answers: int | NotEphemeral = 7
    takes_edits: bool = True
    is_promoted: bool = True
    shown: list[MessageContent] = field(default_factory=list)

    async def is_admin(self, _chat_id: int) -> bool:
        return self.is_promoted

    async def send(self, _place: ChatLocation, _user_id: int, _content: MessageContent) -> int | NotEphemeral:
        return self.answers

    async def edit(self, _card: Card, content: MessageContent) -> bool:
        self.shown.append(content)
        return self.takes_edits


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def codes(office: Office, server: Server) -> GroupCodes:
    return GroupCodes(office.database, office.watch, office.desk, server)


async def turn_on(office: Office, codes: GroupCodes) -> None:
    asked = await codes.choose(replace(office.sender(OLGA), words=("here",)))
    assert "can be tapped" in await office.reads(await office.confirm(OLGA, asked))


async def is_on(office: Office) -> bool:
    return await office.database.read(lambda work: work.teams.get(office.team.id).codes_here)


async def ask_for_key(office: Office) -> TicketState:
    asked = await office.ask(OLGA, Action.KEY_CREATE, "one")
    assert isinstance(asked, TicketState)
    return asked


def press(office: Office, ephemeral_id: int, user_id: int = OLGA) -> Request:
    """A press on a message that this person sees alone."""
    place = ChatLocation(CHAT, ephemeral_id=ephemeral_id)
    return replace(office.sender(user_id), place=place, is_press=True)


async def list_prompts(office: Office, asked: TicketState) -> list[int | None]:
    cards = await office.database.read(lambda work: work.cards.list_of_ticket(asked.ticket_id))
    return [one.ephemeral_id for one in cards if one.ephemeral_id is not None]


@pytest.mark.parametrize(
    ("server", "reason"),
    [
        (Server(is_promoted=False), Reason.CODES_NO_ADMIN),
        (Server(NotEphemeral()), Reason.CODES_NOT_SHOWN),
        (Server(NotEphemeral(was_public=True)), Reason.CODES_SHOWN),
    ],
)
async def test_without_a_message_that_the_owner_alone_saw_nothing_is_turned_on(
    office: Office, codes: GroupCodes, reason: Reason
) -> None:
    refused = await codes.choose(replace(office.sender(OLGA), words=("here",)))

    assert refused == Refused(reason)
    assert not await is_on(office)


async def test_the_desk_itself_turns_nothing_on_without_a_test(office: Office) -> None:
    assert await office.ask(OLGA, Action.POLICY_CODES, "here") == Refused(Reason.CODES_NOT_TESTED)


async def test_who_is_no_owner_gets_no_test_message(office: Office, codes: GroupCodes, server: Server) -> None:
    await office.has(MAX, Role.OPERATOR)
    server.answers = NotEphemeral(was_public=True, left_id=900)

    refused = await codes.choose(replace(office.sender(MAX), words=("here",)))

    assert isinstance(refused, Refused)
    assert refused.reason is Reason.ROLE_TOO_LOW
    assert await office.database.read(lambda work: work.cards.find_by_message(CHAT, 900)) is None


async def test_what_came_out_for_all_turns_codes_in_the_group_off(
    office: Office, codes: GroupCodes, server: Server
) -> None:
    await turn_on(office, codes)
    asked = await ask_for_key(office)
    server.answers = NotEphemeral(was_public=True, left_id=900)

    reply = await codes.open(replace(office.sender(OLGA), is_press=True), asked.ticket_id)

    assert isinstance(reply, TicketState)
    assert reply.token is not None
    assert not await is_on(office)
    assert server.shown == []
    assert "codes-switched-off" in await office.said()
    assert await office.database.read(lambda work: work.cards.find_by_message(CHAT, 900)) is None  # deleted by now
    lines = await office.database.read(lambda work: work.audit.list_latest(office.team.id, 5))
    assert Event.CODE_SHOWN in [line.what for line in lines]


@pytest.mark.parametrize("server", [Server(NotEphemeral()), Server(takes_edits=False)])
async def test_what_fails_leads_to_the_private_chat_and_leaves_no_keypad(
    office: Office, codes: GroupCodes, server: Server
) -> None:
    await office.database.write(lambda work: work.teams.save(replace(office.team, codes_here=True)))
    asked = await ask_for_key(office)

    reply = await codes.open(replace(office.sender(OLGA), is_press=True), asked.ticket_id)

    assert isinstance(reply, TicketState)
    assert isinstance(await office.desk.open(office.sender(OLGA, private=True), reply.token or ""), TicketState)
    assert await list_prompts(office, asked) == []
    assert await is_on(office)


async def test_a_number_that_telegram_uses_again_belongs_to_the_newest_message(
    office: Office, codes: GroupCodes
) -> None:
    await turn_on(office, codes)
    first = await ask_for_key(office)
    await codes.open(replace(office.sender(OLGA), is_press=True), first.ticket_id)
    second = await office.ask(OLGA, Action.KEY_CREATE, "two")
    assert isinstance(second, TicketState)

    await codes.open(replace(office.sender(OLGA), is_press=True), second.ticket_id)

    presses = ButtonPresses(office.database, office.watch)
    assert not await presses.is_genuine(press(office, 7), Footing.PRIVATE_STEP, first.ticket_id)
    assert await presses.is_genuine(press(office, 7), Footing.PRIVATE_STEP, second.ticket_id)
    assert not await presses.is_genuine(press(office, 8), Footing.PRIVATE_STEP, second.ticket_id)
    assert not await presses.is_genuine(press(office, 7, MAX), Footing.PRIVATE_STEP, second.ticket_id)
    await office.does(OLGA, Action.POLICY_CODES, "private")
    assert not await presses.is_genuine(press(office, 7), Footing.PRIVATE_STEP, second.ticket_id)


async def test_a_look_alike_check_for_six_digits_is_only_in_private(
    office: Office, codes: GroupCodes, server: Server
) -> None:
    """Six digits may be the middle of an address, so they are not asked for, shown or taken in the group."""
    await turn_on(office, codes)
    asked = await ask_for_key(office)
    alike = {"sentence": "care-look-alike", "before": "T", "wants": "123456", "after": "Z", "known": "T999999Z"}

    def make_alike(work: Work) -> None:
        ticket = work.tickets.get(asked.ticket_id)
        work.tickets.save(replace(ticket, payload={**ticket.payload, "cares": [alike]}))

    await office.database.write(make_alike)
    await office.told()
    reply = await codes.open(replace(office.sender(OLGA), is_press=True), asked.ticket_id)
    assert isinstance(reply, TicketState)
    assert await CodeRevocation(office.database, office.watch).burn(office.sender(OLGA), "123456")
    await office.desk.open(office.sender(OLGA, private=True), reply.token or "")

    def look(work: Work) -> tuple[str, str]:
        now = office.watch.now()
        waiting = work.deliveries.lease_due(now, now, now, 100)
        public, private = (
            [str(one.content) for one in waiting if (one.chat_id == CHAT) is is_public] for is_public in (True, False)
        )
        return "".join(public), "".join(private)

    public, private = await office.database.write(look)
    assert server.shown == []
    assert "123456" in private
    assert "123456" not in public
    assert "pad " not in public
    assert (await office.ticket(asked)).cares_done == 0


async def test_a_locked_person_sees_no_keypad(office: Office, codes: GroupCodes, server: Server) -> None:
    await turn_on(office, codes)
    asked = await ask_for_key(office)
    person = await office.database.read(lambda work: work.people.get(OLGA))
    until = office.watch.now() + timedelta(minutes=5)
    await office.database.write(lambda work: work.people.save(replace(person, locked_until=until)))

    reply = await codes.open(replace(office.sender(OLGA), is_press=True), asked.ticket_id)

    assert isinstance(reply, TicketState)
    assert reply.token is not None
    assert server.shown == []
