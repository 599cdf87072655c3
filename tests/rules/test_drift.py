"""Differences between an exchange and us: findings, urgency, and changes of our own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from bot.rules.drift import (
    Appeared,
    Difference,
    EndMoved,
    Finding,
    IpsChanged,
    PermissionGained,
    PermissionLost,
    Renamed,
    Vanished,
    as_it_may_end,
    differences,
    is_our_doing,
    is_same,
    name_for,
)
from storage.records import Action, ChatLocation, KeyFacts, Message, Part, Stage, Ticket
from tests.rules.facts import NOW, TEAM, key

DAY = timedelta(days=1)
LONG_AGO = NOW - 30 * DAY
END = NOW + 60 * DAY
KNOWN = KeyFacts("7001", "4DA36FFC61334695", "trading-eu", True, False, (), LONG_AGO, END, LONG_AGO)
BOUND = replace(KNOWN, ips=("203.0.113.7", "203.0.113.8"), expires_at=None)


MIGHTY = replace(BOUND, withdraw=True)


@pytest.mark.parametrize(
    ("known", "there", "touches_money"),
    [
        (None, KNOWN, False),
        (None, MIGHTY, True),
        (BOUND, MIGHTY, True),
        (MIGHTY, BOUND, False),
        (MIGHTY, replace(MIGHTY, ips=()), True),
        (MIGHTY, replace(MIGHTY, trade=False), False),
        (MIGHTY, None, False),
    ],
)
def test_to_adopt_who_may_withdraw_or_from_where_touches_money(
    known: KeyFacts | None, there: KeyFacts | None, touches_money: bool
) -> None:
    assert Difference(known, there).touches_money is touches_money


def test_only_a_key_of_ours_that_none_of_its_ips_binds_any_more_has_lost_them() -> None:
    for left in ((), ("25.10.0.77",)):
        assert Difference(BOUND, replace(BOUND, ips=left)).lost_ips == BOUND.ips
    for other in (replace(BOUND, ips=BOUND.ips[:1]), None):
        assert Difference(BOUND, other).lost_ips == ()
    assert Difference(None, KNOWN).lost_ips == ()


@pytest.mark.parametrize(
    ("known", "there", "findings", "is_urgent"),
    [
        (KNOWN, KNOWN, (), False),
        (None, KNOWN, (Appeared(KNOWN),), False),
        (None, replace(KNOWN, withdraw=True), (Appeared(replace(KNOWN, withdraw=True)),), True),
        (KNOWN, None, (Vanished(KNOWN),), False),
        (KNOWN, replace(KNOWN, withdraw=True), (PermissionGained("withdraw"),), True),
        (KNOWN, replace(KNOWN, trade=False), (PermissionLost("trade"),), False),
        (replace(KNOWN, trade=False), KNOWN, (PermissionGained("trade"),), False),
        (KNOWN, BOUND, (IpsChanged(("203.0.113.7", "203.0.113.8"), (), BOUND.ips),), False),
        (BOUND, replace(BOUND, ips=("203.0.113.7",)), (IpsChanged((), ("203.0.113.8",), ("203.0.113.7",)),), False),
        (BOUND, replace(KNOWN, expires_at=END), (IpsChanged((), ("203.0.113.7", "203.0.113.8"), ()),), True),
        (BOUND, replace(BOUND, ips=("25.10.0.77",)), (IpsChanged(("25.10.0.77",), BOUND.ips, ("25.10.0.77",)),), True),
        (BOUND, replace(BOUND, ips=BOUND.ips[::-1]), (), False),
        (KNOWN, replace(KNOWN, expires_at=END + DAY), (EndMoved(END, END + DAY),), False),
        (KNOWN, replace(KNOWN, expires_at=END - 2 * DAY), (EndMoved(END, END - 2 * DAY),), False),
        (KNOWN, replace(KNOWN, expires_at=END + DAY / 2), (), False),
        (KNOWN, replace(KNOWN, expires_at=None), (EndMoved(END, None),), False),
        (KNOWN, replace(KNOWN, remark="other"), (Renamed("trading-eu", "other"),), False),
        (KNOWN, replace(KNOWN, remark=" trading-eu "), (), False),
        (
            KNOWN,
            replace(KNOWN, withdraw=True, remark=""),
            (PermissionGained("withdraw"), Renamed("trading-eu", "")),
            True,
        ),
    ],
)
def test_each_difference_is_a_finding(
    known: KeyFacts | None, there: KeyFacts | None, findings: Sequence[Finding], is_urgent: bool
) -> None:
    found = differences([known] if known else [], [there] if there else [], NOW)

    assert [one.findings for one in found] == ([findings] if findings else [])
    assert any(one.is_urgent for one in found) is is_urgent


def test_a_key_that_is_not_listed_yet_has_not_vanished() -> None:
    young = replace(KNOWN, created_at=NOW - timedelta(minutes=9))
    assert differences([young], [], NOW) == []
    assert differences([young], [], NOW + timedelta(minutes=1)) != []


@pytest.mark.parametrize(
    ("there", "again", "same"),
    [
        (BOUND, BOUND, True),
        (BOUND, replace(BOUND, live_at=NOW), True),
        (BOUND, replace(BOUND, ips=("203.0.113.9",)), False),
        (BOUND, None, False),
        (None, None, True),
    ],
)
def test_what_was_found_before_is_not_found_again(there: KeyFacts | None, again: KeyFacts | None, same: bool) -> None:
    assert is_same(Difference(KNOWN, there), Difference(KNOWN, again)) is same


def test_an_end_that_only_trembles_is_the_same() -> None:
    first = Difference(KNOWN, replace(KNOWN, expires_at=END - 5 * DAY))
    later = Difference(KNOWN, replace(KNOWN, expires_at=END - 5 * DAY + timedelta(hours=20)))
    assert is_same(first, later)


@pytest.mark.parametrize(
    ("remark", "taken", "name"),
    [
        ("mm bot", [], "mm bot"),
        ("mm bot", ["MM Bot"], "mm bot 7001"),
        ("", [], "key-7001"),
        ("123", [], "123 7001"),
        ("all", [], "all 7001"),
        ("=cmd", [], "key-7001"),
        ("x" * 50, ["x" * 50], "x" * 45 + " 7001"),
        ("mm bot", ["mm bot", "mm bot 7001", "key-7001"], "key-4DA36FFC61334695"),
    ],
)
def test_an_invalid_name_is_replaced_without_a_drift(remark: str, taken: list[str], name: str) -> None:
    there = replace(KNOWN, remark=remark)
    assert name_for(remark, "7001", there.access_id, taken) == name
    assert Difference(replace(KNOWN, remark=name), there).findings == ()


def test_alerts_see_the_earlier_of_both_ends() -> None:
    ours = replace(key(), expires_at=END)
    bound = key(ips=("203.0.113.7",))
    there = ours.facts
    assert as_it_may_end(ours, None) == ours
    assert as_it_may_end(ours, replace(there, expires_at=None)) == ours
    assert as_it_may_end(ours, replace(there, expires_at=END + DAY)) == ours
    assert as_it_may_end(ours, replace(there, expires_at=END - DAY)).expires_at == END - DAY
    unbound = as_it_may_end(bound, replace(there, expires_at=END))
    assert (unbound.ips, unbound.expires_at) == ((), END)


ACCOUNT, KEY, OTHER = UUID(int=2), UUID(int=3), UUID(int=4)
ENDS_LATER = Difference(KNOWN, replace(KNOWN, expires_at=END + 30 * DAY))
MORE_IPS = Difference(KNOWN, BOUND)
MORE_POWER = Difference(KNOWN, replace(KNOWN, withdraw=True, expires_at=END + 30 * DAY))
OTHER_NAME = Difference(KNOWN, replace(KNOWN, remark="other", trade=not KNOWN.trade, expires_at=END + 30 * DAY))
NEW, GONE = Difference(None, KNOWN), Difference(KNOWN, None)


@pytest.mark.parametrize(
    ("difference", "action", "subject", "is_ours"),
    [
        (ENDS_LATER, Action.KEY_RENEW, KEY, True),
        (ENDS_LATER, Action.KEY_RENEW, OTHER, False),
        (ENDS_LATER, Action.KEY_DELETE, KEY, False),
        (MORE_IPS, Action.KEY_BIND, KEY, True),
        (MORE_IPS, Action.KEY_UNBIND, KEY, True),
        (MORE_IPS, Action.KEY_RENEW, KEY, False),
        (MORE_POWER, Action.KEY_RENEW, KEY, False),
        (OTHER_NAME, Action.KEY_EDIT, KEY, True),
        (OTHER_NAME, Action.KEY_BIND, KEY, False),
        (MORE_IPS, Action.KEY_EDIT, KEY, False),
        (MORE_POWER, Action.KEY_EDIT, KEY, False),
        (NEW, Action.KEY_CREATE, ACCOUNT, True),
        (NEW, Action.KEY_CREATE, UUID(int=5), False),
        (NEW, Action.KEY_RENEW, KEY, False),
        (NEW, Action.KEY_ROTATE, ACCOUNT, True),
        (GONE, Action.KEY_ROTATE, ACCOUNT, False),
        (NEW, Action.KEY_DISCARD, ACCOUNT, False),
        (GONE, Action.KEY_DELETE, KEY, True),
        (GONE, Action.KEY_ADOPT, ACCOUNT, False),
    ],
)
def test_only_what_a_ticket_under_way_brings_about_is_our_doing(
    difference: Difference, action: Action, subject: UUID, is_ours: bool
) -> None:
    key_id = None if difference.known is None else KEY
    assert is_our_doing(difference, key_id, {ACCOUNT, KEY, OTHER}, [_ticket(action, subject)]) is is_ours
    assert not is_our_doing(difference, key_id, {ACCOUNT, KEY, OTHER}, [])


def _ticket(action: Action, subject: UUID) -> Ticket:
    return Ticket(
        id=uuid4(),
        number=1,
        team_id=TEAM,
        user_id=7,
        action=action,
        payload={},
        plan=Message("plan"),
        is_money=False,
        asked_in=ChatLocation(1),
        asked_at=NOW,
        stage=Stage.RUNNING,
        stage_until=None,
        parts=(Part(1, subject),),
    )
