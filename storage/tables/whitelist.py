"""The withdrawal whitelist, and the embedded ledger of addresses."""

from sqlalchemy import Index, Table, UniqueConstraint

from storage.tables.columns import (
    metadata,
    number,
    other_id,
    own_id,
    text,
    time,
    tree,
    word,
)

addresses = Table(
    "addresses",
    metadata,
    own_id(),
    other_id("team_id", "teams.id"),
    other_id("account_id", "accounts.id"),
    number("number"),
    text("kind"),
    text("address_type"),
    text("status"),
    text("remark"),
    text("coin"),
    text("chain", optional=True),
    text("address"),
    text("canonical"),
    text("memo", optional=True),
    time("created_at"),
    text("remote_id"),
    other_id("ticket_id", optional=True),
    UniqueConstraint("team_id", "number"),
    Index(None, "account_id", "canonical"),
    Index(None, "ticket_id"),
)


book_addresses = Table(
    "book_addresses",
    metadata,
    other_id("account_id", "accounts.id", key=True),
    word("remote_id"),
    text("kind"),
    text("address_type"),
    text("coin"),
    text("chain", optional=True),
    text("address"),
    text("canonical"),
    text("memo", optional=True),
    text("remark"),
    time("created_at"),
)


book_address_entries = Table(
    "book_address_entries",
    metadata,
    other_id("ticket_id", key=True),
    number("part", key=True),
    other_id("account_id", "accounts.id"),
    tree("added_ids"),
    text("removed_id", optional=True),
)
