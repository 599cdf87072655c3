"""The installation itself: counters, leases, heartbeats."""

from sqlalchemy import Table

from storage.tables.columns import (
    flag,
    metadata,
    number,
    other_id,
    own_id,
    text,
    time,
    word,
)

installation = Table(
    "installation",
    metadata,
    own_id(),
    text("stamp"),
    text("fingerprint"),
    time("created_at"),
    flag("has_trail"),
)


counters = Table(
    "counters",
    metadata,
    other_id("team_id", key=True),
    word("what"),
    number("value"),
)


leases = Table(
    "leases",
    metadata,
    word("name"),
    other_id("holder"),
    time("held_until"),
)


noted_ends = Table(
    "noted_ends",
    metadata,
    word("what"),
    time("at"),
)


signs_of_life = Table(
    "signs_of_life",
    metadata,
    word("of"),
    time("seen_at"),
)
