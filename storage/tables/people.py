"""People, teams, memberships, invitations."""

from sqlalchemy import JSON, Boolean, Column, Index, Table, UniqueConstraint, false

from storage.tables.columns import (
    big,
    flag,
    index_some,
    metadata,
    number,
    other_id,
    own_id,
    person,
    sealed,
    text,
    time,
    tree,
    word,
)

people = Table(
    "people",
    metadata,
    big("user_id", key=True),
    text("name"),
    text("zone"),
    sealed("sealed_totp_seed", "user_id"),
    sealed("sealed_pending_seed", "user_id"),
    big("last_step", optional=True),
    time("enrolled_at", optional=True),
    number("failed_codes"),
    time("locked_until", optional=True),
    text("email", optional=True),
    time("email_verified_at", optional=True),
    time("may_enrol_until", optional=True),
    text("username", optional=True),
    Column("likes_dark", Boolean(), nullable=False, server_default=false()),
    text("quiet_hours", optional=True),
    Index(None, "username"),
)


recovery_codes = Table(
    "recovery_codes",
    metadata,
    person(key=True),
    word("code_hash"),
    time("spent_at", optional=True),
)


teams = Table(
    "teams",
    metadata,
    own_id(),
    big("chat_id"),
    big("topic_id"),  # 0: outside topics. NULL would not count as equal in the constraint below
    text("title"),
    big("claimed_by"),
    time("claimed_at"),
    number("approvals"),
    flag("quorum_reached"),
    Column("cooling_hours", JSON(), server_default="{}", nullable=False),
    Column("row_approvals", JSON(), server_default="{}", nullable=False),
    number("digest_minute", optional=True),
    time("next_digest_at", optional=True),
    text("digested_on", optional=True),
    time("next_sweep_at", optional=True),
    time("next_ends_at", optional=True),
    time("next_head_at", optional=True),
    time("glass_repeats_at", optional=True),
    Column("codes_here", Boolean(), nullable=False, server_default=false()),
    text("digest_days", optional=True),
    text("zone", optional=True),
    text("alert_steps", optional=True),
    text("quiet_hours", optional=True),
    Column("sounds", JSON(), server_default="{}", nullable=False),
    Column("topics", JSON(), server_default="{}", nullable=False),
    UniqueConstraint("chat_id", "topic_id"),
    Index(None, "next_sweep_at"),
    Index(None, "next_ends_at"),
    Index(None, "next_head_at"),
    Index(None, "glass_repeats_at"),
    index_some("ix_teams_with_digest", "next_digest_at", where="digest_minute IS NOT NULL"),
)


memberships = Table(
    "memberships",
    metadata,
    other_id("team_id", "teams.id", key=True),
    person(key=True),
    text("role"),
    text("standing"),
    time("joined_at"),
    big("invited_by", optional=True),
    tree("accounts", optional=True),
    Index(None, "user_id"),
)


calendars = Table(
    "calendars",
    metadata,
    person(key=True),
    text("token_hash"),
    time("made_at"),
    UniqueConstraint("token_hash"),
)


menus = Table(
    "menus",
    metadata,
    big("chat_id", key=True),
    person(key=True),
    text("given", optional=True),
    index_some("ix_menus_due", "chat_id", "user_id", where="given IS NULL"),
)


invitations = Table(
    "invitations",
    metadata,
    own_id(),
    other_id("team_id", "teams.id"),
    text("role"),
    big("invited_by"),
    time("expires_at"),
    big("user_id", optional=True),
    big("redeemed_by", optional=True),
    time("redeemed_at", optional=True),
    time("closed_at", optional=True),
    Index(None, "team_id"),
    index_some("ix_invitations_open", "expires_at", where="closed_at IS NULL"),
)
