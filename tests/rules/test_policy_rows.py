"""Rows of the policy as people type them."""

import pytest

from bot.rules.policy import POLICY, Proofs
from bot.rules.policy_rows import ROWS, PolicyRow, find_money_row, read_hours, read_row, sets_approvals
from bot.rules.verdict import Reason, Refused
from storage.records import Action


def test_every_row_that_is_proven_in_a_team_can_wait() -> None:
    proven = {action for action, rule in POLICY.items() if rule.least is not None and rule.high_risk is not Proofs.NONE}

    assert {row.action for row in ROWS} == proven
    assert len({row.typed for row in ROWS}) == len({row.stored for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    ("typed", "row", "rest"),
    [
        ("newkey", (Action.KEY_CREATE, False), []),
        ("newkey money", (Action.KEY_CREATE, True), []),
        ("/NewKey Money 24h", (Action.KEY_CREATE, True), ["24h"]),
        ("newkey 24h", (Action.KEY_CREATE, False), ["24h"]),
        ("addaddress 24h", (Action.WHITELIST_ADD, True), ["24h"]),
        ("addaddress money 24h", (Action.WHITELIST_ADD, True), ["24h"]),
        ("renew 2d", (Action.KEY_RENEW, False), ["2d"]),
    ],
)
def test_a_row_is_read_with_what_follows(typed: str, row: tuple[Action, bool], rest: list[str]) -> None:
    found = read_row(typed.split())

    assert isinstance(found, tuple)
    assert ((found[0].action, found[0].is_money), list(found[1])) == (row, rest)


@pytest.mark.parametrize(("typed", "near"), [("newkye", "newkey"), ("addadress", "addaddress"), ("weather", None)])
def test_an_unknown_row_is_answered_with_a_near_one(typed: str, near: str | None) -> None:
    assert read_row([typed]) == Refused(Reason.POLICY_ROW_UNKNOWN, {"typed": typed, "near": near})


@pytest.mark.parametrize(("typed", "hours"), [("24h", 24), ("2d", 48), ("7D", 168), ("0h", 0), ("none", 0), ("off", 0)])
def test_a_waiting_time_is_read(typed: str, hours: int) -> None:
    assert read_hours(typed) == hours


@pytest.mark.parametrize("typed", ["", "8d", "169h", "24", "-1h", "soon", "1.5h", "24m"])
def test_what_is_no_waiting_time_is_refused(typed: str) -> None:
    assert read_hours(typed) == Refused(Reason.COOLING_BAD, {"typed": typed, "days": 7})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("approvals", True),
        ("2", True),
        ("newkey money 2", True),
        ("newkey money Default", True),
        ("newkey money", False),
        ("newkey money 24h", False),
        ("newkey none", False),
        ("", False),
    ],
)
def test_a_number_without_a_unit_is_a_number_of_approvals(typed: str, expected: bool) -> None:
    assert sets_approvals(typed.split()) is expected


@pytest.mark.parametrize(
    ("action", "typed"),
    [(Action.KEY_CREATE, "newkey money"), (Action.WHITELIST_ADD, "addaddress"), (Action.KEY_RENEW, None)],
)
def test_the_row_about_money_of_an_action_is_found(action: Action, typed: str | None) -> None:
    row = find_money_row(action)

    assert (row.typed if row else None) == typed


def test_a_row_about_money_is_stored_apart() -> None:
    assert PolicyRow(Action.KEY_CREATE, is_money=True, typed="newkey money").stored == "key:create:money"
