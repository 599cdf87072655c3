"""Between its proofs and its start a request can wait, so that the team can stop it."""

from dataclasses import replace
from datetime import timedelta

from bot.jobs.end_cooling import EndCooling
from bot.operations.desk.desk import Reply
from bot.operations.model.operation import TicketState
from bot.rules.policy import name_row
from bot.rules.verdict import Reason, Refused
from storage.records import Action, End, Outcome, ProofKind, Role, Stage
from storage.work import Work
from tests.operations.office import CHAT, MAX, OLGA, VERA, Office

DAY = timedelta(days=1)


async def cools(office: Office, action: Action, hours: int, *, is_money: bool = False) -> None:
    """Set the waiting time of a row as a ticket would."""

    def body(work: Work) -> None:
        team = work.teams.get(office.team.id)
        rows = {**team.cooling_hours, name_row(action, is_money=is_money): hours}
        work.teams.save(replace(team, cooling_hours=rows))

    await office.database.write(body)


async def asks_for_a_key(office: Office) -> TicketState:
    """A proven request that waits."""
    reply = await office.confirm(OLGA, await office.ask(OLGA, Action.KEY_CREATE, "trading-eu"))
    assert isinstance(reply, TicketState)
    return reply


async def passes(office: Office, time: timedelta) -> None:
    """Move the clock, and do what is due."""
    office.watch.moment += time
    await EndCooling(office.database, office.watch).run()
    await office.run()


async def test_a_proven_request_waits_and_then_starts(office: Office) -> None:
    await cools(office, Action.KEY_CREATE, 24)

    reply = await asks_for_a_key(office)
    waiting = await office.ticket(reply)
    assert (waiting.stage, waiting.stage_until) == (Stage.COOLING, office.watch.now() + DAY)
    await passes(office, DAY - timedelta(seconds=1))
    assert (await office.ticket(reply)).stage is Stage.COOLING

    await passes(office, timedelta(seconds=1))
    assert (await office.ticket(reply)).end is End.DONE
    assert [line.details["proof"] for line in await office.audited(Outcome.PROVED)] == [
        ProofKind.COOLING.value,
        ProofKind.CODE.value,
    ]


async def test_the_team_reads_aloud_what_is_coming_and_its_end(office: Office) -> None:
    await cools(office, Action.KEY_CREATE, 24)
    await office.confirm(OLGA, await office.ask(OLGA, Action.KEY_CREATE, "trading-eu"))

    def news(work: Work) -> list[tuple[int, bool]]:
        return [(card.chat_id, card.subject == "news") for card in work.cards.list_of_ticket(open_id)]

    [open_id] = [one.id for one in await office.database.read(lambda work: work.tickets.list_open(office.team.id))]
    assert (CHAT, True) in await office.database.read(news)
    assert "ticket-team-cooling" in await office.said()

    await passes(office, DAY)
    assert "ticket-done" in await office.said()


async def test_the_plan_says_before_the_code_that_it_will_wait(office: Office) -> None:
    await cools(office, Action.KEY_CREATE, 24)
    await office.ask(OLGA, Action.KEY_CREATE, "trading-eu")

    [card] = [one for one in await office.told() if one.sentence == "ticket-team-code"]
    assert "After it is confirmed, it waits 24 hours." in office.words(card)


async def test_an_approver_stops_it_with_one_press_and_an_operator_does_not(office: Office) -> None:
    await office.has(MAX, Role.APPROVER, approvals=0)
    await office.has(VERA, Role.OPERATOR)
    await cools(office, Action.KEY_CREATE, 24)
    reply = await asks_for_a_key(office)

    refused = await office.waiting.cancel(office.sender(VERA), reply.ticket_id)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.MAY_NOT_CANCEL
    await office.waiting.cancel(office.sender(MAX), reply.ticket_id)
    await passes(office, DAY)

    assert (await office.ticket(reply)).end is End.CANCELLED
    assert "ticket-cancelled" in await office.said() or "cancelled-why" in await office.said()


async def test_the_rules_are_asked_again_at_the_end(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR, approvals=0)
    await cools(office, Action.KEY_CREATE, 24)
    first = await office.confirm(MAX, await office.ask(MAX, Action.KEY_CREATE, "trading-eu"))
    second = await office.confirm(OLGA, await office.ask(OLGA, Action.KEY_CREATE, "trading-eu"))

    await passes(office, DAY)

    ends = [(await office.ticket(one)).end for one in (first, second)]
    assert ends == [End.DONE, End.REFUSED]


async def test_a_policy_that_became_stricter_lets_it_wait_longer(office: Office) -> None:
    await cools(office, Action.KEY_CREATE, 24)
    reply = await asks_for_a_key(office)
    await cools(office, Action.KEY_CREATE, 72)

    await passes(office, DAY)
    assert (await office.ticket(reply)).stage is Stage.COOLING
    await passes(office, 2 * DAY)
    assert (await office.ticket(reply)).end is End.DONE


async def test_a_policy_that_became_milder_does_not_hurry_what_waits(office: Office) -> None:
    await cools(office, Action.KEY_CREATE, 24)
    reply = await asks_for_a_key(office)
    await cools(office, Action.KEY_CREATE, 0)

    await passes(office, DAY - timedelta(minutes=1))
    assert (await office.ticket(reply)).stage is Stage.COOLING


async def stops_in_private(office: Office, asked: Reply) -> list[int]:
    """Who has a private card of the waiting request, besides its requester."""
    assert isinstance(asked, TicketState)
    await office.told()
    cards = await office.database.read(lambda work: work.cards.list_of_ticket(asked.ticket_id))
    return sorted(card.user_id for card in cards if card.user_id is not None and card.user_id != OLGA)


async def test_who_can_stop_it_has_stop_in_private_once_and_others_do_not(office: Office) -> None:
    await office.has(MAX, Role.APPROVER)
    await office.has(VERA, Role.OPERATOR, approvals=0)
    await cools(office, Action.KEY_CREATE, 24)
    await cools(office, Action.KEY_CREATE, 24, is_money=True)

    assert await stops_in_private(office, await asks_for_a_key(office)) == [MAX]
    assert not [to for to, letter in office.letters if letter.sentence == "news_by_mail"]

    await office.sets(approvals=1)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw", "8.8.8.8")
    await office.confirm(OLGA, asked)
    await office.decide()
    await office.confirm(MAX, asked)
    assert (await office.ticket(asked)).stage is Stage.COOLING
    assert await stops_in_private(office, asked) == [MAX], "the card with which he approved it"


async def test_an_approval_lost_meanwhile_is_asked_for_again(office: Office) -> None:
    await office.has(MAX, Role.APPROVER)
    await office.has(VERA, Role.APPROVER, approvals=1)
    await cools(office, Action.KEY_CREATE, 24, is_money=True)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "trading-eu", "withdraw", "8.8.8.8")
    await office.confirm(OLGA, asked)
    await office.decide()
    await office.confirm(MAX, asked)
    assert (await office.ticket(asked)).stage is Stage.COOLING

    await office.told()
    await office.does(OLGA, Action.MEMBER_ROLE, MAX, "viewer")
    back = await office.ticket(asked)
    assert (back.stage, back.stage_until) == (Stage.APPROVAL, office.watch.now() + DAY), "at once"
    said = [one.sentence for one in await office.told()]
    assert "approval-lost" in said
    assert "ticket-approver-asked" in said, "Vera is asked"

    await office.confirm(VERA, asked)
    assert (await office.ticket(asked)).stage is Stage.COOLING
    await passes(office, DAY)
    assert (await office.ticket(asked)).end is End.DONE
