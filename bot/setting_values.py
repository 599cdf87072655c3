"""Validation of each setting's value. A ValueError gives the text behind the setting's name.

A message never holds any part of a secret.
"""

import re
from collections.abc import Collection, Iterable
from email.errors import HeaderDefect, HeaderParseError
from email.headerregistry import Address
from urllib.parse import SplitResult, urlsplit

from storage.database_url import BadDatabaseUrl, parse_database_url

TLS_PORT = 465
"""Port of mail servers with TLS. Source: RFC 8314, section 3.3."""
_ENCODE = "write % as %25, / as %2F, ? as %3F and # as %23"


class Secret:
    """A text that is shown only on an explicit `get_secret_value`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def get_secret_value(self) -> str:
        """Return the text."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


def read_telegram_token(text: str) -> Secret:
    """Read a bot's token as @BotFather writes it."""
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", text, re.ASCII):
        raise ValueError("must look like 123456:AbC-dEf…: copy it whole from @BotFather")
    return Secret(text)


def read_shared_secret(text: str) -> Secret:
    """Read a secret of the webhook, as Telegram accepts it, or of the metrics."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", text, re.ASCII):
        raise ValueError("must be 16 to 256 of A-Z a-z 0-9 _ - (try: openssl rand -hex 32)")
    return Secret(text)


def read_database_url(text: str) -> Secret:
    """Read the address of a database."""
    try:
        parse_database_url(text)
    except BadDatabaseUrl as error:
        raise ValueError(str(error)) from None
    return Secret(text)


def read_smtp_url(text: str) -> Secret:
    """Read the address of a mail server. Its scheme says how TLS begins."""
    scheme, _, rest = text.partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    extra = rest[len(authority) :].removeprefix("/")
    parts = _read_address(f"{scheme}://{authority}", {"smtp", "smtps", "smtp+starttls"})
    if "@" in extra:
        raise ValueError(f"cannot be read: inside user and password, {_ENCODE}")
    if parts is None:
        raise ValueError(
            "must be smtp://host:port, smtp+starttls://user:password@host:587 or smtps://user:password@host:465"
        )
    if extra:
        raise ValueError("takes no options after the port: write smtp+starttls://host:587 or smtps://host:465 for TLS")
    if parts.port == TLS_PORT and parts.scheme != "smtps":
        raise ValueError("must begin with smtps://, because port 465 speaks TLS from the first byte")
    return Secret(text)


def _read_address(url: str, schemes: Collection[str]) -> SplitResult | None:
    """Split an address with one of these schemes and a host that can be looked up. None for another text."""
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in schemes and (parts.port or 1) > 0 and _is_host(parts.hostname or "")
    except ValueError:
        return None
    return parts if is_good else None


def _is_host(text: str) -> bool:
    """Whether a resolver would take it: no label is empty or longer than 63 characters."""
    try:
        return bool(text) and not re.search(r"\s", text) and bool(text.encode("idna"))
    except UnicodeError:
        return False


def read_http_root(url: str) -> str:
    """Read an address of http or https without anything behind its path."""
    parts = _read_address(url, {"http", "https"})
    if parts is None or parts.query or parts.fragment or parts.username:
        raise ValueError("must be an address like https://example.org")
    return url.rstrip("/")


def read_secret_http(text: str) -> Secret:
    """Read an address of http or https that may hold a secret."""
    if _read_address(text, {"http", "https"}) is None:
        raise ValueError("must be an address like https://example.org/ping/…")
    return Secret(text)


def read_mail_from(address: str) -> str:
    """Read a bare e-mail address."""
    is_plain = re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+", address, re.ASCII)
    if not is_plain or not _is_mailbox(address):
        raise ValueError("must be a bare e-mail address like keyminder@example.org")
    return address


def _is_mailbox(address: str) -> bool:
    """Whether an e-mail can have it as its sender."""
    try:
        return _is_host(Address(addr_spec=address).domain)
    except (ValueError, HeaderParseError, HeaderDefect):
        return False


def read_listen(listen: str) -> str:
    """Read a host and a port."""
    found = re.fullmatch(r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):([0-9]{1,5})", listen, re.ASCII)
    if not found or int(found[2]) > 65535 or _read_address(f"http://{listen}", {"http"}) is None:
        raise ValueError("must be HOST:PORT, for example 127.0.0.1:8700 or [::1]:8700")
    return listen


def read_telegram_mode(mode: str) -> str:
    """Read how updates come."""
    if mode not in {"polling", "webhook"}:
        raise ValueError("must be 'polling' or 'webhook'")
    return mode


def read_owners(owners: str | Iterable[int]) -> frozenset[int]:
    """Read Telegram user ids, separated by commas."""
    if not isinstance(owners, str):
        return frozenset(owners)
    words = owners.replace(",", " ").split()
    wrong = next((word for word in words if not re.fullmatch(r"[0-9]{1,15}", word, re.ASCII)), None)
    if wrong:
        raise ValueError(
            f"must be numeric Telegram user ids between commas, and {wrong!r} is not one. /whoami shows yours"
        )
    return frozenset(map(int, words))
