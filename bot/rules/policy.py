"""The table of who may ask for what, and with which proofs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from storage.records import Action, ProofKind, Role


class Proofs(StrEnum):
    """Sets of proofs, from lightest to heaviest."""

    NONE = "none"
    """The role is enough."""
    CODE = "code"
    OWN_EMAIL = "own-email"
    """A code, then a confirmation from the new address."""
    BOTH_EMAILS = "both-emails"
    """A code, then a confirmation from the new address and from the old one."""
    ALONE = "alone"
    """A code and the verified e-mail, without other people."""
    MONEY = "money"
    """A code, the verified e-mail, and as many approvals as the team asks for."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the policy."""

    least: Role | None
    """The least role that may ask. None: any person, member or not."""
    usual: Proofs
    high_risk: Proofs
    """Used if a key with withdraw permission is touched, or approver or owner is granted, also in more accounts."""

    def proofs(self, *, is_high_risk: bool) -> Proofs:
        """Choose between the normal and the high-risk set."""
        return self.high_risk if is_high_risk else self.usual


POLICY: Mapping[Action, Rule] = MappingProxyType(
    {
        Action.KEY_CREATE: Rule(Role.OPERATOR, Proofs.CODE, Proofs.MONEY),
        Action.KEY_TRACK: Rule(Role.OPERATOR, Proofs.CODE, Proofs.CODE),
        Action.KEY_RENEW: Rule(Role.OPERATOR, Proofs.CODE, Proofs.CODE),
        Action.KEY_EDIT: Rule(Role.OPERATOR, Proofs.CODE, Proofs.MONEY),
        Action.KEY_BIND: Rule(Role.OPERATOR, Proofs.CODE, Proofs.MONEY),
        Action.KEY_UNBIND: Rule(Role.OPERATOR, Proofs.CODE, Proofs.MONEY),
        Action.KEY_DELETE: Rule(Role.OPERATOR, Proofs.CODE, Proofs.CODE),
        Action.KEY_ROTATE: Rule(Role.OPERATOR, Proofs.CODE, Proofs.MONEY),
        Action.KEY_ROTATE_ALL: Rule(Role.OPERATOR, Proofs.CODE, Proofs.MONEY),
        Action.KEY_KEEP: Rule(Role.OPERATOR, Proofs.NONE, Proofs.NONE),
        Action.KEY_OWNER: Rule(Role.OPERATOR, Proofs.CODE, Proofs.CODE),
        Action.KEY_ADOPT: Rule(Role.OPERATOR, Proofs.CODE, Proofs.MONEY),
        Action.KEY_DISCARD: Rule(Role.OPERATOR, Proofs.CODE, Proofs.CODE),
        Action.WHITELIST_ADD: Rule(Role.OPERATOR, Proofs.MONEY, Proofs.MONEY),
        Action.WHITELIST_IMPORT: Rule(Role.OPERATOR, Proofs.CODE, Proofs.CODE),
        Action.WHITELIST_REMOVE: Rule(Role.OPERATOR, Proofs.CODE, Proofs.CODE),
        Action.WHITELIST_EXPORT: Rule(Role.OPERATOR, Proofs.CODE, Proofs.CODE),
        Action.MEMBER_INVITE: Rule(Role.OWNER, Proofs.CODE, Proofs.MONEY),
        Action.MEMBER_ADMIT: Rule(Role.OWNER, Proofs.CODE, Proofs.MONEY),
        Action.MEMBER_ROLE: Rule(Role.OWNER, Proofs.CODE, Proofs.MONEY),
        Action.MEMBER_RESET: Rule(Role.OWNER, Proofs.MONEY, Proofs.MONEY),
        Action.MEMBER_LIMIT: Rule(Role.OWNER, Proofs.CODE, Proofs.MONEY),
        Action.MEMBER_SUSPEND: Rule(Role.OWNER, Proofs.NONE, Proofs.NONE),
        Action.ALERTS_DIGEST: Rule(Role.OPERATOR, Proofs.CODE, Proofs.CODE),
        Action.ALERTS_STEPS: Rule(Role.OPERATOR, Proofs.CODE, Proofs.CODE),
        Action.ALERTS_PIN: Rule(Role.OWNER, Proofs.CODE, Proofs.CODE),
        Action.ALERTS_QUIET: Rule(Role.OPERATOR, Proofs.CODE, Proofs.CODE),
        Action.ALERTS_SOUND: Rule(Role.OPERATOR, Proofs.CODE, Proofs.CODE),
        Action.ALERTS_ZONE: Rule(Role.OPERATOR, Proofs.CODE, Proofs.CODE),
        Action.ALERTS_TOPIC: Rule(Role.OWNER, Proofs.CODE, Proofs.CODE),
        Action.ACCOUNT_CONNECT: Rule(Role.OWNER, Proofs.MONEY, Proofs.MONEY),
        Action.ACCOUNT_DISCONNECT: Rule(Role.OWNER, Proofs.CODE, Proofs.CODE),
        Action.POLICY_COOLING: Rule(Role.OWNER, Proofs.CODE, Proofs.MONEY),
        Action.POLICY_APPROVALS: Rule(Role.OWNER, Proofs.MONEY, Proofs.MONEY),
        Action.POLICY_CODES: Rule(Role.OWNER, Proofs.CODE, Proofs.CODE),
        Action.TICKET_BREAK_GLASS: Rule(Role.OWNER, Proofs.ALONE, Proofs.ALONE),
        Action.TICKET_SEEN: Rule(Role.OWNER, Proofs.NONE, Proofs.NONE),
        Action.AUDIT_EXPORT: Rule(Role.OPERATOR, Proofs.CODE, Proofs.CODE),
        Action.PERSON_EMAIL: Rule(None, Proofs.OWN_EMAIL, Proofs.OWN_EMAIL),
        Action.PERSON_EMAIL_CHANGE: Rule(None, Proofs.BOTH_EMAILS, Proofs.BOTH_EMAILS),
        Action.PERSON_RECOVERY: Rule(None, Proofs.CODE, Proofs.CODE),
        Action.PERSON_PHONE: Rule(None, Proofs.CODE, Proofs.CODE),
    }
)

OWN_EMAIL = frozenset({Action.PERSON_EMAIL, Action.PERSON_EMAIL_CHANGE})
"""Actions that set a person's own e-mail, which the new address confirms."""

LONGEST_COOLING = 7 * 24
"""Hours."""


def name_row(action: Action, *, is_money: bool) -> str:
    """Name a row of the policy as it is stored."""
    return f"{action.value}{':money' if is_money else ''}"


def approvals_for(action: Action, approvals: int, rows: Mapping[str, int]) -> int:
    """Return how many approvals a MONEY request needs: the number of its row, else the team's `approvals`."""
    return rows.get(name_row(action, is_money=True), approvals)


_KINDS: Mapping[Proofs, tuple[ProofKind, ...]] = MappingProxyType(
    {
        Proofs.NONE: (),
        Proofs.CODE: (ProofKind.CODE,),
        Proofs.OWN_EMAIL: (ProofKind.CODE, ProofKind.EMAIL),
        Proofs.BOTH_EMAILS: (ProofKind.CODE, ProofKind.EMAIL, ProofKind.OLD_EMAIL),
        Proofs.ALONE: (ProofKind.CODE, ProofKind.EMAIL),
        Proofs.MONEY: (ProofKind.CODE, ProofKind.EMAIL, ProofKind.APPROVAL),
    }
)


def list_kinds(proofs: Proofs) -> tuple[ProofKind, ...]:
    """List the single proofs of a set, in the order they are asked for."""
    return _KINDS[proofs]


def is_grave_role(role: Role) -> bool:
    """Whether granting the role makes a ticket high-risk."""
    return role in {Role.APPROVER, Role.OWNER}
