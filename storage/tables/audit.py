"""The trail, its heads and checkpoints."""

from sqlalchemy import Table

from storage.tables.columns import (
    big,
    metadata,
    number,
    other_id,
    text,
    time,
    tree,
)

audit_heads = Table(
    "audit_heads",
    metadata,
    other_id("chain_id", key=True),
    big("sequence"),
    text("hmac"),
)


audit_checkpoints = Table(
    "audit_checkpoints",
    metadata,
    other_id("chain_id", key=True),
    big("sequence"),
    text("hmac"),
    time("verified_at"),
    text("key_id"),
    text("seal"),
)


audit_entries = Table(
    "audit_entries",
    metadata,
    other_id("chain_id", key=True),
    big("sequence", key=True),
    number("format"),
    time("at"),
    big("actor", optional=True),
    text("what"),
    text("outcome"),
    other_id("ticket_id", optional=True),
    tree("details"),
    text("key_id"),
    text("previous"),
    text("hmac"),
)
