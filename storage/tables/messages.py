"""Cards, notices, received updates, unreachable chats."""

from sqlalchemy import Index, Table, UniqueConstraint

from storage.tables.columns import (
    big,
    flag,
    index_some,
    metadata,
    number,
    other_id,
    own_id,
    person,
    position,
    sealed,
    text,
    time,
)

examinations = Table(
    "examinations",
    metadata,
    other_id("card_id", key=True),
    other_id("team_id", "teams.id"),
    person(),
    time("asked_at"),
    time("leased_until", optional=True),
)


cards = Table(
    "cards",
    metadata,
    own_id(),
    big("chat_id"),
    big("topic_id", optional=True),
    other_id("ticket_id", "tickets.id", optional=True),
    big("user_id", optional=True),
    text("subject"),
    big("message_id", optional=True),
    number("keeps_for_seconds", optional=True),
    time("opened_at", optional=True),
    text("press", optional=True),
    big("reader", optional=True),
    big("ephemeral_id", optional=True),
    time("secret_since", optional=True),
    Index(None, "ticket_id"),
    Index(None, "subject", "user_id"),
    Index(None, "user_id", "opened_at"),
    Index(None, "chat_id", "message_id"),
    index_some("ix_cards_with_secret", "secret_since", where="secret_since IS NOT NULL"),
    index_some("ix_cards_ephemeral", "chat_id", "ephemeral_id", where="ephemeral_id IS NOT NULL"),
)


pinned_cards = Table(
    "pinned_cards",
    metadata,
    other_id("team_id", "teams.id", key=True),
    text("shown"),
    text("looked_on", optional=True),
    big("message_id", optional=True),
    flag("is_pinned"),
    flag("is_loose"),
    flag("may_pin"),
    flag("is_remade"),
    flag("is_ended"),
)


notices = Table(
    "notices",
    metadata,
    position(),
    other_id("id"),
    text("channel"),
    text("destination"),
    time("due_at"),
    sealed("sealed_content"),
    big("chat_id", optional=True),
    big("topic_id", optional=True),
    big("reply_to", optional=True),
    other_id("card_id", optional=True),
    text("to_email", optional=True),
    other_id("about_id", optional=True),  # of e-mails: a newer one about the same replaces one that waits
    big("user_id", optional=True),
    text("state"),
    number("attempts"),
    flag("is_leased"),
    time("blocked_until", optional=True),
    text("given_up_because", optional=True),
    UniqueConstraint("id"),
    Index(None, "state", "destination", "due_at", "position"),
    Index(None, "card_id", "state"),
    Index(None, "due_at"),
    index_some("ix_notices_about", "about_id", "position", where="about_id IS NOT NULL"),
    index_some("ix_notices_letters", "position", where="to_email IS NOT NULL"),
)


silences = Table(
    "silences",
    metadata,
    big("chat_id", key=True),
    big("topic_id", key=True),  # 0: outside topics
    text("why"),
    time("since"),
)


moved_chats = Table(
    "moved_chats",
    metadata,
    big("old_chat_id", key=True),
    big("new_chat_id"),
)


inbox = Table(
    "inbox",
    metadata,
    position(),
    big("update_id"),
    sealed("sealed_update", "update_id"),
    time("received_at"),
    number("attempts"),
    other_id("claimed_by", optional=True),
    time("claimed_until", optional=True),
    UniqueConstraint("update_id"),
    Index(None, "received_at"),
    index_some("ix_inbox_waiting", "position", where="sealed_update IS NOT NULL"),
)
