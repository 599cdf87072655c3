"""What an exchange does not offer is done by people: they are asked, and their word or what is shown there counts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import cast
from uuid import UUID, uuid4

import pytest

from bot.exchanges.exchange import (
    CreatedKey,
    Exchange,
    ExchangeUnclear,
    ExchangeUnreachable,
    KeyUnmarked,
    NewKey,
    Reference,
    SecretForgotten,
)
from bot.exchanges.manual import ByHand
from bot.jobs.expire_tickets import ExpireTickets
from bot.jobs.schedule import Round
from bot.operations.desk.executor import TicketExecutor
from bot.operations.keys.renew_key import BY_HAND
from bot.operations.members.presence import Presence, PresenceCheck
from bot.operations.model.button_data import CommandPress
from bot.operations.model.operation import ExchangeClients, Question, TicketState
from bot.rules.ticket_path import BY_HAND_TIME, REMIND_BEFORE
from bot.rules.verdict import Reason, Refused
from storage.records import (
    Account,
    Action,
    ChatLocation,
    End,
    KeyFacts,
    Message,
    Outcome,
    ProofKind,
    Role,
    Stage,
    Ticket,
)
from tests.operations.office import CHAT, MAX, OLGA, PAVEL, Office, show_work

DAYS = timedelta(days=90)


class Shows(ByHand):
    """An exchange where people do everything, but where keys can be read."""

    def __init__(self, *keys: KeyFacts) -> None:
        self.keys = keys

    async def list_keys(self) -> tuple[KeyFacts, ...]:
        return self.keys


class Answers(ByHand):
    """An exchange that answers the making of a key with an error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def create_key(self, reference: Reference, wish: NewKey) -> CreatedKey:
        raise self.error


async def run(office: Office, exchange: object) -> None:
    """Execute what is proven, at this exchange."""

    async def look(_chat_id: int, _user_id: int) -> Presence:
        return Presence.HERE

    def exchange_of(_: Account) -> Exchange:
        return cast("Exchange", exchange)

    await office.database.write(lambda work: work.running_tickets.release_all())
    clients = ExchangeClients(exchange_of, lambda _: pytest.fail("no main account is asked"))
    check = PresenceCheck(office.database, office.watch, look)
    executor = TicketExecutor(office.database, office.watch, clients, check, show_work)
    for one in await executor.take(9):
        await executor.perform(one)


async def watched(office: Office) -> None:
    """The team has a key in an account that the bot cannot call."""
    await office.does(OLGA, Action.KEY_TRACK, "old-bot", "4DA36FFC61334695", "in", "30", "days")


async def renewing(office: Office) -> TicketState:
    """Olga's proven renewal of a watched key, which people have to do."""
    await watched(office)
    asked = await office.ask(OLGA, Action.KEY_RENEW, "old-bot")
    await office.confirm(OLGA, asked)
    await run(office, ByHand())
    assert isinstance(asked, TicketState)
    return asked


async def making(office: Office, exchange: object) -> TicketState:
    await office.trades_outside()
    asked = await office.ask(OLGA, Action.KEY_CREATE, "trading", "in", "outside")
    await office.confirm(OLGA, asked)
    await run(office, exchange)
    assert isinstance(asked, TicketState)
    return asked


async def done(office: Office, ticket_id: UUID, *words: str, user_id: int = OLGA) -> object:
    return await office.waiting.done_by_hand(office.sender(user_id), ticket_id, words)


async def test_what_the_exchange_does_not_offer_waits_for_people_for_a_week(office: Office) -> None:
    asked = await renewing(office)

    ticket = await office.ticket(asked)
    assert (ticket.stage, ticket.stage_until) == (Stage.BY_HAND, office.watch.now() + BY_HAND_TIME)
    [line] = await office.audited(Outcome.BY_HAND)
    assert (line.actor, line.ticket_id) == (None, asked.ticket_id)
    assert "ticket-by-hand" in await office.said()


async def test_a_person_states_the_new_end_and_it_counts_as_their_word(office: Office) -> None:
    asked = await renewing(office)
    number = (await office.ticket(asked)).number

    which = await done(office, asked.ticket_id)
    assert isinstance(which, Question)
    assert which.so_far == f"/done {asked.ticket_id.hex}"
    assert (await office.ticket(asked)).stage is Stage.BY_HAND
    await office.told()

    state = await done(office, asked.ticket_id, "in", "90", "days")

    assert state == TicketState(asked.ticket_id, Stage.RUNNING)
    end = office.watch.now() + DAYS
    told = Message("done-told", {"number": number, "ending": "at", "at": end})
    assert [one for one in await office.told() if one.sentence == "done-told"] == [told, told]
    assert (await office.audited(Outcome.PROVED))[0].details["proof"] == ProofKind.ATTESTATION
    await run(office, ByHand())
    ticket = await office.ticket(asked)
    assert (ticket.end, ticket.told) == (End.DONE, end.isoformat())
    assert ticket.result is not None
    assert (ticket.result.sentence, ticket.result.args["who"]) == ("result-on-word", "Olga (1001)")
    [key] = await office.database.read(lambda work: list(work.keys.list_of_team(office.team.id)))
    assert key.expires_at == end


async def test_an_end_that_cannot_be_read_is_asked_for_again(office: Office) -> None:
    asked = await renewing(office)

    which = await done(office, asked.ticket_id, "03/04/2027")
    assert isinstance(which, Question)
    assert which.saying == Message("ask-which-date", {"date": "03/04/2027"})
    command = ("done", asked.ticket_id.hex)
    assert [press for _, press in which.choices] == [
        CommandPress((*command, date)) for date in ("2027-04-03", "2027-03-04")
    ]
    assert which.so_far == "/" + " ".join(command)

    refused = await done(office, asked.ticket_id, "2020-01-01")
    assert isinstance(refused, Refused)
    assert (await office.ticket(asked)).stage is Stage.BY_HAND


async def test_done_is_pressed_only_by_who_may_ask_and_while_it_waits(office: Office) -> None:
    await office.has(MAX, Role.VIEWER)
    asked = await renewing(office)

    assert await done(office, uuid4()) == Refused(Reason.LINK_UNKNOWN)
    assert await done(office, asked.ticket_id, "never", user_id=PAVEL) == Refused(Reason.NOT_A_MEMBER)
    low = Refused(Reason.ROLE_TOO_LOW, {"needed": "operator", "has": "viewer"})
    assert await done(office, asked.ticket_id, "never", user_id=MAX) == low
    elsewhere = replace(office.sender(OLGA), place=ChatLocation(CHAT - 1))
    assert await office.waiting.done_by_hand(elsewhere, asked.ticket_id, ["never"]) == Refused(Reason.LINK_UNKNOWN)
    outside = office.sender(PAVEL, private=True)
    assert await office.waiting.done_by_hand(outside, asked.ticket_id, ["never"]) == Refused(Reason.LINK_UNKNOWN)
    office.presence[OLGA] = Presence.UNKNOWN
    assert await done(office, asked.ticket_id, "never") == Refused(Reason.PRESENCE_UNKNOWN)
    office.presence.clear()
    await done(office, asked.ticket_id, "never")
    assert await done(office, asked.ticket_id, "never") == Refused(Reason.NOT_IN_THIS_STAGE)


@pytest.mark.parametrize("is_renewed", [True, False])
async def test_what_the_exchange_shows_counts_and_not_a_word(office: Office, is_renewed: bool) -> None:
    await office.trades_outside()
    await office.does(OLGA, Action.KEY_CREATE, "trading", "in", "outside")
    await office.run()
    [key] = await office.database.read(lambda work: list(work.keys.list_of_team(office.team.id)))
    assert key.expires_at is not None
    asked = await office.ask(OLGA, Action.KEY_RENEW, "trading", BY_HAND)
    await office.confirm(OLGA, asked)
    await run(office, Shows(key.facts))
    assert isinstance(asked, TicketState)
    assert await done(office, asked.ticket_id) == TicketState(asked.ticket_id, Stage.RUNNING)
    there = key.expires_at + DAYS if is_renewed else key.expires_at

    await run(office, Shows(replace(key.facts, expires_at=there)))

    ticket = await office.ticket(asked)
    [after] = await office.database.read(lambda work: list(work.keys.list_of_team(office.team.id)))
    assert after.expires_at == there
    assert ticket.result is not None
    if is_renewed:
        assert (ticket.end, ticket.result.sentence) == (End.DONE, "result-lines")
    else:
        assert (ticket.end, ticket.result.sentence) == (None, f"refused-{Reason.KEY_NOT_RENEWED}")
        assert (ticket.stage, ticket.stage_until) == (Stage.BY_HAND, office.watch.now() + BY_HAND_TIME)
        assert (await office.audited(Outcome.BY_HAND))[0].details["why"] == ticket.result.sentence


@pytest.mark.parametrize(
    ("doubt", "sentence"),
    [
        (ExchangeUnclear("two of that name"), "unclear-key"),
        (SecretForgotten("lost"), "unclear-secret"),
        (KeyUnmarked("no mark"), "unclear-unmarked"),
    ],
)
async def test_an_unknown_outcome_is_for_people_to_find_out(
    office: Office, doubt: ExchangeUnclear, sentence: str
) -> None:
    asked = await making(office, Answers(doubt))

    ticket = await office.ticket(asked)
    assert ticket.stage is Stage.BY_HAND
    [part] = ticket.parts
    assert part.outcome is Outcome.BY_HAND
    assert part.reason is not None
    args = {name: part.reason.args[name] for name in ("number", "key", "account")}
    assert (part.reason.sentence, args) == (sentence, {"number": ticket.number, "key": "trading", "account": "outside"})
    assert (await office.audited(Outcome.BY_HAND))[0].details["why"] == sentence
    # The card is edited, and sent again because an edit makes no sound.
    assert [one.sentence for one in await office.told()].count("ticket-unclear") == 2


async def test_a_silent_exchange_is_asked_again_and_the_card_says_so_once(office: Office) -> None:
    asked = await making(office, Answers(ExchangeUnreachable("no answer")))
    waits = Message("ticket-waits-for-exchange", {"exchange": "CoinEx"})
    ticket = await office.ticket(asked)
    assert (ticket.stage, ticket.result) == (Stage.RUNNING, waits)
    await office.told()

    await run(office, Answers(ExchangeUnreachable("no answer")))

    assert await office.told() == []
    assert await office.run() == 0, "it waits before it is asked again"


async def test_what_was_cancelled_while_the_exchange_was_silent_stays_cancelled(office: Office) -> None:
    ended: list[Ticket] = []

    class Cancelled(ByHand):
        async def create_key(self, reference: Reference, wish: NewKey) -> CreatedKey:
            ticket = await office.database.read(lambda work: work.tickets.get(reference.ticket_id))
            ended.append(replace(ticket, stage=None, end=End.CANCELLED))
            await office.database.write(lambda work: work.tickets.save(ended[0]))
            raise ExchangeUnreachable("no answer")

    asked = await making(office, Cancelled())

    assert await office.ticket(asked) == ended[0]


async def test_a_key_deleted_while_the_exchange_is_asked_is_named(office: Office) -> None:
    await office.trades_outside()
    await office.does(OLGA, Action.KEY_CREATE, "trading", "in", "outside")
    await office.run()
    [key] = await office.database.read(lambda work: list(work.keys.list_of_team(office.team.id)))

    class Binds(Shows):
        async def set_ips(self, reference: Reference, remote_id: str, ips: Sequence[str]) -> KeyFacts:
            await office.database.write(lambda work: work.keys.remove(key.id))
            return key.facts

    asked = await office.ask(OLGA, Action.KEY_BIND, "trading", "203.0.113.7")
    await office.confirm(OLGA, asked)
    await run(office, Binds(key.facts))

    ticket = await office.ticket(asked)
    assert ticket.end is End.FAILED
    assert ticket.parts[0].reason == Refused(Reason.KEY_CHANGED, {"key": "trading"}).as_saying()


async def test_a_day_before_its_end_the_team_is_reminded_once(office: Office) -> None:
    asked = await renewing(office)
    job = ExpireTickets(office.database, office.watch)
    begun = office.watch.now()
    assert (await job.run()).next_at == begun + BY_HAND_TIME - REMIND_BEFORE[Stage.BY_HAND]
    await office.told()

    office.watch.moment = begun + BY_HAND_TIME - REMIND_BEFORE[Stage.BY_HAND]
    assert (await job.run()).did == 1
    assert [one.sentence for one in await office.told()] == ["ticket-by-hand"]
    assert await job.run() == Round(next_at=begun + BY_HAND_TIME)

    office.watch.moment = begun + BY_HAND_TIME
    assert (await job.run()).did == 1
    ticket = await office.ticket(asked)
    assert ticket.end is End.TIMED_OUT
    assert await job.run() == Round()
