"""The nouns of the product, frozen; see the table of words in the design.

Nothing here knows how it is stored, shown or decided: no SQLAlchemy, no behaviour.
Every `…_at` is an aware UTC datetime. Every id without another name is a random UUID made before insertion.
"""

from storage.records.audit import AuditEntry, Event
from storage.records.keys import (
    Account,
    AccountKind,
    Alert,
    ConnectionProblem,
    ConnectionStatus,
    Drift,
    DriftResolution,
    Key,
    KeyFacts,
    Look,
    Rotation,
    Watch,
)
from storage.records.messages import (
    Arg,
    Button,
    Card,
    Channel,
    ChatLocation,
    Document,
    Examination,
    InboxRow,
    Message,
    MessageContent,
    Notice,
    UnreachableChat,
    UnreachableReason,
)
from storage.records.people import Invitation, Membership, MembershipStatus, Person, Role, Team
from storage.records.tickets import Action, End, Link, LinkPurpose, Outcome, Part, Proof, ProofKind, Stage, Ticket
from storage.records.whitelist import Address, AddressKind, AddressStatus, AddressType

__all__ = [
    "Account",
    "AccountKind",
    "Action",
    "Address",
    "AddressKind",
    "AddressStatus",
    "AddressType",
    "Alert",
    "Arg",
    "AuditEntry",
    "Button",
    "Card",
    "Channel",
    "ChatLocation",
    "ConnectionProblem",
    "ConnectionStatus",
    "Document",
    "Drift",
    "DriftResolution",
    "End",
    "Event",
    "Examination",
    "InboxRow",
    "Invitation",
    "Key",
    "KeyFacts",
    "Link",
    "LinkPurpose",
    "Look",
    "Membership",
    "MembershipStatus",
    "Message",
    "MessageContent",
    "Notice",
    "Outcome",
    "Part",
    "Person",
    "Proof",
    "ProofKind",
    "Role",
    "Rotation",
    "Stage",
    "Team",
    "Ticket",
    "UnreachableChat",
    "UnreachableReason",
    "Watch",
]
