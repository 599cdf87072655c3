"""Restores a PostgreSQL database to its template, in a small part of the time of making another."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it brings no types
from sqlalchemy import URL

from tests.storage.postgres_server import connect

KEPT_OPEN = "kept_open"
"""Name of the connections that serve several tests. Restoring leaves those alone that are idle."""
KEEP = (
    "CREATE SCHEMA kept",
    # What tests may break besides rows: tables, columns, indices, triggers and constraints.
    """
    CREATE FUNCTION kept.shape() RETURNS text LANGUAGE sql AS $$
        SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
            SELECT concat_ws('.', class.oid, relname, attnum, attname, atttypid, attnotnull) AS part
            FROM pg_class AS class JOIN pg_attribute ON attrelid = class.oid
            WHERE relnamespace = 'public'::regnamespace
            UNION ALL SELECT concat_ws('.', tgrelid, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT concat_ws('.', conrelid, conname) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace
        ) AS parts
    $$
    """,
    """
    CREATE FUNCTION kept.rows() RETURNS SETOF name LANGUAGE plpgsql AS $$
    DECLARE one name; is_filled boolean;
    BEGIN
        FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', one) INTO is_filled;
            IF is_filled THEN RETURN NEXT one; END IF;
        END LOOP;
    END $$
    """,
    """
    DO $$
    DECLARE one name;
    BEGIN
        FOR one IN SELECT kept.rows() LOOP
            EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', one, one);
        END LOOP;
    END $$
    """,
    f"""
    CREATE FUNCTION kept.restore() RETURNS void LANGUAGE plpgsql AS $$
    DECLARE one name;
    BEGIN
        PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND NOT (application_name = '{KEPT_OPEN}' AND state = 'idle');
        IF kept.shape() <> obj_description('kept'::regnamespace) THEN
            RAISE EXCEPTION 'the test changed more than rows';
        END IF;
        -- The audit trail's own triggers let nobody empty it.
        PERFORM set_config('session_replication_role', 'replica', true);
        -- For a few rows a truncation takes seven times as long: it makes new files for every table and index.
        FOR one IN SELECT kept.rows() LOOP EXECUTE format('DELETE FROM public.%I', one); END LOOP;
        FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' LOOP
            EXECUTE format('INSERT INTO public.%I TABLE kept.%I', one, one);
        END LOOP;
        PERFORM setval(format('%I.%I', schemaname, sequencename), start_value, false)
        FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
    END $$
    """,  # noqa: S608 - our own word
    "DO $$ BEGIN EXECUTE format('COMMENT ON SCHEMA kept IS %L', kept.shape()); END $$",
)
"""Run once in the template, after its migrations."""
RESTORE = "SELECT kept.restore()"
"""Fails if a test changed more than rows, or if the role may not switch triggers off.

Another is made then.
"""


class Restorer:
    """Restores databases over connections that stay open. The first time on a connection takes five times as long."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._runner = asyncio.Runner()
        self._open: dict[URL, Any] = {}

    def restore(self, url: URL) -> bool:
        """Restore a database. False: it must not be used again, and is not kept open."""
        return self._thread.submit(self._runner.run, self._restore(url)).result()

    async def _restore(self, url: URL) -> bool:
        if url not in self._open:
            self._open[url] = await connect(url)
        try:
            await self._open[url].execute(RESTORE)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            await self._open.pop(url).close()
            return False
        return True

    def close(self) -> None:
        """Close every connection."""
        self._thread.submit(self._runner.run, self._close()).result()
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()

    async def _close(self) -> None:
        for connection in self._open.values():
            await connection.close()
