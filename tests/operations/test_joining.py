"""The private card of a new member: what is left to do, and its buttons."""

from dataclasses import replace

import pytest

from bot.operations.members.joining_card import joining_content
from storage.records import Membership, MembershipStatus, Person, Role, Team
from tests.operations.office import BEGINNING, CHAT, OLGA, VERA
from tests.storage.examples import TEAM_ID

TEAM = Team(TEAM_ID, CHAT, None, "Desk", claimed_by=OLGA, claimed_at=BEGINNING)
NEW = Person(VERA, "Vera")
ENROLLED = replace(NEW, enrolled_at=BEGINNING)
WITH_EMAIL = replace(ENROLLED, email="vera@example.org")
WAITING, ACTIVE = MembershipStatus.WAITING, MembershipStatus.ACTIVE


@pytest.mark.parametrize(
    ("person", "standing", "sentence", "presses"),
    [
        (NEW, WAITING, "joining", ["ask enrol"]),
        (NEW, ACTIVE, "joining", ["ask enrol"]),
        (ENROLLED, WAITING, "joining", ["ask settings email"]),
        (WITH_EMAIL, WAITING, "joining", []),
        (ENROLLED, ACTIVE, "joining-done", ["ask settings email"]),
        (WITH_EMAIL, ACTIVE, "joining-done", []),
    ],
)
def test_the_card_offers_the_next_step_and_ends_without_the_optional_one(
    person: Person, standing: MembershipStatus, sentence: str, presses: list[str]
) -> None:
    content = joining_content(TEAM, person, Membership(TEAM_ID, VERA, Role.VIEWER, standing, BEGINNING))

    assert content.saying.sentence == sentence
    assert [button.press for row in content.buttons for button in row] == presses
