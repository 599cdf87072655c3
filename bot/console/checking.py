"""What is wrong, or could be better, with an installation.

Nothing here speaks to Telegram or to a mail server, and nothing is changed.
"""

import ipaddress
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from bot.settings import Settings
from storage.database_url import SqliteUrl, parse_database_url


class Level(StrEnum):
    """How much a finding matters."""

    GOOD = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about the installation."""

    level: Level
    sentence: str


def check_settings(settings: Settings) -> list[Finding]:
    """What the settings alone tell."""
    return [
        _check_token(settings),
        *_check_webhook(settings),
        _check_owners(settings),
        *_check_mail(settings),
        _check_public_url(settings),
        _check_master_key(settings),
        _check_database(settings),
    ]


def sqlite_path(settings: Settings) -> Path | None:
    """The file of a SQLite database; None: it is a PostgreSQL one."""
    place = parse_database_url(settings.database_url.get_secret_value())
    return place.path if isinstance(place, SqliteUrl) else None


def _check_token(settings: Settings) -> Finding:
    if settings.telegram_token is None:
        return Finding(
            Level.PROBLEM,
            "There is no bot token: send /newbot to @BotFather and set KEYMINDER_TELEGRAM_TOKEN to what it answers.",
        )
    return Finding(Level.GOOD, "A bot token is set.")


def _check_webhook(settings: Settings) -> list[Finding]:
    if settings.telegram_mode == "webhook" and not settings.public_url.startswith("https://"):
        return [
            Finding(Level.PROBLEM, "Telegram pushes updates only to https: set KEYMINDER_PUBLIC_URL, or use polling.")
        ]
    return []


def _check_owners(settings: Settings) -> Finding:
    if not settings.owners:
        return Finding(
            Level.PROBLEM,
            "Nobody may claim a team: set KEYMINDER_OWNERS to the owners' Telegram user ids, which /whoami tells.",
        )
    return Finding(Level.GOOD, f"May claim a team: {', '.join(map(str, sorted(settings.owners)))}.")


def _check_mail(settings: Settings) -> list[Finding]:
    if settings.smtp_url is None:
        return [
            Finding(
                Level.NOTE,
                "There is no mail server, so changes that need an e-mail proof (withdraw permission, granting owner or "
                "approver) are refused: set KEYMINDER_SMTP_URL and KEYMINDER_MAIL_FROM.",
            )
        ]
    parts = urlsplit(settings.smtp_url.get_secret_value())
    if parts.scheme == "smtp" and parts.username and not _is_loopback(parts.hostname or ""):
        return [
            Finding(Level.NOTE, "The mail password travels in the clear: use smtp+starttls:// or smtps:// if you can.")
        ]
    return []


def _check_public_url(settings: Settings) -> Finding:
    parts = urlsplit(settings.public_url)
    host = parts.hostname or ""
    if _is_loopback(host) or host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not listened on
        return Finding(
            Level.NOTE,
            f"Links in e-mails begin with {settings.public_url} and open only here: set KEYMINDER_PUBLIC_URL.",
        )
    if parts.scheme == "http":
        return Finding(
            Level.NOTE, f"Links in e-mails begin with {settings.public_url}, without TLS: others can read along."
        )
    return Finding(Level.GOOD, f"Links in e-mails begin with {settings.public_url}.")


def _check_master_key(settings: Settings) -> Finding:
    if settings.master_key is not None:
        return Finding(Level.GOOD, "The master key comes from KEYMINDER_MASTER_KEY.")
    path = settings.master_key_file
    if not path.exists():
        return Finding(
            Level.NOTE, f"{path} does not exist: a first start with a new database makes it; keep a copy apart."
        )
    if not os.access(path, os.R_OK):
        return Finding(Level.PROBLEM, f"{path} cannot be read by this user: correct its owner or mode.")
    if path.stat().st_mode & 0o077:
        return Finding(Level.NOTE, f"{path} can be read by other users of this machine: chmod 600 {path}.")
    return Finding(Level.GOOD, f"The master key is in {path}; keep a copy apart from the backups.")


def _check_database(settings: Settings) -> Finding:
    path = sqlite_path(settings)
    if path is None:
        return Finding(Level.GOOD, "The database is PostgreSQL.")
    folder = next(one for one in (path.absolute().parent, *path.absolute().parents) if one.exists())
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        return Finding(Level.PROBLEM, f"{path} cannot be written by this user: correct the owner or mode of {folder}.")
    if not path.exists():
        return Finding(Level.NOTE, f"{path} does not exist: the first start makes it.")
    return Finding(Level.GOOD, f"The database is {path}.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
