"""Forum topics that a team chooses for kinds of messages."""

from dataclasses import replace
from datetime import timedelta
from typing import cast
from uuid import uuid4

import pytest

from bot.exchanges.exchange import Exchange, Liveness
from bot.exchanges.manual import ByHand
from bot.jobs.announce_live import AnnounceLive
from bot.jobs.probe_keys import ProbeKeys
from bot.jobs.remind_expiring import RemindExpiring
from bot.jobs.watch_rotations import WatchRotations
from bot.operations.chats.move_team import MoveTeam
from bot.operations.chats.topics import leave_claimed_topic
from bot.operations.chats.unreachable import reroute
from bot.operations.desk.desk import Reply
from bot.operations.desk.manual import send_steps
from bot.operations.drifts.card import new_cards
from bot.operations.model.notifications import tell_team
from bot.operations.model.operation import Question, TicketState
from bot.operations.ticket.cards import INSTRUCTIONS
from bot.rules.rotation import OVERLAP, REMIND_AGAIN
from bot.rules.verdict import Reason, Refused
from storage.records import (
    Account,
    AccountKind,
    Action,
    Card,
    ChatLocation,
    Drift,
    Event,
    Membership,
    MembershipStatus,
    Message,
    Outcome,
    Role,
    Team,
    UnreachableChat,
    UnreachableReason,
)
from storage.work import Work
from tests.operations.office import BEGINNING, CHAT, MAX, OLGA, VERA, Office
from tests.operations.test_by_hand import run

DAY = timedelta(days=1)
TOPIC = 7
ADDRESS = "0x" + "8e5d4ac1f2" * 4


class Dead(ByHand):
    """An exchange where no new key works."""

    async def probe_key(self, remote_id: str) -> Liveness:
        return Liveness.DEAD


async def asks(office: Office, *words: str, topic_id: int | None = TOPIC) -> Reply:
    place = ChatLocation(CHAT, topic_id, 5)
    return await office.desk.ask(Action.ALERTS_TOPIC, replace(office.sender(OLGA), place=place, words=words))


async def chooses(office: Office, *words: str) -> str:
    return await office.reads(await office.confirm(OLGA, await asks(office, *words)))


async def team(office: Office) -> Team:
    return await office.database.read(lambda work: work.teams.get(office.team.id))


async def places(office: Office, *, closed: int | None = None) -> dict[str, int | None]:
    """Deliver all, but refuse what goes to the closed topic. Map what the group got to its topic."""
    found: dict[str, int | None] = {}

    def take(work: Work) -> int:
        now = office.watch.now()
        notices = work.deliveries.lease_due(now, work.real_now(), work.real_now(), 100)
        for notice in notices:
            if closed is not None and notice.topic_id == closed:
                reroute(work, notice, UnreachableReason.TOPIC_CLOSED, now, now)
                continue
            office.updates += 1
            work.deliveries.delivered(notice, office.updates, now)
            if notice.content is not None and notice.chat_id == CHAT:
                found[notice.content.saying.sentence] = notice.topic_id
        return len(notices)

    while await office.database.write(take):
        pass
    return found


async def is_claimed(office: Office) -> None:
    """Another team claims the topic."""

    def claim(work: Work) -> None:
        other = Team(uuid4(), CHAT, TOPIC, "Other", OLGA, BEGINNING)
        work.teams.add(other)
        leave_claimed_topic(work, ChatLocation(CHAT, TOPIC), other.id, office.watch.now(), send_steps)

    await office.database.write(claim)


async def warned(office: Office) -> None:
    """Make a key, announce it, and let it come near its end."""
    await office.does(OLGA, Action.KEY_CREATE, "grid")
    office.watch.moment += DAY
    await AnnounceLive(office.database, office.watch).run()
    office.watch.moment = BEGINNING + 80 * DAY
    await RemindExpiring(office.database, office.watch, scanned=lambda: None).run()


async def test_chosen_kinds_come_to_their_topic_and_all_others_to_the_teams_place(office: Office) -> None:
    assert "come to the topic in which you typed this: alerts, digest" in await chooses(office, "digest", "alerts")
    assert (await team(office)).topics == {"alerts": TOPIC, "digest": TOPIC}
    await places(office)

    await warned(office)
    found = await places(office)
    assert (found["alerts-card"], found["key-live"]) == (TOPIC, None)

    assert "the team’s own place again: alerts" in await chooses(office, "alerts", "off")
    assert (await team(office)).topics == {"digest": TOPIC}


async def test_a_closed_topic_is_left_once_and_said_once(office: Office) -> None:
    await chooses(office, "all")
    await places(office)
    await warned(office)

    told = await places(office, closed=TOPIC)

    assert (await team(office)).topics == {}
    assert set(told.values()) == {None}
    assert {"alerts-card", "topic-lost"} <= set(told)
    lines = await office.audited(Outcome.DONE)
    assert [line.details["kinds"] for line in lines if line.what is Event.TOPIC_LOST] == [
        ["alerts", "news", "requests", "digest"]
    ]


async def test_a_topic_that_another_team_claims_gets_nothing_of_this_one(office: Office) -> None:
    await chooses(office, "alerts")
    await is_claimed(office)
    group = ChatLocation(CHAT, None)
    await office.database.write(lambda work: leave_claimed_topic(work, group, uuid4(), office.watch.now(), send_steps))
    assert (await team(office)).topics == {}
    assert (await places(office))["topic-claimed"] is None


@pytest.mark.parametrize("is_delivered", [True, False], ids=["delivered", "waiting"])
async def test_an_open_card_of_alerts_leaves_a_topic_that_another_team_claims(
    office: Office, is_delivered: bool
) -> None:
    await chooses(office, "alerts")
    await warned(office)
    if is_delivered:
        assert (await places(office))["alerts-card"] == TOPIC
    [card] = await alert_cards(office)

    await is_claimed(office)
    for _ in range(2):
        await RemindExpiring(office.database, office.watch, scanned=lambda: None).run()
        assert (await places(office))["alerts-card"] is None
        office.watch.moment += DAY

    [moved] = await alert_cards(office)
    assert (moved.chat_id, moved.topic_id) == (CHAT, None)
    assert moved.message_id is not None
    assert await office.database.read(lambda work: work.cards.find(card.id)) is None, "its message is deleted"


async def test_an_open_request_leaves_a_topic_that_another_team_claims(office: Office) -> None:
    there = ChatLocation(CHAT, TOPIC, 5)
    asked = replace(office.sender(OLGA), place=there, words=("grid",))
    reply = await office.desk.ask(Action.KEY_CREATE, asked)
    [before] = await request_cards(office)
    assert (before.topic_id, before.subject) == (TOPIC, "")
    await places(office)

    await is_claimed(office)
    moved = await places(office)
    assert moved["ticket-team-code"] is None

    await office.confirm(OLGA, reply)
    assert set((await places(office)).values()) == {None}
    [after] = await request_cards(office)
    assert (after.chat_id, after.topic_id) == (CHAT, None)
    assert await office.database.read(lambda work: work.cards.find(before.id)) is None, "its message is deleted"


async def test_what_waits_for_a_topic_that_another_team_claims_comes_to_the_teams_own_place(office: Office) -> None:
    await chooses(office, "news")
    await office.does(OLGA, Action.KEY_CREATE, "grid")
    there = replace(office.sender(OLGA), place=ChatLocation(CHAT, TOPIC, 5))
    asked = await office.desk.ask(Action.KEY_BIND, replace(there, words=("grid", "203.0.113.7")))
    assert (await places(office))["ticket-team-code"] == TOPIC
    await office.confirm(OLGA, asked)
    assert isinstance(await office.desk.ask(Action.KEY_RENEW, replace(there, words=("birds",))), Refused)
    office.watch.moment += DAY
    await AnnounceLive(office.database, office.watch).run()

    await is_claimed(office)
    found = await places(office)
    assert set(found.values()) == {None}
    assert {"ticket-done", "refused-key-unknown", "key-live"} <= set(found)


async def test_a_lost_team_takes_what_waits_for_it_to_a_topic_of_the_whole_groups_team(office: Office) -> None:
    now = office.watch.now()
    lost = Team(uuid4(), CHAT, TOPIC + 1, "Lost", OLGA, BEGINNING)

    def lose(work: Work) -> None:
        work.teams.add(lost)
        work.teams.save_membership(Membership(lost.id, OLGA, Role.OWNER, MembershipStatus.ACTIVE, now))
        tell_team(work, lost.id, Message("key-live", {"key": "grid"}), now)
        work.unreachable_chats.begin(UnreachableChat(CHAT, lost.topic_id, UnreachableReason.TOPIC_CLOSED, now))

    await office.database.write(lose)
    there = replace(office.sender(OLGA), place=ChatLocation(CHAT, TOPIC, 5))
    refused = await office.desk.ask(Action.KEY_RENEW, replace(there, words=("birds",)))
    assert isinstance(refused, Refused)

    moved = await MoveTeam(office.database, office.watch, send_steps).move(there, lost.id, "There")
    assert moved is None
    found = await places(office)
    assert (found["key-live"], found["refused-key-unknown"]) == (TOPIC, None)


async def test_keys_that_differ_leave_a_topic_that_another_team_claims(office: Office) -> None:
    await chooses(office, "news")
    await office.does(OLGA, Action.KEY_CREATE, "grid")

    def differ(work: Work) -> None:
        [one] = work.keys.list_of_team(office.team.id)
        work.accounts.save(replace(work.accounts.get(one.account_id), kind=AccountKind.COINEX))
        there = replace(one.facts, ips=("192.0.2.1",))
        facts = one.team_id, one.account_id, 1, one.id, one.remote_id, one.id, one.facts, there
        drift = Drift(one.id, *facts, office.watch.now())
        work.drifts.add(drift)
        new_cards(work, [drift], office.watch.now())

    await office.database.write(differ)
    assert (await places(office))["drift-card"] == TOPIC

    await is_claimed(office)
    assert (await places(office))["drift-card"] is None


async def test_the_steps_of_people_leave_a_topic_that_another_team_claims(office: Office) -> None:
    await office.trades_outside()
    await chooses(office, "requests")
    asked = await office.ask(OLGA, Action.WHITELIST_ADD, "USDT", "ERC20", ADDRESS, "noremark", "in", "desk")
    await office.confirm(OLGA, asked)
    await office.decide()
    await run(office, ByHand())
    assert (await places(office))["whitelist-by-hand"] == TOPIC
    [before] = await steps(office, asked)

    await is_claimed(office)
    assert (await places(office))["whitelist-by-hand"] is None
    [after] = await steps(office, asked)
    assert after.topic_id is None
    assert await office.database.read(lambda work: work.cards.find(before.id)) is None, "its message is deleted"
    assert len(await office.database.read(lambda work: work.addresses.list_of_team(office.team.id))) == 1

    assert isinstance(asked, TicketState)
    await office.waiting.cancel(office.sender(OLGA), asked.ticket_id)
    assert (await places(office))["instructions-over"] is None


async def steps(office: Office, asked: Reply) -> list[Card]:
    """The messages with the steps of people."""
    assert isinstance(asked, TicketState)
    cards = await office.database.read(lambda work: work.cards.list_of_ticket(asked.ticket_id))
    return [card for card in cards if card.subject == INSTRUCTIONS]


@pytest.mark.parametrize("is_over", [False, True], ids=["offered", "asked again"])
async def test_an_open_rotation_leaves_a_topic_that_another_team_claims(office: Office, is_over: bool) -> None:
    await chooses(office, "news")
    await office.does(OLGA, Action.KEY_CREATE, "grid")
    await office.does(OLGA, Action.KEY_ROTATE, "grid")
    office.watch.moment += DAY
    await AnnounceLive(office.database, office.watch).run()
    rotations = WatchRotations(office.database, office.watch)
    await rotations.run()
    said, until = "rotation-offered", office.watch.now() + OVERLAP
    if is_over:
        said, office.watch.moment = "rotation-over", until
        await rotations.run()
    assert (await places(office))[said] == TOPIC

    await is_claimed(office)
    await rotations.run()
    assert await places(office) == {"topic-claimed": None, said: None}
    office.watch.moment = until + REMIND_AGAIN if is_over else until
    await rotations.run()
    assert await places(office) == {"rotation-said-again": None, "rotation-over": None}


async def test_a_rotation_that_waits_for_its_new_key_leaves_a_topic_too(office: Office) -> None:
    await chooses(office, "news")
    await office.does(OLGA, Action.KEY_CREATE, "grid")
    await office.does(OLGA, Action.KEY_ROTATE, "grid")

    def unseen(work: Work) -> None:
        key = max(work.keys.list_of_team(office.team.id), key=lambda one: one.number)
        work.keys.save(replace(key, live_at=None))

    await office.database.write(unseen)

    def exchange_of(_: Account) -> Exchange:
        return cast("Exchange", Dead())

    async def tries() -> dict[str, int | None]:
        await ProbeKeys(office.database, office.watch, exchange_of).run()
        return await places(office)

    assert (await tries())["rotation-stalled"] == TOPIC
    await is_claimed(office)
    assert await tries() == {"topic-claimed": None, "rotation-stalled": None}
    assert await tries() == {}
    office.watch.moment += REMIND_AGAIN
    assert await tries() == {"rotation-said-again": None, "rotation-stalled": None}


async def test_the_reason_of_a_denial_is_not_written_into_a_topic_that_another_team_claims(office: Office) -> None:
    await office.has(VERA, Role.APPROVER)
    await office.has(MAX, Role.OPERATOR, approvals=1)
    await chooses(office, "requests")
    await denied(office)
    assert (await places(office))["cancelled-why"] == TOPIC

    await is_claimed(office)
    await places(office)
    said = replace(office.sender(VERA), command="deny", words=("2", "Unknown", "address"))
    assert isinstance(await office.approving.deny_chosen(said), TicketState)
    assert TOPIC not in (await places(office)).values()


async def denied(office: Office) -> None:
    """Vera denies a withdrawal key that Max asked for in the topic."""
    place = ChatLocation(CHAT, TOPIC, 5)
    asked = await office.desk.ask(
        Action.KEY_CREATE, replace(office.sender(MAX), place=place, words=("payout", "withdraw"))
    )
    await office.confirm(MAX, asked)
    await office.decide()
    assert isinstance(asked, TicketState)
    await office.approving.deny(office.sender(VERA), asked.ticket_id)


async def request_cards(office: Office) -> list[Card]:
    """The group's cards of the latest request."""

    def body(work: Work) -> list[Card]:
        ticket = work.tickets.find_numbered(office.team.id, 1)
        return [card for card in work.cards.list_of_ticket(ticket.id) if card.user_id is None] if ticket else []

    return await office.database.read(body)


async def alert_cards(office: Office) -> list[Card]:
    """The group's open cards of alerts."""

    def body(work: Work) -> list[Card]:
        [account] = work.accounts.list_of(office.team.id)
        cards = work.cards.list_about(f"alerts:{account.id.hex}")
        return [card for card in cards if card.user_id is None]

    return await office.database.read(body)


async def test_a_team_that_moves_takes_its_cards_along_and_leaves_its_topics(office: Office) -> None:
    await chooses(office, "alerts")
    await warned(office)
    await places(office)

    await office.database.write(lambda work: work.moves.move_team(work.teams.get(office.team.id), -200, None, "There"))

    assert (await team(office)).topics == {}
    (account,) = await office.database.read(lambda work: work.accounts.list_of(office.team.id))
    (card,) = await office.database.read(lambda work: work.cards.list_about(f"alerts:{account.id.hex}"))
    assert (card.chat_id, card.topic_id, card.message_id) == (-200, None, None)


async def test_a_topic_without_a_kind_is_asked_back(office: Office) -> None:
    asked = await asks(office)
    assert isinstance(asked, Question)
    assert len(asked.choices) == 5


@pytest.mark.parametrize(
    ("words", "topic_id", "reason"),
    [
        (["alerts"], None, Reason.TOPIC_OUTSIDE),
        (["birds"], TOPIC, Reason.TOPIC_WORDS),
        (["off"], TOPIC, Reason.TOPIC_WORDS),
        (["alerts", "off"], None, Reason.TOPIC_UNCHANGED),
    ],
)
async def test_topics_that_cannot_be_chosen_are_refused(
    office: Office, words: list[str], topic_id: int | None, reason: Reason
) -> None:
    refused = await asks(office, *words, topic_id=topic_id)
    assert isinstance(refused, Refused)
    assert refused.reason is reason
