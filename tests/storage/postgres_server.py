"""The PostgreSQL server: named, running here with defaults, or started for this run without root."""

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import asyncpg  # type: ignore[import-untyped]  # it brings no types
from sqlalchemy import URL, make_url

HERE = make_url("postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")

T = TypeVar("T")


class NoServer(Exception):
    """No PostgreSQL can be used. The message says what was tried."""


def run_apart(work: Coroutine[object, object, T]) -> T:
    """Run in a new event loop, independent of the test's loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def connect(url: URL) -> Any:
    """Connect with the driver alone."""
    return await asyncpg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False), timeout=5)


async def execute(url: URL, *statements: str) -> None:
    """Run statements outside any transaction. The driver alone takes a fraction of an engine's time."""
    connection = await connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@contextlib.contextmanager
def find_server() -> Iterator[URL]:
    """Return the address of a server on which databases may be made. Raises NoServer."""
    named = os.environ.get("KEYMINDER_TEST_POSTGRES_URL")
    if named:
        yield make_url(named).set(drivername="postgresql+asyncpg")
    elif _answers(HERE):
        yield HERE
    else:
        with start_own() as url:
            yield url


@contextlib.contextmanager
def start_own(tls: Path | None = None) -> Iterator[URL]:
    """Start our own server in a temporary folder, with TLS by this key and certificate if given.

    Raises NoServer.
    """
    programs = _find_programs()
    user = find_user()
    with tempfile.TemporaryDirectory(prefix="keyminder-postgres-", ignore_cleanup_errors=True) as folder:
        if user is not None:
            shutil.chown(folder, user)
        data = Path(folder) / "data"
        made = subprocess.run(  # noqa: S603 - our own arguments
            [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"],
            user=user,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise NoServer(f"initdb failed: {made.stderr.strip()}")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        settings = ["listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}", "fsync=off"]
        if tls is not None:
            own = Path(folder) / "server.pem"
            own.touch(mode=0o600)
            own.write_bytes(tls.read_bytes())
            if user is not None:
                shutil.chown(own, user)
            settings += ["ssl=on", f"ssl_cert_file={own}", f"ssl_key_file={own}"]
        server = subprocess.Popen(  # noqa: S603 - our own arguments
            [programs / "postgres", "-D", data, *(word for one in settings for word in ("-c", one))],
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield wait_for(HERE.set(port=port), server)
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_for(url: URL, server: "subprocess.Popen[bytes]") -> URL:
    """Return the address once it answers. Raises NoServer if the process ends or stays silent."""
    for _ in range(150):
        if _answers(url):
            return url
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=0.2)
            break
    raise NoServer("a server of our own did not start")


def _answers(url: URL) -> bool:
    try:
        run_apart(execute(url, "SELECT 1"))
    except (asyncpg.PostgresError, OSError):
        return False
    return True


def _find_programs() -> Path:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    for folder in [*versions, *([Path(on_path).resolve().parent] if on_path else [])]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoServer("no KEYMINDER_TEST_POSTGRES_URL, no server at 127.0.0.1:5432 for user postgres, and no initdb")


def find_user() -> str | None:
    """Return the user of our own server, because root may not run it. None: the user of the tests."""
    if os.geteuid() != 0:
        return None
    known = {line.partition(":")[0] for line in Path("/etc/passwd").read_text().splitlines()}
    return "postgres" if "postgres" in known else "nobody"
