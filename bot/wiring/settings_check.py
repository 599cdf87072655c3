"""What is wrong, or could be better, with an installation.

Nothing here speaks to Telegram or to a mail server, and nothing is changed.
"""

import errno
import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from bot.settings import Settings
from storage.database_url import SqliteUrl, parse_database_url
from storage.engines.sqlite_file import is_missing_or_empty
from storage.errors import BadMasterKey, DatabaseError
from storage.ownership import explain_denial
from storage.sealing import KeyRing


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


def describe_places(settings: Settings) -> Mapping[str, str]:
    """Where this installation keeps what it remembers, as whole paths."""
    path = sqlite_path(settings)
    return {
        "database": str(path.absolute()) if path else "PostgreSQL",
        "sealed_with": "KEYMINDER_MASTER_KEY" if settings.master_key else str(settings.master_key_file.absolute()),
    }


def find_wrong_proxies(settings: Settings, environ: Mapping[str, str]) -> list[str]:
    """What is wrong with the proxies that requests would take, one sentence for each variable."""
    if environ.get("no_proxy", environ.get("NO_PROXY", "")).strip() == "*":
        return []
    found = {}
    for url in (settings.telegram_api_url, *settings.exchange_urls.values()):
        parts = urlsplit(url)
        if not _is_loopback(parts.hostname or ""):
            names = (f"{parts.scheme}_proxy", f"{parts.scheme.upper()}_PROXY", "all_proxy", "ALL_PROXY")
            name = next((one for one in names if environ.get(one)), None)
            if name is not None:
                found[name] = _judge_proxy(name, environ[name])
    return [sentence for sentence in found.values() if sentence]


def _judge_proxy(name: str, value: str) -> str:
    """Empty: it can be used."""
    if value.lower().startswith("socks"):
        return f"{name} names a SOCKS proxy, which does not work here: name an http:// proxy, or unset {name}."
    try:
        parts = urlsplit(value)
        is_good = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or 1) > 0
    except ValueError:
        is_good = False
    return "" if is_good else f"{name} must begin with http://, for example http://proxy.example.org:3128."


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
    path = settings.master_key_file
    try:
        given = settings.master_key
        KeyRing.from_text(given.get_secret_value() if given else path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return _check_place_for_key(path)
    except OSError as error:
        return Finding(Level.PROBLEM, f"The master key {path} cannot be read {explain_denial(path, error)}.")
    except (BadMasterKey, UnicodeDecodeError):
        where = "KEYMINDER_MASTER_KEY" if settings.master_key else str(path)
        return Finding(Level.PROBLEM, f"{where} holds no whole master key: put it back from your copy.")
    if settings.master_key is not None:
        return Finding(Level.GOOD, "The master key comes from KEYMINDER_MASTER_KEY.")
    if path.stat().st_mode & 0o077:
        return Finding(Level.NOTE, f"{path} can be read by other users of this machine: chmod 600 {path}.")
    return Finding(Level.GOOD, f"The master key is in {path}; keep a copy apart from the backups.")


def _check_place_for_key(path: Path) -> Finding:
    folder = next(one for one in path.absolute().parents if os.path.exists(one))
    if not os.access(folder, os.W_OK, effective_ids=True):
        denied = PermissionError(errno.EACCES, "permission denied")
        return Finding(Level.PROBLEM, f"The master key {path} cannot be made {explain_denial(path, denied)}.")
    return Finding(
        Level.NOTE, f"{path.absolute()} does not exist: a first start with a new database makes it. Keep a copy apart."
    )


def _check_database(settings: Settings) -> Finding:
    path = sqlite_path(settings)
    if path is None:
        return Finding(Level.GOOD, "The database is PostgreSQL.")
    try:
        is_new = is_missing_or_empty(path)
    except DatabaseError as error:
        return Finding(Level.PROBLEM, str(error))
    place = path.absolute()
    folder = next(one for one in place.parents if one.exists())
    if not os.access(folder, os.W_OK, effective_ids=True) or not (
        is_new or os.access(path, os.W_OK, effective_ids=True)
    ):
        denied = PermissionError(errno.EACCES, "permission denied")
        return Finding(Level.PROBLEM, f"{path} cannot be written {explain_denial(path, denied)}.")
    if is_new:
        return Finding(Level.NOTE, f"There is no database in {place} yet: the first start makes it.")
    return Finding(Level.GOOD, f"The database is {place}.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
