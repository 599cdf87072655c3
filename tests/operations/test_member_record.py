"""Owners get one card about who left: what they did, which secrets they may still have, and what to do now."""

import pytest

from bot.operations.chats.bot_membership import BotMembership
from bot.operations.members.record import record_of
from storage.records import Action, Card, End, MessageContent, Role, Stage
from tests.operations.office import CHAT, MAX, OLGA, VERA, Office


async def leaves(office: Office, user_id: int) -> None:
    await BotMembership(office.database, office.watch).departed(0, CHAT, user_id, office.watch.now())


async def cards_of(office: Office, user_id: int) -> list[Card]:
    """Private screens of a person."""
    return await office.database.read(lambda work: work.cards.list_screens_of(user_id))


async def record(office: Office, user_id: int) -> MessageContent:
    membership = await office.membership(user_id)
    return await office.database.read(lambda work: record_of(work, membership))


def buttons(office: Office, content: MessageContent) -> list[tuple[str, str | None]]:
    return [(office.words(one.label), one.press) for row in content.buttons for one in row]


async def test_every_other_owner_gets_one_card_that_names_secrets_ips_and_deeds(office: Office) -> None:
    await office.has(MAX, Role.APPROVER)
    await office.has(VERA, Role.OWNER, approvals=0)
    await office.does(MAX, Action.KEY_CREATE, "trading-eu", "203.0.113.7")
    await office.does(OLGA, Action.KEY_CREATE, "of-olga")
    await office.does(MAX, Action.KEY_BIND, "of-olga", "203.0.113.8")
    await office.does(OLGA, Action.KEY_BIND, "of-olga", "203.0.113.9")
    await office.told()
    office.delivered.clear()

    await leaves(office, MAX)

    said = [one for one in await office.told() if one.sentence == "member-record"]
    assert len(said) == 2
    words = office.words(said[0])
    assert "Max (1002) is suspended in Desk" in words
    assert "Was shown the secrets of trading-eu." in words
    assert "• trading-eu: 203.0.113.7" in words
    assert "• of-olga: 203.0.113.8" in words
    assert "203.0.113.9" not in words
    assert "2 requests of Max (1002) were done." in words
    assert {card.user_id for user_id in (OLGA, VERA) for card in await cards_of(office, user_id)} == {OLGA, VERA}
    await leaves(office, MAX)
    assert "member-record" not in [one.sentence for one in await office.told()]


async def test_the_card_offers_to_rotate_all_and_to_let_the_person_back_in(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    await office.does(MAX, Action.KEY_CREATE, "trading-eu")
    await leaves(office, MAX)

    offered = dict(buttons(office, await record(office, MAX)))
    assert list(offered) == ["🔁 Rotate all 1", "Let back in as operator"]

    await office.confirm(OLGA, await office.ask(OLGA, Action.KEY_ROTATE_ALL, MAX))
    assert [label for label, _ in buttons(office, await record(office, MAX))] == ["Let back in as operator"]
    await office.confirm(OLGA, await office.ask(OLGA, Action.MEMBER_ROLE, MAX, "operator"))
    await office.run()
    assert (await office.membership(MAX)).standing.value == "active"


async def test_who_approved_and_connected_is_told_and_who_did_nothing_too(office: Office) -> None:
    await office.has(VERA, Role.APPROVER)
    await office.has(MAX, Role.APPROVER, approvals=1)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    await office.decide()
    await office.confirm(VERA, asked)
    await office.run()
    assert (await office.ticket(asked)).end is End.DONE

    assert "No request of Vera (1003) was done, and Vera (1003) approved 1 of others." in office.words(
        (await record(office, VERA)).saying
    )
    assert "No request of Max (1002) was done." in office.words((await record(office, MAX)).saying)


@pytest.mark.parametrize("how", ["left", "suspended"])
async def test_the_private_messages_of_who_left_stop(office: Office, how: str) -> None:
    await office.has(VERA, Role.APPROVER)
    await office.has(MAX, Role.APPROVER, approvals=1)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    await office.decide()
    assert (await office.ticket(asked)).stage is Stage.APPROVAL
    ticket = await office.ticket(asked)

    async def steps() -> set[int | None]:
        cards = await office.database.read(lambda work: work.cards.list_of_ticket(ticket.id))
        return {card.user_id for card in cards if card.user_id is not None}

    assert {VERA, MAX} <= await steps()
    await office.told()
    if how == "left":
        await leaves(office, VERA)
    else:
        await office.ask(OLGA, Action.MEMBER_SUSPEND, VERA)
        await office.run()

    assert VERA not in await steps()
    assert MAX in await steps()
    assert [one.sentence for one in await office.told()].count("screen-closed") == 1
