"""Problems and advice about the settings of an installation.

Nothing is sent to Telegram or to a mail server, and nothing is changed.
"""

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.operations.doctor.findings import Severity
from bot.proxy import is_loopback, opens_only_here
from bot.settings import CannotStart, Settings
from bot.wiring.master_key import describe_key_place, find_key, is_in_file
from storage.database_url import SqliteUrl, parse_database_url
from storage.engines.sqlite_file import is_missing_or_empty
from storage.errors import BadMasterKey, DatabaseError
from storage.ownership import explain_denial
from storage.sealing import KeyRing


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One sentence about the installation."""

    severity: Severity
    sentence: str


def check_settings(settings: Settings) -> list[CheckLine]:
    """Return what the settings alone show."""
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
    """Return the file of a SQLite database. None: it is a PostgreSQL one."""
    place = parse_database_url(settings.database_url.get_secret_value())
    return place.path if isinstance(place, SqliteUrl) else None


def describe_places(settings: Settings) -> Mapping[str, str]:
    """Return the places where this installation keeps its data, as whole paths."""
    path = sqlite_path(settings)
    return {
        "database": str(path.absolute()) if path else "PostgreSQL",
        "sealed_with": describe_key_place(settings),
    }


def find_wrong_proxies(settings: Settings, environ: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the proxies that requests would take, one sentence for each variable."""
    if environ.get("no_proxy", environ.get("NO_PROXY", "")).strip() == "*":
        return []
    found = {}
    for url in (settings.telegram_api_url, *settings.exchange_urls.values()):
        parts = urlsplit(url)
        if not is_loopback(parts.hostname or ""):
            names = (f"{parts.scheme}_proxy", f"{parts.scheme.upper()}_PROXY", "all_proxy", "ALL_PROXY")
            name = next((one for one in names if environ.get(one)), None)
            if name is not None:
                found[name] = _judge_proxy(name, environ[name])
    return [sentence for sentence in found.values() if sentence]


def _judge_proxy(name: str, value: str) -> str:
    """Return what is wrong. Empty: it can be used."""
    if value.lower().startswith("socks"):
        return f"{name} names a SOCKS proxy, which does not work here: name an http:// proxy, or unset {name}."
    try:
        parts = urlsplit(value)
        is_good = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or 1) > 0
    except ValueError:
        is_good = False
    return "" if is_good else f"{name} must begin with http://, for example http://proxy.example.org:3128."


def _check_token(settings: Settings) -> CheckLine:
    if settings.telegram_token is None:
        return CheckLine(
            Severity.PROBLEM,
            "There is no bot token. Send /newbot to @BotFather and set KEYMINDER_TELEGRAM_TOKEN to the token it sends.",
        )
    return CheckLine(Severity.GOOD, "A bot token is set.")


def _check_webhook(settings: Settings) -> list[CheckLine]:
    if settings.telegram_mode == "webhook" and not settings.public_url.startswith("https://"):
        return [
            CheckLine(
                Severity.PROBLEM, "A webhook needs https. Set KEYMINDER_PUBLIC_URL to an https address, or use polling."
            )
        ]
    return []


def _check_owners(settings: Settings) -> CheckLine:
    if not settings.owners:
        return CheckLine(
            Severity.PROBLEM,
            "No owner is set, so a team cannot be set up. "
            "Set KEYMINDER_OWNERS to the owners' Telegram user ids. /whoami shows them.",
        )
    return CheckLine(Severity.GOOD, f"Can set up a team: {', '.join(map(str, sorted(settings.owners)))}.")


def _check_mail(settings: Settings) -> list[CheckLine]:
    if settings.smtp_url is None:
        return [
            CheckLine(
                Severity.WARNING,
                "No mail server is set. Changes that need a verified e-mail (withdraw permission, the roles owner and "
                "approver) are refused. Set KEYMINDER_SMTP_URL and KEYMINDER_MAIL_FROM.",
            )
        ]
    parts = urlsplit(settings.smtp_url.get_secret_value())
    if parts.scheme == "smtp" and parts.username and not is_loopback(parts.hostname or ""):
        return [
            CheckLine(
                Severity.WARNING,
                "The mail password is sent without encryption. Use smtp+starttls:// or smtps:// if you can.",
            )
        ]
    return []


def _check_public_url(settings: Settings) -> CheckLine:
    parts = urlsplit(settings.public_url)
    if opens_only_here(settings.public_url):
        return CheckLine(
            Severity.WARNING,
            f"Links in e-mails begin with {settings.public_url} and open only here. Set KEYMINDER_PUBLIC_URL.",
        )
    if parts.scheme == "http":
        return CheckLine(
            Severity.WARNING, f"Links in e-mails begin with {settings.public_url}, without TLS. Others can read them."
        )
    return CheckLine(Severity.GOOD, f"Links in e-mails begin with {settings.public_url}.")


def _check_master_key(settings: Settings) -> CheckLine:
    return _check_key_file(settings.master_key_file) if is_in_file(settings) else _check_given_key(settings)


def _check_given_key(settings: Settings) -> CheckLine:
    place = describe_key_place(settings)
    try:
        KeyRing.from_text(find_key(settings))
    except CannotStart as error:
        return CheckLine(Severity.PROBLEM, str(error))
    except BadMasterKey:
        return CheckLine(Severity.PROBLEM, f"{place} has no complete master key. Put it back from your copy.")
    return CheckLine(Severity.GOOD, f"The master key comes from {place}.")


def _check_key_file(path: Path) -> CheckLine:
    try:
        KeyRing.from_text(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return _check_place_for_key(path)
    except OSError as error:
        return CheckLine(Severity.PROBLEM, f"The master key {path} cannot be read {explain_denial(path, error)}.")
    except (BadMasterKey, UnicodeDecodeError):
        return CheckLine(Severity.PROBLEM, f"{path} has no complete master key. Put it back from your copy.")
    if path.stat().st_mode & 0o077:
        return CheckLine(Severity.WARNING, f"{path} can be read by other users of this machine. Type: chmod 600 {path}")
    return CheckLine(Severity.GOOD, f"The master key is in {path}. Keep a copy, but not with the backups.")


def _check_place_for_key(path: Path) -> CheckLine:
    folder = next(one for one in path.absolute().parents if os.path.exists(one))
    if not os.access(folder, os.W_OK, effective_ids=True):
        denied = PermissionError(errno.EACCES, "permission denied")
        return CheckLine(Severity.PROBLEM, f"The master key {path} cannot be made {explain_denial(path, denied)}.")
    return CheckLine(
        Severity.WARNING,
        f"{path.absolute()} does not exist yet. The first start with a new database makes it. Keep a copy.",
    )


def _check_database(settings: Settings) -> CheckLine:
    path = sqlite_path(settings)
    if path is None:
        return CheckLine(Severity.GOOD, "The database is PostgreSQL.")
    try:
        is_new = is_missing_or_empty(path)
    except DatabaseError as error:
        return CheckLine(Severity.PROBLEM, str(error))
    place = path.absolute()
    folder = next(one for one in place.parents if one.exists())
    if not os.access(folder, os.W_OK, effective_ids=True) or not (
        is_new or os.access(path, os.W_OK, effective_ids=True)
    ):
        denied = PermissionError(errno.EACCES, "permission denied")
        return CheckLine(Severity.PROBLEM, f"{path} cannot be written {explain_denial(path, denied)}.")
    if is_new:
        return CheckLine(Severity.WARNING, f"There is no database in {place} yet. The first start makes it.")
    return CheckLine(Severity.GOOD, f"The database is {place}.")
