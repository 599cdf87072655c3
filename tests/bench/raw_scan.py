"""The due scan written by hand for sqlite3, the baseline of `bench_scan`."""

import json
import secrets
import sqlite3
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_DAY = 86_400
_FIND_DUE = "SELECT look_at, account_id FROM watches WHERE look_at <= ? ORDER BY look_at, account_id LIMIT ?"
_LIST_ENDING = (
    "SELECT accounts.id, name, chat_id, title, keys.id, number, remark, expires_at FROM keys"
    " JOIN accounts ON accounts.id = account_id JOIN teams ON teams.id = accounts.team_id"
    " WHERE account_id IN (SELECT account_id FROM watches WHERE (look_at, account_id) <= (?, ?))"
    " AND (expires_at IS NULL OR expires_at <= ? OR keys.alert_steps IS NOT NULL)"
)
_NEXT_ENDS = (
    "SELECT account_id, min(expires_at) FROM keys"
    " WHERE account_id IN (SELECT account_id FROM watches WHERE (look_at, account_id) <= (?, ?))"
    " AND expires_at > ? GROUP BY account_id"
)
_LIST_SAID = (
    "SELECT alerts.* FROM alerts JOIN keys ON id = key_id"
    " WHERE account_id IN (SELECT account_id FROM watches WHERE (look_at, account_id) <= (?, ?))"
)
_LIST_CARDS = (
    "SELECT subject FROM cards WHERE subject IN"
    " (SELECT 'alerts:' || account_id FROM watches WHERE (look_at, account_id) <= (?, ?))"
)
_LIST_DRIFTS = (
    "SELECT account_id FROM drifts WHERE settled_as IS NULL"
    " AND account_id IN (SELECT account_id FROM watches WHERE (look_at, account_id) <= (?, ?))"
)
_ADD_ALERT = (
    "INSERT INTO alerts (key_id, anchor_at, before_seconds, said_at, escalated, escalate_at) VALUES (?, ?, ?, ?, 0, ?)"
)
_ADD_NOTICE = (
    "INSERT INTO notices (id, channel, destination, due_at, sealed_content, chat_id, card_id, state, attempts,"
    " is_leased) VALUES (?, 'say', ?, ?, ?, ?, ?, 'waiting', 0, 0)"
)


def tell_raw(connection: sqlite3.Connection, moment: datetime, size: int) -> int:
    """Announce every account that is due at that moment, so many in one transaction. Return how many."""
    cipher, told = AESGCM(secrets.token_bytes(32)), 0
    while found := connection.execute(_FIND_DUE, (as_text(moment), size)).fetchall():
        connection.execute("BEGIN IMMEDIATE")
        told += _tell(connection, cipher, found[-1], moment)
        connection.execute("COMMIT")
    return told


def _tell(connection: sqlite3.Connection, cipher: AESGCM, last: tuple[str, str], moment: datetime) -> int:
    """Announce what is due up to `last` with the same reads, seals and writes as the job. Return how many."""
    now, soon = as_text(moment), as_text(moment + timedelta(days=30))
    ending = connection.execute(_LIST_ENDING, (*last, soon)).fetchall()
    said = {row[:3] for row in connection.execute(_LIST_SAID, last).fetchall()}
    later = dict(connection.execute(_NEXT_ENDS, (*last, soon)).fetchall())
    stands = {subject for (subject,) in connection.execute(_LIST_CARDS, last)}
    differs = {account for (account,) in connection.execute(_LIST_DRIFTS, last)}
    alerts, cards, notices, watches = [], [], [], []
    for account, name, chat, title, key, number, remark, end in ending:
        if (key, end, _DAY) in said or f"alerts:{account}" in stands or account in differs:
            raise AssertionError("nothing was said before")
        card, notice, nonce = uuid4().hex, uuid4().hex, secrets.token_bytes(12)
        content = json.dumps(_say(name, title, number, remark, end), sort_keys=True, separators=(",", ":"))
        sealed = nonce + cipher.encrypt(nonce, content.encode(), f"notices|sealed_content|{notice}".encode())
        look = min(as_text(moment + timedelta(hours=2)), later[account], as_text(_read(end) - timedelta(hours=6)))
        alerts.append((key, end, _DAY, now, as_text(moment + timedelta(hours=2))))
        cards.append((card, chat, f"alerts:{account}"))
        notices.append((notice, f"urgent {chat}", now, sealed, chat, card))
        watches.append((look, now, now, account))
    connection.executemany(_ADD_ALERT, alerts)
    connection.executemany("INSERT INTO cards (id, chat_id, subject) VALUES (?, ?, ?)", cards)
    connection.executemany(_ADD_NOTICE, notices)
    connection.executemany("UPDATE watches SET look_at = ?, looked_at = ?, said_at = ? WHERE account_id = ?", watches)
    return len(ending)


def _say(account: str, team: str, number: int, key: str, end: str) -> dict[str, object]:
    """Return the same message as the job's."""
    due = {"saying": "key-due", "args": {"at": {"at": f"{end.replace(' ', 'T')}Z"}, "left": "until"}}
    line = {
        "mark": {"saying": "key-mark", "args": {"state": "day"}},
        "number": number,
        "key": key,
        "due": due,
        "differs": None,
        "effect": {"saying": "alerts-effect", "args": {"what": "trading", "ended": False}},
        "act": None,
    }
    args = {
        "exchange": None,
        "told": False,
        "account": account,
        "team": team,
        "tone": "day",
        "within": {"saying": "alerts-within", "args": {"unit": "days", "number": 1}},
        "count": 1,
        "keys": [{"saying": "alerts-line", "args": line}],
        "more": 0,
        "next": "renew",
        "unknown": False,
    }
    rows = (("renew", "bind", "rotate"), ("on-it", "snooze"))
    presses = {"on-it": "ask onit", "snooze": "ask snooze"}
    buttons = [
        [
            {
                "label": {"saying": f"button-{name}", "args": {}},
                "press": presses.get(name, f"ask {name} {number}"),
                "start": None,
                "copies": None,
            }
            for name in row
        ]
        for row in rows
    ]
    rest = {"picture": None, "document": None, "protected": False, "expects_reply": False}
    return {"content": {"saying": "alerts-card", "args": args}, "buttons": buttons, **rest}


def as_text(moment: datetime) -> str:
    """Write a moment as the database has it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
