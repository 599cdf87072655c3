"""The policy is complete and agrees with the design.

Rules 1 and 4 of the design ask for a code to create and to renew.
"""

import pytest

from bot.rules.policy import POLICY, Proofs, is_grave_role, list_kinds
from storage.records import Action, ProofKind, Role

OPERATOR, OWNER = Role.OPERATOR, Role.OWNER
NONE, CODE, MONEY, OWN_EMAIL, ALONE = Proofs.NONE, Proofs.CODE, Proofs.MONEY, Proofs.OWN_EMAIL, Proofs.ALONE


@pytest.mark.parametrize("action", Action)
def test_every_action_has_a_row(action: Action) -> None:
    assert action in POLICY


@pytest.mark.parametrize(
    ("action", "least", "usual", "high_risk"),
    [
        (Action.KEY_CREATE, OPERATOR, CODE, MONEY),
        (Action.KEY_TRACK, OPERATOR, CODE, CODE),
        (Action.KEY_RENEW, OPERATOR, CODE, CODE),
        (Action.KEY_EDIT, OPERATOR, CODE, MONEY),
        (Action.KEY_BIND, OPERATOR, CODE, MONEY),
        (Action.KEY_UNBIND, OPERATOR, CODE, MONEY),
        (Action.KEY_DELETE, OPERATOR, CODE, CODE),
        (Action.KEY_ROTATE, OPERATOR, CODE, MONEY),
        (Action.KEY_ROTATE_ALL, OPERATOR, CODE, MONEY),
        (Action.KEY_KEEP, OPERATOR, NONE, NONE),
        (Action.MEMBER_INVITE, OWNER, CODE, MONEY),
        (Action.MEMBER_ADMIT, OWNER, CODE, MONEY),
        (Action.MEMBER_ROLE, OWNER, CODE, MONEY),
        (Action.MEMBER_SUSPEND, OWNER, NONE, NONE),
        (Action.MEMBER_RESET, OWNER, MONEY, MONEY),
        (Action.TICKET_BREAK_GLASS, OWNER, ALONE, ALONE),
        (Action.TICKET_SEEN, OWNER, NONE, NONE),
        (Action.PERSON_EMAIL, None, OWN_EMAIL, OWN_EMAIL),
        (Action.PERSON_EMAIL_CHANGE, None, Proofs.BOTH_EMAILS, Proofs.BOTH_EMAILS),
        (Action.PERSON_RECOVERY, None, CODE, CODE),
        (Action.PERSON_PHONE, None, CODE, CODE),
    ],
)
def test_a_row_names_the_least_role_and_the_proofs(
    action: Action, least: Role | None, usual: Proofs, high_risk: Proofs
) -> None:
    rule = POLICY[action]
    assert (rule.least, rule.proofs(is_high_risk=False), rule.proofs(is_high_risk=True)) == (least, usual, high_risk)


def test_a_high_risk_request_never_needs_less() -> None:
    order = list(Proofs)
    assert all(order.index(row.usual) <= order.index(row.high_risk) for row in POLICY.values())


@pytest.mark.parametrize(
    ("proofs", "kinds"),
    [
        (NONE, ()),
        (CODE, (ProofKind.CODE,)),
        (OWN_EMAIL, (ProofKind.CODE, ProofKind.EMAIL)),
        (Proofs.BOTH_EMAILS, (ProofKind.CODE, ProofKind.EMAIL, ProofKind.OLD_EMAIL)),
        (ALONE, (ProofKind.CODE, ProofKind.EMAIL)),
        (MONEY, (ProofKind.CODE, ProofKind.EMAIL, ProofKind.APPROVAL)),
    ],
)
def test_proofs_are_asked_for_in_order(proofs: Proofs, kinds: tuple[ProofKind, ...]) -> None:
    assert list_kinds(proofs) == kinds


def test_granting_approver_or_owner_is_high_risk() -> None:
    assert {role for role in Role if is_grave_role(role)} == {Role.APPROVER, Role.OWNER}
