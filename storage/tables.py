"""The columns of the nouns in `storage/records`.

It must not know how records travel in and out: that is the collections' work.
"""

from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint

from storage.columns import (
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
    tree,
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
    time("suspicious_since", optional=True),
    text("username", optional=True),
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
    big("topic_id"),  # 0: outside topics; NULL would not count as equal in the constraint below
    text("title"),
    big("claimed_by"),
    time("claimed_at"),
    number("approvals"),
    flag("quorum_reached"),
    flag("ephemeral_prompts"),
    number("digest_minute", optional=True),
    time("next_digest_at", optional=True),
    text("digested_on", optional=True),
    UniqueConstraint("chat_id", "topic_id"),
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
    tree("account_ids", optional=True),
    Index(None, "user_id"),
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
    big("step", key=True),
    time("said_at"),
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

examinations = Table(
    "examinations",
    metadata,
    other_id("card_id", key=True),
    other_id("team_id", "teams.id"),
    person(),
    time("asked_at"),
    time("leased_until", optional=True),
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
    time("mailed_at", optional=True),
    number("approvals"),
    number("cares_done"),
    text("told", optional=True),
    Column("attempts", Integer(), server_default="0", nullable=False),
    other_id("leased_by", optional=True),
    time("called_at", optional=True),
    time("leased_until", optional=True),
    time("retry_at", optional=True),
    time("doubt_until", optional=True),  # something was asked for that may still appear: nobody else asks before
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
    Index(None, "ticket_id"),
    Index(None, "subject", "user_id"),
    Index(None, "user_id", "opened_at"),
    Index(None, "chat_id", "message_id"),
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
    other_id("about_id", optional=True),  # of letters: a newer one about the same takes the place of one that waits
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

leases = Table(
    "leases",
    metadata,
    word("name"),
    other_id("holder"),
    time("held_until"),
)

signs_of_life = Table(
    "signs_of_life",
    metadata,
    word("of"),
    time("seen_at"),
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
