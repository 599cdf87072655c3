"""Addresses of databases as people and hosts write them: read as meant or refused in one sentence."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import URL

from storage.database import Database, DatabaseUnreachable, is_new
from storage.database_url import CONNECT_SECONDS, BadDatabaseUrl, PostgresUrl, SqliteUrl, parse_database_url
from storage.sealing import KeyRing
from tests.databases import address
from tests.mail.server import make_tls
from tests.storage.postgres_server import NoServer, start_own


def dsn_of(text: str) -> str:
    found = parse_database_url(text)
    assert isinstance(found, PostgresUrl)
    return found.dsn


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("sqlite+aiosqlite:///data/keyminder.db", "data/keyminder.db"),
        ("sqlite:///data/keyminder.db", "data/keyminder.db"),
        ("sqlite+aiosqlite:////var/lib/key minder/50%.db", "/var/lib/key minder/50%.db"),
    ],
)
def test_a_sqlite_address_is_one_file(text: str, path: str) -> None:
    assert parse_database_url(text) == SqliteUrl(Path(path))


@pytest.mark.parametrize("options", ["timeout=30", "mode=ro", ""])
def test_options_of_sqlite_are_refused_because_they_would_name_another_file(options: str) -> None:
    with pytest.raises(BadDatabaseUrl, match="takes no options for SQLite"):
        parse_database_url(f"sqlite+aiosqlite:///data/keyminder.db?{options}")


async def test_an_address_with_options_of_sqlite_makes_no_file(tmp_path: Path, ring: KeyRing) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/keyminder.db?timeout=30"
    with pytest.raises(BadDatabaseUrl):
        await is_new(url)
    with pytest.raises(BadDatabaseUrl):
        await Database.open(url, ring)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("k:p@host/db", "k:p@host/db"),
        ("k:p@host:5433/db?sslmode=require", "k:p@host:5433/db?sslmode=require"),
        ("k:p@a:1,b:2/db?target_session_attrs=read-write", "k:p@a:1,b:2/db?target_session_attrs=read-write"),
        ("k@[::1]:5432/db", "k@[::1]:5432/db"),
        ("k:p@/db?host=/var/run/postgresql", "k:p@/db?host=%2Fvar%2Frun%2Fpostgresql"),
        ("host?dbname=db&user=k%40x", "host/?dbname=db&user=k%40x"),
        ("k:p@ss@host/db", "k:p%40ss@host/db"),
        ("k:50%@host/db", "k:50%25@host/db"),
        ("k:p%40s%2Fs@host/db", "k:p%40s%2Fs@host/db"),
        ("k:p@host/db?options=-csearch_path%3Dkeys", "k:p@host/db?options=-csearch_path%3Dkeys"),
        ("k:p@host/db?sslmode=require&pgbouncer=true&connection_limit=1", "k:p@host/db?sslmode=require"),
        ("k:p@host/db?sslmode=verify-full&channel_binding=require", "k:p@host/db?sslmode=verify-full"),
        ("k:p@host/db?channel_binding=prefer&gssencmode=disable&keepalives=1", "k:p@host/db"),
        ("k:p@host/db?ssl=true", "k:p@host/db?sslmode=require"),
        ("k:p@host/db?ssl=verify-full", "k:p@host/db?sslmode=verify-full"),
    ],
)
def test_a_postgresql_address_is_handed_over_as_it_was_meant(scheme: str, given: str, read: str) -> None:
    assert dsn_of(f"{scheme}://{given}") == f"postgresql://{read}"


@pytest.mark.parametrize(("text", "seconds"), [("", CONNECT_SECONDS), ("?connect_timeout=3", 3.0)])
def test_the_time_to_connect_is_taken_from_the_address(text: str, seconds: float) -> None:
    found = parse_database_url(f"postgresql://k:p@host/db{text}")
    assert isinstance(found, PostgresUrl)
    assert found.connect_seconds == seconds


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("mysql://u:hunter2@h/d", "must be"),
        ("host=h dbname=d password=hunter2", "must be"),
        ("postgresql+psycopg://u:hunter2@h/d", "must be"),
        ("sqlite+aiosqlite:///:memory:", "must be"),
        ("sqlite+aiosqlite:///data/", "names a folder"),
        ("postgres://k:hunter2/x@host/db", "write % as %25, / as %2F"),
        ("postgres://k:12/hunter2@host/db", "write % as %25, / as %2F"),
        ("postgres://k:hunter2?x@host/db", "? as %3F"),
        ("postgres://k:hunter2#x@host/db", "# as %23"),
        ("postgres://k:hunter2@host", "must end with the database's name"),
        ("postgres://k:hunter2@host:port/db", "must have a host and perhaps a port"),
        ("postgres://k:hunter2@host/db?sslmode", "has an option without a value"),
        ("postgres://k:hunter2@host/db?sslmode=yes", "has an sslmode that is not one of"),
        ("postgres://k:hunter2@host/db?port=x", "has an option port that is not a number"),
        ("postgres://k:hunter2@host/db?connect_timeout=soon", "has a connect_timeout"),
        (
            "postgres://k:hunter2@host/db?channel_binding=require",
            "write sslmode=verify-full&sslrootcert=system beside it",
        ),
        ("postgres://k:hunter2@host/db?sslmod=require", "has an option that does not work here (sslmod)"),
        ("postgres://k:hunter2@host/db?statement_timeout=5", "options=-cNAME%3DVALUE"),
        ("postgres://k:hunter2@host/db?schema=keys", "options=-csearch_path%3DNAME"),
        ("postgres://k:hunter2@host/db?sslrootcert=system&sslmode=require", "needs sslmode=verify-full"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_right_spelling_and_without_the_password(text: str, says: str) -> None:
    with pytest.raises(BadDatabaseUrl, match=re.escape(says)) as refused:
        parse_database_url(text)
    assert "hunter2" not in str(refused.value)


@given(st.text(max_size=40), st.sampled_from(["sqlite+aiosqlite:///", "postgres://", "postgresql://k:p@h/d?"]))
def test_any_text_is_an_address_or_one_sentence(text: str, scheme: str) -> None:
    try:
        found = parse_database_url(scheme + text)
    except BadDatabaseUrl:
        return
    assert isinstance(found, SqliteUrl | PostgresUrl)


@pytest.mark.parametrize(
    "options", ["sslmode=disable", "sslmode=prefer&application_name=k&connect_timeout=5", "options=-cwork_mem%3D8MB"]
)
async def test_options_of_libpq_reach_the_server(postgres_url: str, ring: KeyRing, options: str) -> None:
    database = await Database.open(f"{postgres_url}?{options}", ring)
    shown = "SELECT current_setting('application_name') || ' ' || current_setting('work_mem')"
    said = await database.read(lambda work: str(work.connection.exec_driver_sql(shown).scalar()))
    assert ("k " in said) == ("application_name" in options)
    assert ("8MB" in said) == ("work_mem" in options)
    await database.close()


async def test_tls_that_the_server_does_not_offer_or_that_is_not_trusted_is_one_sentence(
    postgres_server: URL, ring: KeyRing
) -> None:
    for options in ({"sslmode": "verify-full", "sslrootcert": "/no/such.crt"}, {"sslmode": "verify-full"}):
        with pytest.raises(DatabaseUnreachable, match=r"sslrootcert|sslmode|root\.crt") as refused:
            await Database.open(address(postgres_server.set(query=options)), ring)
        assert str(refused.value).count("\n") == 0


@pytest.fixture(scope="module")
def tls_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[URL, Path]]:
    """Return a server with TLS, and its certificate."""
    folder = tmp_path_factory.mktemp("tls")
    make_tls(folder)
    try:
        with start_own(folder / "server.pem") as server:
            yield server, folder / "server.pem"
    except NoServer as error:
        reason = f"TLS with PostgreSQL is not tested: {error}"
        if os.environ.get("KEYMINDER_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


async def test_a_managed_server_is_reached_by_its_own_address(tls_server: tuple[URL, Path], ring: KeyRing) -> None:
    server, certificate = tls_server
    shown = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    for options, is_safe in (
        ("sslmode=require", True),
        (f"sslmode=verify-full&sslrootcert={certificate}&channel_binding=require", True),
        ("ssl=true&pgbouncer=true", True),
        ("sslmode=disable", False),
    ):
        url = f"postgres://postgres@127.0.0.1:{server.port}/postgres?{options}"
        database = await Database.open(url, ring)
        assert await database.read(lambda work: bool(work.connection.exec_driver_sql(shown).scalar())) == is_safe
        await database.close()


async def test_an_untrusted_certificate_is_one_sentence(tls_server: tuple[URL, Path]) -> None:
    url = f"postgres://postgres@127.0.0.1:{tls_server[0].port}/postgres?sslrootcert=system"
    with pytest.raises(DatabaseUnreachable, match="certificate is not trusted: name its authority with sslrootcert"):
        await is_new(url)


@pytest.mark.parametrize("name", ["PGPORT", "PGTARGETSESSIONATTRS"])
async def test_a_variable_that_the_driver_cannot_use_is_one_sentence(
    ring: KeyRing, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "nonsense")
    with pytest.raises(DatabaseUnreachable, match="correct them"):
        await Database.open("postgresql://k:p@127.0.0.1/db", ring)
