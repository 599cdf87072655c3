"""Which press may come from which message: a row per kind of button, and per way to forge it."""

from dataclasses import replace
from uuid import UUID

import pytest

from bot.rules.button_presses import SECRET_SUBJECT, Footing, is_of_place, is_own_secret, may_stand
from storage.records import Action, Card, ChatLocation, Message, Stage, Team, Ticket
from tests.rules.facts import NOW

OLGA, MAX = 1001, 1002
PRIVATE, GROUP = ChatLocation(OLGA, message_id=7, is_private=True), ChatLocation(-100, message_id=7)
TICKET = Ticket(
    id=UUID(int=1),
    number=1,
    team_id=UUID(int=10),
    user_id=OLGA,
    action=Action.KEY_RENEW,
    payload={},
    plan=Message("plan"),
    is_money=False,
    asked_in=GROUP,
    asked_at=NOW,
    stage=Stage.CODE,
    stage_until=NOW,
)
OWN = Card(UUID(int=2), OLGA, ticket_id=TICKET.id, user_id=OLGA)
SECRET = Card(UUID(int=3), OLGA, user_id=OLGA, subject=SECRET_SUBJECT)
ALERT = Card(UUID(int=4), -100, subject="alerts")
TEAM_CARD = Card(UUID(int=5), -100, ticket_id=TICKET.id)
QUESTION = Card(UUID(int=6), -100, subject="again:/renew 1")
SCREEN = Card(UUID(int=7), -100, subject="request", press="page:pending #1:1", reader=OLGA)
DESK = Team(UUID(int=10), -100, None, "Desk", 1, NOW)


@pytest.mark.parametrize(
    ("footing", "card", "place", "ticket", "may"),
    [
        (Footing.PRIVATE_STEP, OWN, PRIVATE, TICKET, True),
        (Footing.PRIVATE_STEP, None, PRIVATE, TICKET, True),
        (Footing.PRIVATE_STEP, OWN, PRIVATE, None, False),
        (Footing.PRIVATE_STEP, SECRET, PRIVATE, TICKET, False),
        (Footing.PRIVATE_STEP, replace(OWN, ticket_id=UUID(int=9)), PRIVATE, TICKET, False),
        (Footing.PRIVATE_STEP, replace(OWN, user_id=MAX), PRIVATE, TICKET, False),
        (Footing.PRIVATE_STEP, TEAM_CARD, GROUP, TICKET, False),
        (Footing.TICKET, TEAM_CARD, GROUP, TICKET, True),
        (Footing.TICKET, None, GROUP, TICKET, True),
        (Footing.TICKET, ALERT, GROUP, TICKET, False),
        (Footing.TICKET, TEAM_CARD, GROUP, None, False),
        (Footing.LIST, None, GROUP, None, True),
        (Footing.LIST, QUESTION, GROUP, None, True),
        (Footing.LIST, ALERT, GROUP, None, False),
        (Footing.LIST, TEAM_CARD, GROUP, None, False),
        (Footing.QUESTION, QUESTION, GROUP, TICKET, True),
        (Footing.QUESTION, None, GROUP, TICKET, False),
        (Footing.QUESTION, TEAM_CARD, GROUP, TICKET, False),
        (Footing.LIST, SCREEN, GROUP, None, True),
        (Footing.TICKET, SCREEN, GROUP, TICKET, True),
        (Footing.PRIVATE_STEP, SCREEN, PRIVATE, TICKET, False),
    ],
)
def test_a_button_belongs_to_its_own_kind_of_message(
    footing: Footing, card: Card | None, place: ChatLocation, ticket: Ticket | None, may: bool
) -> None:
    assert may_stand(footing, card, place, OLGA, ticket) is may


@pytest.mark.parametrize(
    ("named", "pressed", "user_id", "is_own"),
    [
        (SECRET, SECRET, OLGA, True),
        (SECRET, None, OLGA, True),
        (SECRET, SECRET, MAX, False),
        (SECRET, ALERT, OLGA, False),
        (ALERT, ALERT, OLGA, False),
        (OWN, OWN, OLGA, False),
        (None, ALERT, OLGA, False),
    ],
)
def test_saved_deletes_only_a_secret_of_the_presser(
    named: Card | None, pressed: Card | None, user_id: int, is_own: bool
) -> None:
    assert is_own_secret(named, pressed, user_id) is is_own


@pytest.mark.parametrize(
    ("place", "team", "is_of"),
    [
        (PRIVATE, None, True),
        (GROUP, DESK, True),
        (GROUP, replace(DESK, id=UUID(int=11)), False),
        (GROUP, None, False),
    ],
)
def test_a_ticket_is_acted_upon_in_private_or_in_its_teams_chat(
    place: ChatLocation, team: Team | None, is_of: bool
) -> None:
    assert is_of_place(TICKET, place, team) is is_of
