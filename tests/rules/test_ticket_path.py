"""The next proof, the given proofs, and the end of a stage."""

import math
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.policy import Proofs
from bot.rules.ticket_path import (
    Given,
    Needed,
    count_given,
    hash_payload,
    is_timed_out,
    list_steps,
    may_cancel,
    may_resend,
    next_stage,
    stage_end,
    stricter,
)
from bot.rules.verdict import Allowed, Reason, Refused
from storage.records import Action, Proof, ProofKind, Stage
from tests.rules.facts import NOW

CODE, EMAIL, APPROVAL, GLASS = ProofKind.CODE, ProofKind.EMAIL, ProofKind.APPROVAL, ProofKind.BREAK_GLASS
OLD_EMAIL = ProofKind.OLD_EMAIL
DAY = timedelta(days=1)
OLGA, PAVEL, RITA = 1, 2, 3


def proof(kind: ProofKind, user_id: int = OLGA, payload_hash: str = "this") -> Proof:
    return Proof(UUID(int=9), kind, user_id, NOW, payload_hash)


def shown(*kinds: ProofKind, approvals: int = 0) -> Given:
    return Given(frozenset(kinds), approvals)


@pytest.mark.parametrize(
    ("needed", "so_far", "stage"),
    [
        (Needed(Proofs.NONE), shown(), Stage.RUNNING),
        (Needed(Proofs.CODE), shown(), Stage.CODE),
        (Needed(Proofs.CODE), shown(CODE), Stage.RUNNING),
        (Needed(Proofs.CODE, approvals=2), shown(CODE), Stage.RUNNING),
        (Needed(Proofs.OWN_EMAIL), shown(CODE), Stage.EMAIL),
        (Needed(Proofs.OWN_EMAIL, approvals=1), shown(CODE, EMAIL), Stage.RUNNING),
        (Needed(Proofs.BOTH_EMAILS), shown(CODE, EMAIL), Stage.EMAIL),
        (Needed(Proofs.BOTH_EMAILS), shown(CODE, OLD_EMAIL), Stage.EMAIL),
        (Needed(Proofs.BOTH_EMAILS), shown(CODE, EMAIL, OLD_EMAIL), Stage.RUNNING),
        (Needed(Proofs.MONEY), shown(), Stage.CODE),
        (Needed(Proofs.MONEY), shown(EMAIL), Stage.CODE),
        (Needed(Proofs.MONEY), shown(CODE), Stage.EMAIL),
        (Needed(Proofs.MONEY), shown(CODE, EMAIL), Stage.RUNNING),
        (Needed(Proofs.MONEY, 1), shown(CODE, EMAIL), Stage.APPROVAL),
        (Needed(Proofs.MONEY, 2), shown(CODE, EMAIL, APPROVAL, approvals=1), Stage.APPROVAL),
        (Needed(Proofs.MONEY, 2), shown(CODE, EMAIL, APPROVAL, approvals=2), Stage.RUNNING),
        (Needed(Proofs.MONEY, 2), shown(CODE, EMAIL, GLASS), Stage.RUNNING),
        (Needed(Proofs.MONEY, 2, cooling_hours=24), shown(CODE, EMAIL, GLASS), Stage.COOLING),
        (Needed(Proofs.MONEY, 2), shown(CODE, GLASS), Stage.EMAIL),
        (Needed(Proofs.ALONE, 2), shown(CODE), Stage.EMAIL),
        (Needed(Proofs.ALONE, 2), shown(CODE, EMAIL), Stage.RUNNING),
    ],
)
def test_the_first_missing_proof_is_the_next_stage(needed: Needed, so_far: Given, stage: Stage) -> None:
    assert next_stage(needed, so_far) is stage


@pytest.mark.parametrize(
    ("proofs", "approvers", "expected"),
    [
        ([], [], shown()),
        ([proof(CODE), proof(EMAIL)], [], shown(CODE, EMAIL)),
        ([proof(CODE, PAVEL)], [], shown()),
        ([proof(CODE, payload_hash="other")], [], shown()),
        ([proof(APPROVAL, PAVEL), proof(APPROVAL, RITA)], [PAVEL, RITA], shown(APPROVAL, approvals=2)),
        ([proof(APPROVAL, PAVEL), proof(APPROVAL, PAVEL)], [PAVEL], shown(APPROVAL, approvals=1)),
        ([proof(APPROVAL, PAVEL), proof(APPROVAL, RITA)], [RITA], shown(APPROVAL, approvals=1)),
        ([proof(APPROVAL, OLGA)], [OLGA], shown(APPROVAL, approvals=0)),
        ([proof(APPROVAL, PAVEL, "other")], [PAVEL], shown()),
    ],
)
def test_an_approval_counts_for_this_payload_and_while_its_giver_may_approve(
    proofs: list[Proof], approvers: list[int], expected: Given
) -> None:
    assert count_given(proofs, requester_id=OLGA, payload_hash="this", approvers=approvers) == expected


@pytest.mark.parametrize(
    ("broken_by", "payload_hash", "expected"),
    [(OLGA, "this", shown(GLASS)), (PAVEL, "this", shown(GLASS)), (RITA, "this", shown()), (OLGA, "other", shown())],
)
def test_a_broken_glass_counts_for_this_payload_and_while_its_giver_is_owner(
    broken_by: int, payload_hash: str, expected: Given
) -> None:
    proofs = [proof(GLASS, broken_by, payload_hash)]
    assert count_given(proofs, requester_id=OLGA, payload_hash="this", owners=[OLGA, PAVEL]) == expected


def test_a_pending_ticket_takes_the_stricter_policy() -> None:
    asked, today = Needed(Proofs.MONEY, 1), Needed(Proofs.CODE, 2)
    assert stricter(asked, today) == stricter(today, asked) == Needed(Proofs.MONEY, 2)


needs = st.builds(Needed, st.sampled_from(Proofs), st.integers(0, 3))
# The proofs of a change of e-mail never become others.
changeable = needs.filter(lambda needed: needed.proofs is not Proofs.BOTH_EMAILS)
gifts = st.builds(Given, st.frozensets(st.sampled_from(ProofKind)), st.integers(0, 3))


@given(asked=changeable, today=changeable, so_far=gifts)
def test_the_stricter_policy_never_lets_run_what_either_would_hold(asked: Needed, today: Needed, so_far: Given) -> None:
    if next_stage(stricter(asked, today), so_far) is Stage.RUNNING:
        assert next_stage(asked, so_far) is next_stage(today, so_far) is Stage.RUNNING


@given(needed=needs, so_far=gifts)
def test_no_stage_skips_a_proof_that_is_missing(needed: Needed, so_far: Given) -> None:
    wanted = {
        Proofs.NONE: [],
        Proofs.CODE: [Stage.CODE],
        Proofs.OWN_EMAIL: [Stage.CODE, Stage.EMAIL],
        Proofs.BOTH_EMAILS: [Stage.CODE, Stage.EMAIL],
        Proofs.ALONE: [Stage.CODE, Stage.EMAIL],
        Proofs.MONEY: [Stage.CODE, Stage.EMAIL, Stage.APPROVAL],
    }[needed.proofs]
    is_shown = {
        Stage.CODE: CODE in so_far.kinds,
        Stage.EMAIL: EMAIL in so_far.kinds and (OLD_EMAIL in so_far.kinds or needed.proofs is not Proofs.BOTH_EMAILS),
        Stage.APPROVAL: so_far.approvals >= needed.approvals or GLASS in so_far.kinds,
    }
    stages = [*wanted, Stage.RUNNING]
    passed = stages[: stages.index(next_stage(needed, so_far))]
    assert all(is_shown[stage] for stage in passed)


@given(needed=needs, so_far=gifts, kind=st.sampled_from(ProofKind))
def test_another_proof_never_leads_back(needed: Needed, so_far: Given, kind: ProofKind) -> None:
    order = list(Stage)
    more = replace(so_far, kinds=so_far.kinds | {kind}, approvals=so_far.approvals + 1)
    assert order.index(next_stage(needed, more)) >= order.index(next_stage(needed, so_far))


@pytest.mark.parametrize(
    ("stage", "end"),
    [
        (Stage.CODE, NOW + timedelta(minutes=10)),
        (Stage.EMAIL, NOW + timedelta(minutes=30)),
        (Stage.APPROVAL, NOW + timedelta(hours=24)),
        (Stage.RUNNING, None),
        (Stage.BY_HAND, NOW + timedelta(days=7)),
    ],
)
def test_each_stage_waits_its_own_time(stage: Stage, end: datetime | None) -> None:
    assert stage_end(stage, NOW) == end


@pytest.mark.parametrize(
    ("stage", "until", "expected"),
    [
        (Stage.CODE, NOW, True),
        (Stage.CODE, NOW + timedelta(seconds=1), False),
        (Stage.APPROVAL, NOW - DAY, True),
        (Stage.RUNNING, None, False),
        (None, NOW - DAY, False),
    ],
)
def test_a_stage_times_out_at_its_end_but_running_never(
    stage: Stage | None, until: datetime | None, expected: bool
) -> None:
    assert is_timed_out(stage, until, NOW) is expected


@pytest.mark.parametrize(
    ("mailed_at", "expected"),
    [
        (None, Allowed()),
        (NOW - timedelta(seconds=60), Allowed()),
        (NOW - timedelta(seconds=59.5), Refused(Reason.RESEND_TOO_SOON, {"seconds": 1})),
        (NOW, Refused(Reason.RESEND_TOO_SOON, {"seconds": 60})),
    ],
)
def test_the_email_goes_out_again_after_a_minute(mailed_at: datetime | None, expected: object) -> None:
    assert may_resend(mailed_at, NOW) == expected


def test_equal_payloads_hash_alike_and_any_change_shows() -> None:
    payload = {"remark": "trading-eu", "ips": ["203.0.113.7"], "trade": True}
    turned = dict(reversed(payload.items()))
    assert hash_payload(payload) == hash_payload(turned)
    assert hash_payload(payload) != hash_payload({**payload, "trade": False})


def test_what_runs_can_be_stopped_only_where_it_changes_nothing_outside() -> None:
    for stage in Stage:
        assert may_cancel(Action.ACCOUNT_CONNECT, stage) == Allowed()
        expected = Refused(Reason.CANNOT_CANCEL_NOW) if stage is Stage.RUNNING else Allowed()
        assert may_cancel(Action.KEY_CREATE, stage) == expected


def test_a_payload_keeps_its_hash_in_every_version_so_that_waiting_approvals_stay_good() -> None:
    text = '{"a":["1.5",2],"b":"\\u00e9"}'
    assert hash_payload({"b": "é", "a": ["1.5", 2]}) == sha256(text.encode()).hexdigest()


def test_a_payload_that_json_cannot_hold_has_no_hash() -> None:
    with pytest.raises(ValueError, match="JSON"):
        hash_payload({"a": math.nan})


@pytest.mark.parametrize(
    ("needed", "steps"),
    [
        (Needed(Proofs.NONE), []),
        (Needed(Proofs.CODE, 2), [Stage.CODE]),
        (Needed(Proofs.MONEY), [Stage.CODE, Stage.EMAIL]),
        (Needed(Proofs.MONEY, 1), [Stage.CODE, Stage.EMAIL, Stage.APPROVAL]),
    ],
)
def test_people_read_how_many_steps_there_are(needed: Needed, steps: list[Stage]) -> None:
    assert list_steps(needed) == steps
