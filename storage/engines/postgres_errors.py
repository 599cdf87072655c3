"""PostgreSQL's errors as sentences for the operator.

No sentence has a part of an address that may be a password.
"""

import re
import socket
import ssl
from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError, StatementError

from storage.errors import DatabaseError, DatabaseFull, DatabaseReadOnly, DatabaseUnreachable, RecordTaken

_ENCODE = "In KEYMINDER_DATABASE_URL write % as %25, @ as %40 and / as %2F inside the password."

_MEANINGS: Mapping[str, tuple[type[DatabaseError], str]] = {
    "25006": (DatabaseReadOnly, "PostgreSQL only lets us read: it is a standby, or set to read only."),
    "53100": (DatabaseFull, "PostgreSQL has no disk space left: free some."),
    "53300": (DatabaseUnreachable, "PostgreSQL has no connection left for us: raise max_connections or the pool."),
    "28000": (DatabaseUnreachable, "PostgreSQL refuses the user of KEYMINDER_DATABASE_URL, or it asks for sslmode."),
    "28P01": (DatabaseUnreachable, f"PostgreSQL refuses the password of KEYMINDER_DATABASE_URL. {_ENCODE}"),
    "3D000": (DatabaseUnreachable, "PostgreSQL has no database of the name in KEYMINDER_DATABASE_URL: create it."),
    "42501": (DatabaseUnreachable, "PostgreSQL does not let the user of KEYMINDER_DATABASE_URL do that: grant it."),
}
"""By PostgreSQL's codes. Source: PostgreSQL 15, appendix A, checked 2026-11-22."""

_NO_SUCH_DATABASE = re.compile(r"no such database|database .* does not exist", re.IGNORECASE)
"""A pooler's own words for 3D000.

Source: PgBouncer 1.18 and 1.24, src/objects.c, checked 2026-11-27.
"""
_PARAMETER = re.compile(r"unsupported startup parameter(?: in options)?: ([A-Za-z0-9_.]+)")
"""Source: PgBouncer 1.18 and 1.24, src/client.c, checked 2026-11-27."""
_UNKNOWN_PARAMETER = re.compile(r"unrecognized configuration parameter \"([A-Za-z0-9_.]+)\"")


def list_troubles() -> tuple[type[BaseException], ...]:
    """Possible errors. SQLAlchemy wraps them in a statement, but not while connecting."""
    import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load, and brings no types

    return StatementError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError


def state_of(error: BaseException) -> str:
    """Return PostgreSQL's code of five characters. Empty if it gave none."""
    return str(getattr(_cause_of(error), "sqlstate", "") or "")


def as_ours(error: BaseException) -> DatabaseError:
    """Return the error as one of ours, with a sentence."""
    cause = _cause_of(error)
    if isinstance(cause, DatabaseError):
        return cause
    if isinstance(error, IntegrityError):
        return RecordTaken("Something that must be unique is there already, or what it belongs to is not.")
    state = state_of(error)
    if state in _MEANINGS:
        kind, sentence = _MEANINGS[state]
        return kind(sentence)
    return DatabaseUnreachable(_explain(cause, state))


def _cause_of(error: BaseException) -> BaseException | None:
    return error.orig if isinstance(error, StatementError) else error


def _explain(cause: BaseException | None, state: str) -> str:
    text = str(cause)
    parameter = _PARAMETER.search(text) or _UNKNOWN_PARAMETER.search(text)
    if parameter:
        return (
            f"PostgreSQL or its pooler refuses the option {parameter[1]} of KEYMINDER_DATABASE_URL: remove it, "
            "or let PgBouncer pass it over (ignore_startup_parameters)."
        )
    if _NO_SUCH_DATABASE.search(text):
        return _MEANINGS["3D000"][1]
    return next((sentence for kind, sentence in _OF_THE_NETWORK if isinstance(cause, kind)), "") or (
        "PostgreSQL offers no TLS, and KEYMINDER_DATABASE_URL asks for it: set it up there, or change sslmode."
        if "rejected SSL upgrade" in text
        else f"PostgreSQL does not answer as it should ({f'{type(cause).__name__} {state}'.strip()})."
    )


_OF_THE_NETWORK: tuple[tuple[type[BaseException], str], ...] = (
    (socket.gaierror, f"The host of KEYMINDER_DATABASE_URL has no address: correct it. {_ENCODE}"),
    (ssl.SSLCertVerificationError, "PostgreSQL's certificate is not trusted: name its authority with sslrootcert."),
    (ssl.SSLError, "TLS with PostgreSQL fails: correct sslmode, sslcert, sslkey or sslrootcert."),
    (
        FileNotFoundError,
        "A file or socket in KEYMINDER_DATABASE_URL does not exist: correct host, sslrootcert, sslcert or sslkey.",
    ),
    (PermissionError, "A file or socket in KEYMINDER_DATABASE_URL may not be opened by this user: correct its mode."),
    (
        ConnectionRefusedError,
        "Nothing listens where KEYMINDER_DATABASE_URL points (ConnectionRefused): start PostgreSQL.",
    ),
    (TimeoutError, "PostgreSQL does not answer in time: correct host and port, or the firewall between."),
)
