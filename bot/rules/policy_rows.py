"""The rows of the policy as people type them, and how long a request of a row waits before it starts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.rules.near_names import list_slips
from bot.rules.policy import LONGEST_COOLING, POLICY, Proofs, name_row
from bot.rules.verdict import Reason, Refused
from storage.records import Action

MONEY = "money"
"""The word for the row of requests that can move money, where an action has two."""

_WORDS: Mapping[Action, str] = MappingProxyType(
    {
        Action.KEY_CREATE: "newkey",
        Action.KEY_TRACK: "track",
        Action.KEY_RENEW: "renew",
        Action.KEY_EDIT: "editkey",
        Action.KEY_BIND: "bind",
        Action.KEY_UNBIND: "unbind",
        Action.KEY_DELETE: "deletekey",
        Action.KEY_ROTATE: "rotate",
        Action.KEY_ROTATE_ALL: "rotateall",
        Action.KEY_OWNER: "keyowner",
        Action.KEY_ADOPT: "adopt",
        Action.KEY_DISCARD: "discard",
        Action.WHITELIST_ADD: "addaddress",
        Action.WHITELIST_IMPORT: "import",
        Action.WHITELIST_REMOVE: "removeaddress",
        Action.WHITELIST_EXPORT: "export",
        Action.MEMBER_INVITE: "invite",
        Action.MEMBER_ADMIT: "admit",
        Action.MEMBER_ROLE: "role",
        Action.MEMBER_RESET: "reset",
        Action.MEMBER_LIMIT: "limit",
        Action.ALERTS_DIGEST: "digest",
        Action.ALERTS_STEPS: "steps",
        Action.ALERTS_PIN: "pin",
        Action.ALERTS_QUIET: "quiet",
        Action.ALERTS_SOUND: "sound",
        Action.ALERTS_ZONE: "zone",
        Action.ALERTS_TOPIC: "topic",
        Action.ACCOUNT_CONNECT: "connect",
        Action.ACCOUNT_DISCONNECT: "disconnect",
        Action.POLICY_APPROVALS: "quorum",
        Action.POLICY_COOLING: "policy",
        Action.POLICY_CODES: "codes",
        Action.AUDIT_EXPORT: "audit",
        Action.TICKET_BREAK_GLASS: "breakglass",
    }
)
"""Action → its word. Without one: what needs no proof, and what a person asks for alone."""
AS_TEAM = "default"
"""The word for as many approvals as the team asks for."""
_HOURS = re.compile(r"(\d{1,4})(h|d)")
_NO_WAIT = frozenset({"no", "none", "off"})


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A row that can wait."""

    action: Action
    is_money: bool
    typed: str
    """`newkey`, or `newkey money`."""

    @property
    def stored(self) -> str:
        """Its name in the database."""
        return name_row(self.action, is_money=self.is_money)


def _make_rows() -> tuple[PolicyRow, ...]:
    rows = []
    for action, word in _WORDS.items():
        kinds = list(dict.fromkeys(POLICY[action].proofs(is_high_risk=one) is Proofs.MONEY for one in (False, True)))
        rows += [
            PolicyRow(action, is_money, f"{word} {MONEY}" if is_money and len(kinds) > 1 else word)
            for is_money in kinds
        ]
    return tuple(rows)


ROWS: Sequence[PolicyRow] = _make_rows()
"""In the order of the policy."""


def read_row(words: Sequence[str]) -> tuple[PolicyRow, Sequence[str]] | Refused:
    """Read the row from the first words, and return what is left of them."""
    lower = [word.lower().lstrip("/") for word in words[:2]]
    for length in (2, 1):
        found = next((row for row in ROWS if row.typed == " ".join(lower[:length])), None)
        if found is not None:
            rest = words[length:]
            # A row that is always about money is understood with the word too.
            skips = found.is_money and length == 1 and lower[1:] == [MONEY]
            return found, rest[1:] if skips else rest
    near = list_slips(lower[0].upper(), tuple(word.upper() for word in _WORDS.values()))[:1]
    return Refused(Reason.POLICY_ROW_UNKNOWN, {"typed": words[0][:20], "near": near[0].lower() if near else None})


def find_money_row(action: Action) -> PolicyRow | None:
    """Return the action's row about money, or None."""
    return next((row for row in ROWS if row.action is action and row.is_money), None)


def sets_approvals(words: Sequence[str]) -> bool:
    """Whether typed words set a number of approvals: `approvals`, `2`, `newkey money 2` or `newkey money default`.

    A waiting time has a unit.
    """
    return bool(words) and (words[0].lower() == "approvals" or words[-1].isdecimal() or words[-1].lower() == AS_TEAM)


def read_hours(typed: str) -> int | Refused:
    """Read `24h`, `2d` or `none`."""
    if typed.lower() in _NO_WAIT:
        return 0
    matched = _HOURS.fullmatch(typed.lower())
    hours = int(matched[1]) * (24 if matched[2] == "d" else 1) if matched else LONGEST_COOLING + 1
    if hours > LONGEST_COOLING:
        return Refused(Reason.COOLING_BAD, {"typed": typed[:20], "days": LONGEST_COOLING // 24})
    return hours
