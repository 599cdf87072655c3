"""The columns of the nouns in `storage/records`.

It must not know how records travel in and out: that is the collections' work.
"""

from storage.tables.audit import audit_checkpoints, audit_entries, audit_heads
from storage.tables.keys import (
    accounts,
    alerts,
    book_entries,
    book_keys,
    coin_tables,
    drifts,
    end_alerts,
    keys,
    looks,
    rotations,
    watches,
)
from storage.tables.messages import cards, examinations, inbox, moved_chats, notices, pinned_cards, silences
from storage.tables.people import calendars, invitations, memberships, menus, people, recovery_codes, teams
from storage.tables.service import counters, installation, leases, noted_ends, signs_of_life
from storage.tables.tickets import links, proofs, tickets
from storage.tables.whitelist import addresses, book_address_entries, book_addresses

__all__ = [
    "accounts",
    "addresses",
    "alerts",
    "audit_checkpoints",
    "audit_entries",
    "audit_heads",
    "book_address_entries",
    "book_addresses",
    "book_entries",
    "book_keys",
    "calendars",
    "cards",
    "coin_tables",
    "counters",
    "drifts",
    "end_alerts",
    "examinations",
    "inbox",
    "installation",
    "invitations",
    "keys",
    "leases",
    "links",
    "looks",
    "memberships",
    "menus",
    "moved_chats",
    "noted_ends",
    "notices",
    "people",
    "pinned_cards",
    "proofs",
    "recovery_codes",
    "rotations",
    "signs_of_life",
    "silences",
    "teams",
    "tickets",
    "watches",
]
