"""A rule's answer, and the closed list of reasons for a no.

It must not know any sentence: the catalogue has one for each reason, named `refused-<reason>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from storage.records import Arg, Saying


class Reason(StrEnum):
    """Why something is refused. The words in brackets are the args that go with the reason."""

    NOT_A_MEMBER = "not-a-member"
    SUSPENDED = "suspended"
    NOT_ADMITTED_YET = "not-admitted-yet"
    ROLE_TOO_LOW = "role-too-low"
    """(needed, has)"""
    NOT_YOUR_ACCOUNT = "not-your-account"
    """(account)"""
    NO_SUCH_POLICY = "no-such-policy"
    NOT_ENROLLED = "not-enrolled"
    NO_EMAIL = "no-email"
    FACTOR_TOO_YOUNG = "factor-too-young"
    """(until)"""
    EMAIL_TOO_YOUNG = "email-too-young"
    """(until)"""
    NO_TEAM = "no-team"
    NOT_YOURS = "not-yours"
    LINK_UNKNOWN = "link-unknown"
    MAY_NOT_CANCEL = "may-not-cancel"
    CANNOT_CANCEL_NOW = "cannot-cancel-now"
    NOT_IN_THIS_STAGE = "not-in-this-stage"
    OWN_TICKET = "own-ticket"
    """The requester never approves."""
    TICKET_LAPSED = "ticket-lapsed"
    TICKET_ENDED = "ticket-ended"
    """(end)"""
    NOTHING_OPEN = "nothing-open"
    NOTHING_TO_CANCEL = "nothing-to-cancel"
    CODE_WRONG = "code-wrong"
    """(left): how many tries are left"""
    CODE_USED = "code-used"
    """(seconds): until the next code"""
    LOCKED = "locked"
    """(until)"""
    RESEND_TOO_SOON = "resend-too-soon"
    """(seconds)"""
    KEY_UNKNOWN = "key-unknown"
    """(name, nearest)"""
    KEY_AMBIGUOUS = "key-ambiguous"
    """(name, candidates)"""
    KEYS_NONE = "keys-none"
    KEYS_NONE_BOUND = "keys-none-bound"
    KEYS_FULL = "keys-full"
    """(account, limit)"""
    KEY_BOUND = "key-bound"
    """(key): renewing is unnecessary"""
    KEY_UNBOUND = "key-unbound"
    """(key): no IP is bound to it"""
    KEY_CHANGED = "key-changed"
    """(key): changed between question and proof"""
    REMARK_EMPTY = "remark-empty"
    REMARK_TOO_LONG = "remark-too-long"
    """(length, limit)"""
    REMARK_TAKEN = "remark-taken"
    """(remark)"""
    REMARK_DIGITS = "remark-digits"
    """(remark)"""
    REMARK_RESERVED = "remark-reserved"
    """(remark)"""
    REMARK_CHARACTERS = "remark-characters"
    """(character)"""
    ACCESS_ID_MISSING = "access-id-missing"
    """(key)"""
    ACCESS_ID_TAKEN = "access-id-taken"
    """(access_id, key)"""
    ACCESS_ID_CHARACTERS = "access-id-characters"
    """(access_id)"""
    IP_BAD = "ip-bad"
    """(ip)"""
    IP_RANGE = "ip-range"
    """(ip)"""
    IP_TWICE = "ip-twice"
    """(ip)"""
    IP_ALREADY_BOUND = "ip-already-bound"
    """(ip, key)"""
    IP_NOT_BOUND = "ip-not-bound"
    """(ip, key)"""
    IPS_MISSING = "ips-missing"
    IPS_FULL = "ips-full"
    """(limit)"""
    DATE_BAD = "date-bad"
    """(date)"""
    DATE_PAST = "date-past"
    """(date)"""
    ALREADY_ENROLLED = "already-enrolled"
    NO_OPEN_INVITATION = "no-open-invitation"
    INVITATION_SPENT = "invitation-spent"
    INVITATION_LAPSED = "invitation-lapsed"
    ALREADY_MEMBER = "already-member"
    """(role)"""
    PERSON_UNKNOWN = "person-unknown"
    """(person)"""
    ROLE_UNKNOWN = "role-unknown"
    """(role)"""
    ALREADY_SUSPENDED = "already-suspended"
    """(who)"""
    ROLE_UNCHANGED = "role-unchanged"
    """(who, role)"""
    LAST_OWNER = "last-owner"
    LAST_APPROVER = "last-approver"
    MAY_NOT_CLAIM = "may-not-claim"
    """(user_id)"""
    EMAIL_BAD = "email-bad"
    """(email)"""
    EMAIL_SAME = "email-same"
    """(email)"""
    ZONE_UNKNOWN = "zone-unknown"
    """(zone)"""
    MAIL_IMPOSSIBLE = "mail-impossible"
    SHEET_HEADER = "sheet-header"
    """(columns): what the first line must name"""
    SHEET_ROW = "sheet-row"
    """(line, why)"""
    SHEET_FIELDS = "sheet-fields"
    """(found, expected)"""
    SHEET_EMPTY = "sheet-empty"
    SHEET_UNREADABLE = "sheet-unreadable"
    """A quote is never closed or closes too early, or a cell is endless."""
    SHEET_TOO_LONG = "sheet-too-long"
    """(limit)"""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Nothing speaks against it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """No, and why."""

    reason: Reason
    args: Mapping[str, Arg] = field(default_factory=dict)

    def as_saying(self) -> Saying:
        """The id of the reason's sentence, and what fills it."""
        return Saying(f"refused-{self.reason.value}", self.args)


Verdict = Allowed | Refused
