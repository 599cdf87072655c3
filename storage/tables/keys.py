"""Accounts, keys, alerts, rotations, differences with an exchange, and the embedded ledger of keys."""

from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint

from storage.tables.columns import (
    big,
    flag,
    index_some,
    metadata,
    number,
    other_id,
    own_id,
    sealed,
    text,
    time,
    tree,
    word,
)

accounts = Table(
    "accounts",
    metadata,
    own_id(),
    other_id("team_id", "teams.id"),
    text("name"),
    text("kind"),
    time("created_at"),
    text("remote_id", optional=True),
    sealed("sealed_credentials"),
    other_id("main_id", optional=True),
    text("standing"),
    flag("is_frozen"),
    text("trouble", optional=True),
    time("trouble_since", optional=True),
    time("ask_at", optional=True),
    UniqueConstraint("team_id", "name"),
    Index(None, "main_id"),
    Index(None, "kind", "remote_id"),
    index_some("ix_accounts_with_credentials", "standing", "kind", "id", where="sealed_credentials IS NOT NULL"),
    index_some("ix_accounts_to_ask", "standing", "ask_at", "id", where="sealed_credentials IS NOT NULL"),
)


coin_tables = Table(
    "coin_tables",
    metadata,
    word("exchange"),
    text("coins"),
    time("read_at"),
)


keys = Table(
    "keys",
    metadata,
    own_id(),
    other_id("team_id", "teams.id"),
    other_id("account_id", "accounts.id"),
    number("number"),
    text("remark"),
    text("folded_remark"),
    text("access_id"),
    flag("trade"),
    flag("withdraw"),
    tree("ips"),
    time("created_at"),
    time("expires_at", optional=True),
    time("live_at", optional=True),
    time("announced_live_at", optional=True),
    text("remote_id"),
    flag("never_expires"),
    big("made_by", optional=True),
    text("alert_steps", optional=True),
    big("owner_id", optional=True),
    UniqueConstraint("team_id", "number"),
    UniqueConstraint("account_id", "folded_remark"),
    UniqueConstraint("account_id", "access_id"),
    Index(None, "announced_live_at", "live_at"),
    Index(None, "expires_at"),
)


watches = Table(
    "watches",
    metadata,
    other_id("account_id", "accounts.id", key=True),
    time("look_at", optional=True),
    time("looked_at", optional=True),
    time("said_at", optional=True),
    Index(None, "look_at", "account_id"),
    Index(None, "looked_at"),
)


alerts = Table(
    "alerts",
    metadata,
    other_id("key_id", "keys.id", key=True),
    time("anchor_at", key=True),
    big("before_seconds", key=True),
    time("said_at"),
    big("acted_by", optional=True),
    time("acted_at", optional=True),
    big("acted_before", optional=True),
    time("snoozed_until", optional=True),
    Column("escalated", Integer(), nullable=False, server_default="0"),
    time("escalate_at", optional=True),
    text("held_for", optional=True),
)


end_alerts = Table(
    "end_alerts",
    metadata,
    other_id("team_id", "teams.id", key=True),
    other_id("end_id", key=True),  # of an account, an invitation, or made from the name of what ends
    time("anchor_at", key=True),
    big("before_seconds", key=True),
    time("said_at"),
    big("acted_by", optional=True),
    time("acted_at", optional=True),
    time("snoozed_until", optional=True),
    Column("escalated", Integer(), nullable=False, server_default="0"),
    time("escalate_at", optional=True),
)


rotations = Table(
    "rotations",
    metadata,
    own_id("new_key_id"),
    other_id("old_key_id"),
    other_id("team_id", "teams.id"),
    number("overlap_seconds"),
    time("offered_at", optional=True),
    time("remind_at", optional=True),
    UniqueConstraint("old_key_id"),
    Index(None, "remind_at"),
)


drifts = Table(
    "drifts",
    metadata,
    own_id(),
    other_id("team_id", "teams.id"),
    other_id("account_id", "accounts.id"),
    number("number"),
    other_id("report_id"),
    text("remote_id"),
    other_id("key_id", optional=True),
    tree("known", optional=True),
    tree("there", optional=True),
    time("found_at"),
    text("settled_as", optional=True),
    time("settled_at", optional=True),
    big("settled_by", optional=True),
    UniqueConstraint("team_id", "number"),
    Index(None, "account_id", "settled_as"),
    Index(None, "report_id"),
)


looks = Table(
    "looks",
    metadata,
    other_id("account_id", "accounts.id", key=True),
    time("due_at"),
    time("looked_at"),
    time("seen_at", optional=True),
    text("trouble", optional=True),
    time("trouble_since", optional=True),
    Index(None, "due_at"),
    Index(None, "looked_at"),
)


book_keys = Table(
    "book_keys",
    metadata,
    other_id("account_id", "accounts.id", key=True),
    word("remote_id"),
    text("access_id"),
    text("remark"),
    flag("trade"),
    flag("withdraw"),
    tree("ips"),
    time("created_at"),
    time("expires_at", optional=True),
    time("live_at", optional=True),
)


book_entries = Table(
    "book_entries",
    metadata,
    own_id(),
    other_id("ticket_id"),
    number("part"),
    other_id("account_id", "accounts.id"),
    tree("key_after", optional=True),
    sealed("sealed_key_secret"),
    UniqueConstraint("ticket_id", "part"),
)
