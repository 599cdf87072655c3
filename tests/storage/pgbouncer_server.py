"""A PgBouncer of our own before a PostgreSQL server, in transaction pooling."""

import contextlib
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import URL

from tests.storage.postgres_server import NoServer, find_user, wait_for

SETTINGS = """[databases]
* = host={host} port={port} user={username} {password}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own_port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {pool_size}
server_reset_query = DISCARD ALL
logfile =
pidfile =
"""


@contextlib.contextmanager
def start_pgbouncer(server: URL, pool_size: int) -> Iterator[URL]:
    """Return the same server through a pool of that many connections a database. Raises NoServer."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        raise NoServer("pgbouncer is not installed")
    user = find_user()
    with (
        tempfile.TemporaryDirectory(prefix="keyminder-pgbouncer-", ignore_cleanup_errors=True) as folder,
        socket.socket() as probe,
    ):
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        settings = Path(folder) / "pgbouncer.ini"
        settings.write_text(
            SETTINGS.format(
                host=server.host,
                username=server.username,
                port=server.port or 5432,
                password=f"password={server.password}" if server.password else "",
                own_port=port,
                pool_size=pool_size,
            )
        )
        if user is not None:
            for place in (folder, settings):
                shutil.chown(place, user)
        process = subprocess.Popen(  # noqa: S603 - our own arguments
            [program, settings], user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield wait_for(server.set(host="127.0.0.1", port=port), process)
        finally:
            process.terminate()
            process.wait(timeout=30)
