"""Tickets, their proofs and confirmation links."""

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint

from storage.tables.columns import (
    big,
    flag,
    metadata,
    number,
    other_id,
    own_id,
    person,
    text,
    time,
    tree,
    word,
)

tickets = Table(
    "tickets",
    metadata,
    own_id(),
    number("number"),
    other_id("team_id", "teams.id", optional=True),
    person(),
    text("action"),
    tree("payload"),
    text("plan"),
    flag("is_money"),
    big("asked_chat_id"),
    big("asked_topic_id", optional=True),
    big("asked_message_id", optional=True),
    flag("asked_in_private"),
    time("asked_at"),
    text("stage", optional=True),
    time("stage_until", optional=True),
    tree("parts"),
    text("ended_as", optional=True),
    time("ended_at", optional=True),
    text("result", optional=True),
    tree("accounts", optional=True),
    text("reason", optional=True),
    big("denied_by", optional=True),
    text("denial_reason", optional=True),
    time("mailed_at", optional=True),
    number("approvals"),
    Column("cooling_hours", Integer(), server_default="0", nullable=False),
    number("cares_done"),
    text("told", optional=True),
    Column("said", Text(), server_default="", nullable=False),
    Column("attempts", Integer(), server_default="0", nullable=False),
    other_id("leased_by", optional=True),
    time("called_at", optional=True),
    time("leased_until", optional=True),
    time("retry_at", optional=True),
    time("doubt_until", optional=True),  # a request may still take effect: other processes do not ask before
    UniqueConstraint("team_id", "number"),
    Index(None, "team_id", "stage"),
    Index(None, "user_id", "stage"),
    Index(None, "stage", "stage_until"),
)


proofs = Table(
    "proofs",
    metadata,
    other_id("ticket_id", "tickets.id", key=True),
    word("kind"),
    person(key=True),
    time("given_at"),
    text("payload_hash"),
    Index(None, "user_id", "kind"),
)


links = Table(
    "links",
    metadata,
    word("token_hash"),
    text("purpose"),
    other_id("subject_id"),
    big("user_id", optional=True),
    time("expires_at"),
    Index(None, "purpose", "subject_id"),
    Index(None, "expires_at"),
)
