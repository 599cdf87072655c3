"""Parsing the address of a database, in this file only. It opens nothing.

BadDatabaseUrl    the text is not an address of a database. The message has no part of a password
"""

import re
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode

from storage.errors import DatabaseError

CONNECT_SECONDS = 10.0
"""Time limit of connecting, if the address has no connect_timeout."""

_SHAPES = "must be sqlite+aiosqlite:///path/to/file.db or postgresql://user:password@host/database"
_SQLITE = re.compile(r"sqlite(?:\+aiosqlite)?:///(.+)", re.DOTALL)
_POSTGRES = re.compile(
    r"(?:postgres|postgresql|postgresql\+asyncpg)://(?:(?P<user>[^/?#]*)@)?(?P<hosts>[^@/?#]*)"
    r"(?:/(?P<database>[^@/?#]*))?(?:\?(?P<options>[^#]*))?"
)
_ENCODE = (
    "cannot be read: inside the user name and the password, write % as %25, / as %2F, ? as %3F, # as %23 and @ as %40"
)
_PORT = re.compile(r"[0-9]{1,5}", re.ASCII)
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+(?:%25[^\[\]]+)?\]|[^\[\]:]*)(?::[0-9]{1,5})?", re.ASCII)
_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")

_FOR_THE_DRIVER = frozenset(
    {
        "application_name",
        "database",
        "dbname",
        "gsslib",
        "host",
        "krbsrvname",
        "options",
        "passfile",
        "password",
        "port",
        "service",
        "ssl_max_protocol_version",
        "ssl_min_protocol_version",
        "sslcert",
        "sslcrl",
        "sslkey",
        "sslmode",
        "sslnegotiation",
        "sslpassword",
        "sslrootcert",
        "target_session_attrs",
        "user",
    }
)
"""libpq's options that asyncpg reads, or sends to the server."""

_WITHOUT_EFFECT = frozenset(
    {
        "client_encoding",
        "connection_limit",
        "fallback_application_name",
        "gssdelegation",
        "keepalives",
        "keepalives_count",
        "keepalives_idle",
        "keepalives_interval",
        "load_balance_hosts",
        "pgbouncer",
        "pool_timeout",
        "prepared_statement_cache_size",
        "sslcompression",
        "sslsni",
        "statement_cache_size",
        "supa",
        "tcp_user_timeout",
    }
)
"""Options of libpq and other drivers that do not change safety or target of a connection.

They change only its pace. A pooler is noticed without `pgbouncer`, and the text is always UTF-8.
"""

_INSTEAD = {
    "channel_binding": "write sslmode=verify-full&sslrootcert=system beside it, or leave it out",
    "gssencmode": "GSSAPI encryption does not work here: use sslmode=verify-full",
    "hostaddr": "write the address as the host",
    "schema": "write options=-csearch_path%3DNAME",
    "ssl": "write sslmode=require",
}
_HARMLESS = {"channel_binding": {"disable", "prefer"}, "gssencmode": {"disable", "prefer"}}


class BadDatabaseUrl(DatabaseError):
    """The text is not an address of a database. The message follows the name of the setting."""


@dataclass(frozen=True, slots=True)
class SqliteUrl:
    """One file of this machine."""

    path: Path


@dataclass(frozen=True, slots=True)
class PostgresUrl:
    """A PostgreSQL server, as asyncpg takes it."""

    dsn: str = field(repr=False)
    service_file: str | None
    """None: asyncpg's own default."""
    connect_seconds: float


def parse_database_url(text: str) -> SqliteUrl | PostgresUrl:
    """Parse an address. Raises BadDatabaseUrl."""
    scheme = text.partition("://")[0]
    if scheme in {"sqlite", "sqlite+aiosqlite"}:
        return _read_sqlite(text)
    if scheme in {"postgres", "postgresql", "postgresql+asyncpg"}:
        return _read_postgres(text)
    raise BadDatabaseUrl(_SHAPES)


def _read_sqlite(text: str) -> SqliteUrl:
    found = _SQLITE.fullmatch(text)
    if found is None or ":memory:" in text or "\0" in text:
        raise BadDatabaseUrl(_SHAPES)
    path, mark, options = found[1].partition("?")
    if mark:
        raise BadDatabaseUrl(f"takes no options for SQLite: remove ?{options}")
    if path.endswith("/"):
        raise BadDatabaseUrl(f"names a folder: add the file's name, for example {path}keyminder.db")
    return SqliteUrl(Path(path))


def _read_postgres(text: str) -> PostgresUrl:
    """Rewrite the address, so that asyncpg reads what a person meant.

    A password may hold @ and a % that begins no escape: neither is ambiguous before the last @. Source: PostgreSQL 17,
    libpq, connection URIs and parameter key words.
    """
    found = _POSTGRES.fullmatch(text)
    if found is None:
        raise BadDatabaseUrl(_ENCODE)
    options = _read_options(found["options"])
    hosts, database = found["hosts"], found["database"] or ""
    if not all(_HOST.fullmatch(one) for one in hosts.split(",")):
        raise BadDatabaseUrl(f"must have a host and perhaps a port before the database's name, or {_ENCODE}")
    if not all(_PORT.fullmatch(one) for one in options.get("port", "0").split(",")):
        raise BadDatabaseUrl("has an option port that is not a number")
    if not database and not {"dbname", "database", "service"} & options.keys():
        raise BadDatabaseUrl("must end with the database's name: postgresql://user:password@host/database")
    seconds = _read_seconds(options.pop("connect_timeout", ""))
    service_file = options.pop("servicefile", None)
    user, colon, password = (found["user"] or "").partition(":")
    authority = f"{_encoded(user)}{colon}{_encoded(password)}@{hosts}" if found["user"] is not None else hosts
    query = f"?{urlencode(options, quote_via=quote)}" if options else ""
    return PostgresUrl(f"postgresql://{authority}/{_encoded(database)}{query}", service_file, seconds)


def _encoded(text: str) -> str:
    """Percent-encode text, also if it already is."""
    return quote(unquote(text), safe="")


def _read_options(text: str | None) -> dict[str, str]:
    try:
        options = dict(parse_qsl(text or "", keep_blank_values=True, strict_parsing=bool(text)))
    except ValueError:
        why = _ENCODE if "@" in (text or "") else "has an option without a value: write ?name=value&name=value"
        raise BadDatabaseUrl(why) from None
    if options.get("ssl") in {"true", *_SSL_MODES}:
        # libpq reads JDBC's ssl=true as sslmode=require, and asyncpg's own users write ssl=require.
        options.setdefault("sslmode", options["ssl"].replace("true", "require"))
        del options["ssl"]
    if options.get("sslrootcert") == "system":
        if options.setdefault("sslmode", "verify-full") != "verify-full":
            raise BadDatabaseUrl("needs sslmode=verify-full beside sslrootcert=system")
        options["sslrootcert"] = _find_authorities()
    for name in [*options]:
        _check_option(name, options)
    if options.get("sslmode", "prefer") not in _SSL_MODES:
        raise BadDatabaseUrl(f"has an sslmode that is not one of {', '.join(_SSL_MODES)}")
    return options


def _check_option(name: str, options: dict[str, str]) -> None:
    """Remove an option without effect here. Raises BadDatabaseUrl for one that this program cannot keep."""
    if name in _FOR_THE_DRIVER or name in {"connect_timeout", "servicefile"}:
        return
    is_bound = name == "channel_binding" and options.get("sslmode") == "verify-full"
    if name in _WITHOUT_EFFECT or is_bound or options[name] in _HARMLESS.get(name, ()):
        del options[name]
        return
    instead = _INSTEAD.get(name, "remove it, or write a setting of the server as options=-cNAME%3DVALUE")
    shown = name if re.fullmatch(r"[A-Za-z0-9_.-]{1,40}", name, re.ASCII) else "behind the ?"
    raise BadDatabaseUrl(f"has an option that does not work here ({shown}): {instead}")


def _read_seconds(text: str) -> float:
    """Read libpq's connect_timeout. Its missing limit (none, 0 and less) becomes the usual one."""
    if not re.fullmatch(r"-?[0-9]{0,6}", text, re.ASCII):
        raise BadDatabaseUrl("has a connect_timeout that is not a number of seconds")
    seconds = int(text.lstrip("-") or 0)
    return float(seconds) if seconds and not text.startswith("-") else CONNECT_SECONDS


def _find_authorities() -> str:
    """Return the certificate authorities that this machine trusts, as one file."""
    usual = ssl.get_default_verify_paths().cafile
    places = [usual] if usual else []
    for place in (*places, "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"):
        if Path(place).exists():
            return place
    raise BadDatabaseUrl("has sslrootcert=system, and this machine has no such file: name one instead of system")
