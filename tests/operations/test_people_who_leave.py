"""A person who left the team's chat can prove nothing, and only a clear yes of Telegram passes."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest

from bot.operations.chats.bot_membership import BotMembership
from bot.operations.desk.confirm_page import PageState
from bot.operations.members.presence import Presence
from bot.operations.model.operation import TicketState
from bot.rules.button_presses import SECRET_SUBJECT
from bot.rules.verdict import Reason, Refused
from storage.records import Action, Channel, End, MembershipStatus, Role, Stage, Team
from storage.work import Work
from tests.operations.office import CHAT, MAX, OLGA, VERA, Office


async def leaves(office: Office, user_id: int, chat_id: int = CHAT, *, at: datetime | None = None) -> None:
    office.updates += 1
    bot_membership = BotMembership(office.database, office.watch)
    await bot_membership.departed(office.updates, chat_id, user_id, at or office.watch.now().replace(microsecond=0))


async def test_who_leaves_is_suspended_at_once_with_everything_they_asked_for(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    asked = await office.ask(MAX, Action.KEY_CREATE, "trading")

    await leaves(office, MAX)

    assert (await office.membership(MAX)).standing is MembershipStatus.SUSPENDED
    assert (await office.ticket(asked)).end is End.CANCELLED
    told = [one for one in await office.told() if one.sentence == "member-left"]
    assert [(one.args["who"], one.args["tickets"]) for one in told] == [("Max (1002)", 1)]


async def test_the_notice_says_who_can_undo_it_and_without_owners_that_the_server_can(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)

    for user_id in (MAX, OLGA):
        await leaves(office, user_id)

    first, last = [office.words(one) for one in await office.told() if one.sentence == "member-left"]
    assert "To undo this, an owner types /role 1002 ROLE" in first
    assert "No owner is left here" in last
    assert "keyminder owner add 1001" in last
    assert "/role" not in last


async def test_leaving_is_reported_once_and_a_stranger_who_leaves_is_ignored(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)

    for user_id in (MAX, MAX, VERA):
        await leaves(office, user_id)
    await leaves(office, OLGA, chat_id=-5)

    assert (await office.said()).count("member-left") == 1
    assert (await office.membership(OLGA)).standing is MembershipStatus.ACTIVE


async def test_a_readmitted_person_is_not_suspended_by_an_older_departure(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    left_at = office.watch.now()
    await leaves(office, MAX)
    await office.confirm(OLGA, await office.ask(OLGA, Action.MEMBER_ROLE, MAX, "operator"))
    await office.run()

    await leaves(office, MAX, at=left_at)
    assert (await office.membership(MAX)).standing is MembershipStatus.ACTIVE

    await leaves(office, MAX)
    assert (await office.membership(MAX)).standing is MembershipStatus.SUSPENDED


@pytest.mark.parametrize(
    ("presence", "reason", "standing"),
    [
        (Presence.GONE, Reason.LEFT_CHAT, MembershipStatus.SUSPENDED),
        (Presence.UNKNOWN, Reason.PRESENCE_UNKNOWN, MembershipStatus.ACTIVE),
    ],
)
async def test_a_code_proves_nothing_unless_telegram_says_that_its_sender_is_there(
    office: Office, presence: Presence, reason: Reason, standing: MembershipStatus
) -> None:
    await office.has(MAX, Role.OPERATOR)
    asked = await office.ask(MAX, Action.KEY_CREATE, "trading")
    office.presence[MAX] = presence

    assert await office.confirm(MAX, asked) == Refused(reason)
    assert (await office.membership(MAX)).standing is standing
    assert not await office.database.read(lambda work: work.tickets.list_proofs(asked.ticket_id))  # type: ignore[union-attr]

    office.presence.clear()
    again = await office.confirm(MAX, asked)
    assert isinstance(again, TicketState) is (presence is Presence.UNKNOWN)


@pytest.mark.parametrize("presence", [Presence.GONE, Presence.UNKNOWN])
async def test_an_approval_counts_only_from_who_is_there(office: Office, presence: Presence) -> None:
    await office.has(VERA, Role.APPROVER)
    await office.has(MAX, Role.APPROVER, approvals=1)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    await office.decide()
    office.presence[VERA] = presence

    assert isinstance(await office.confirm(VERA, asked), Refused)
    assert (await office.ticket(asked)).stage is Stage.APPROVAL


@pytest.mark.parametrize(
    ("presence", "state", "note"),
    [
        (Presence.GONE, PageState.ENDED, "refused-left-chat"),
        (Presence.UNKNOWN, PageState.OPEN, "refused-presence-unknown"),
    ],
)
async def test_the_page_confirms_nothing_for_who_is_not_surely_there(
    office: Office, presence: Presence, state: PageState, note: str
) -> None:
    await office.has(MAX, Role.OPERATOR, approvals=0)
    asked = await office.ask(MAX, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(MAX, asked)
    office.presence[MAX] = presence

    facts = await office.decide()

    assert facts is not None
    assert facts.note is not None
    assert (facts.state, facts.note.sentence) == (state, note)
    assert (await office.ticket(asked)).stage is (None if presence is Presence.GONE else Stage.EMAIL)


async def test_a_confirmed_ticket_waits_until_telegram_says_who_is_there(office: Office) -> None:
    await office.trades_outside()
    asked = await office.ask(OLGA, Action.KEY_CREATE, "trading", "in", "outside")
    await office.confirm(OLGA, asked)
    office.presence[OLGA] = Presence.UNKNOWN

    await office.run()

    waiting = await office.ticket(asked)
    assert waiting.stage is Stage.RUNNING
    assert waiting.called_at is None
    assert waiting.result is not None
    assert waiting.result.sentence == "ticket-waits-for-presence"
    office.presence.clear()
    await office.database.write(lambda work: work.running_tickets.release_all())
    await office.run()
    assert (await office.ticket(asked)).end is End.DONE


async def test_a_confirmed_ticket_of_a_person_who_left_does_not_run(office: Office) -> None:
    await office.trades_outside()
    await office.has(MAX, Role.OPERATOR)
    asked = await office.ask(MAX, Action.KEY_CREATE, "trading", "in", "outside")
    await office.confirm(MAX, asked)
    office.presence[MAX] = Presence.GONE

    await office.run()

    assert (await office.ticket(asked)).end is End.CANCELLED
    assert not await office.database.read(lambda work: work.keys.list_of_team(office.team.id))


async def test_an_approver_who_has_left_has_approved_nothing(office: Office) -> None:
    await office.has(VERA, Role.APPROVER)
    await office.has(MAX, Role.APPROVER, approvals=1)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    await office.decide()
    await office.confirm(VERA, asked)
    office.presence[VERA] = Presence.GONE

    await office.run()
    assert (await office.ticket(asked)).stage is Stage.APPROVAL
    await office.confirm(MAX, asked)
    await office.run()

    assert (await office.ticket(asked)).end is End.DONE


async def test_an_invitation_waits_until_the_person_is_in_the_chat(office: Office) -> None:
    asked = await office.ask(OLGA, Action.MEMBER_INVITE, "operator", MAX)
    await office.confirm(OLGA, asked)
    await office.run()
    token = await office.invitation()
    office.presence[MAX] = Presence.GONE

    refused = await office.redeeming.redeem(office.sender(MAX, private=True), token)
    office.presence.clear()
    await office.redeeming.redeem(office.sender(MAX, private=True), token)

    assert refused == Refused(Reason.NOT_IN_CHAT, {"team": "Desk"})
    assert (await office.membership(MAX)).standing is MembershipStatus.ACTIVE


async def test_a_secret_made_in_the_second_its_requester_leaves_is_shown_to_no_one(office: Office) -> None:
    await office.trades_outside()
    await office.has(MAX, Role.OPERATOR)
    asked = await office.ask(MAX, Action.KEY_CREATE, "trading", "in", "outside")
    await office.confirm(MAX, asked)
    assert isinstance(asked, TicketState)
    await office.database.write(lambda work: work.tickets.begin(asked.ticket_id, office.watch.now()))
    await leaves(office, MAX)

    await office.run()

    assert (await office.ticket(asked)).end is End.DONE, "the exchange had been asked for the key"
    told = await office.told()
    assert not [one for one in told if one.sentence.startswith("secret") and one.sentence != "secret-unshown"]
    [unshown] = [office.words(one) for one in told if one.sentence == "secret-unshown"]
    assert "Max (1002) left while this ran: make trading" in unshown
    assert "Rotate the key" in unshown


@pytest.mark.parametrize("how", ["left", "suspended"])
async def test_a_secret_that_waits_for_a_person_who_lost_access_is_withdrawn(office: Office, how: str) -> None:
    await office.has(MAX, Role.OPERATOR)
    codes = await office.desk.ask(Action.PERSON_RECOVERY, office.sender(MAX, private=True))
    await office.confirm(MAX, codes)
    await office.does(MAX, Action.KEY_CREATE, "trading")

    if how == "left":
        await leaves(office, MAX)
    else:
        await office.ask(OLGA, Action.MEMBER_SUSPEND, MAX)
        await office.run()

    told = await office.told()
    assert [one.sentence for one in told if "secret" in one.args or "codes" in one.args] == ["recovery-codes-new"]
    [withdrawn] = [office.words(one) for one in told if one.sentence == "secret-withdrawn"]
    assert "Max (1002) lost access before I showed the new secret: make trading (#1)." in withdrawn
    assert "Rotate it to get a new secret" in withdrawn


async def test_the_message_that_was_made_for_a_withdrawn_secret_is_deleted(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    await office.does(MAX, Action.KEY_CREATE, "trading")

    def make(work: Work) -> None:
        [card] = work.cards.list_beginning(MAX, SECRET_SUBJECT)
        work.cards.save(replace(card, message_id=77))

    await office.database.write(make)
    await leaves(office, MAX)

    def list_deleted(work: Work) -> list[int | None]:
        notices = work.deliveries.lease_due(office.watch.now(), work.real_now(), work.real_now(), 100)
        return [one.card.message_id for one in notices if one.card and one.channel is Channel.DELETE]

    assert await office.database.write(list_deleted) == [77]


async def test_a_secret_that_has_arrived_or_is_of_another_team_is_not_withdrawn(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    other = Team(uuid4(), CHAT - 1, None, "Other", claimed_by=OLGA, claimed_at=office.watch.now())
    membership = replace(await office.membership(MAX), team_id=other.id)
    await office.database.write(lambda work: work.teams.add(other))
    await office.database.write(lambda work: work.teams.save_membership(membership))
    await office.does(MAX, Action.KEY_CREATE, "trading")

    await leaves(office, MAX, chat_id=other.chat_id)
    assert [one.sentence for one in await office.told() if "secret" in one.args] == ["key-secret"]
    await leaves(office, MAX)

    assert "secret-withdrawn" not in await office.said()


async def test_a_person_who_is_not_back_in_the_group_is_not_let_back_in(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    await leaves(office, MAX)
    office.presence[MAX] = Presence.GONE

    refused = await office.ask(OLGA, Action.MEMBER_ROLE, MAX, "operator")
    assert refused == Refused(Reason.NOT_BACK, {"who": "Max (1002)"})

    office.presence[MAX] = Presence.UNKNOWN
    assert isinstance(await office.ask(OLGA, Action.MEMBER_ROLE, MAX, "operator"), TicketState)


async def test_a_person_named_by_their_username_is_looked_for_in_the_group_too(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    await BotMembership(office.database, office.watch).rename(MAX, "Max", "max_trades")
    await leaves(office, MAX)
    office.presence[MAX] = Presence.GONE

    refused = await office.ask(OLGA, Action.MEMBER_ROLE, "@Max_Trades", "operator")
    assert refused == Refused(Reason.NOT_BACK, {"who": "Max (1002)"})

    office.presence.clear()
    assert isinstance(await office.ask(OLGA, Action.MEMBER_ROLE, "@Max_Trades", "operator"), TicketState)
    assert isinstance(await office.ask(OLGA, Action.MEMBER_ROLE, "@stranger", "operator"), Refused)


async def test_telegram_is_asked_only_about_who_is_to_be_let_back_in(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    office.presence[MAX] = Presence.GONE
    office.looked.clear()

    assert isinstance(await office.ask(OLGA, Action.MEMBER_ROLE, MAX, "viewer"), TicketState)
    assert office.looked == []
