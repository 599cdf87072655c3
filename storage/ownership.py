"""Owner of a file or folder that this process may not open, and the command that gives it access."""

import os
import pwd
import shlex
from pathlib import Path

_OF_EVERYBODY = frozenset(
    Path("/", one)
    for one in (
        *("", "bin", "boot", "dev", "etc", "home", "lib", "lib64", "media", "mnt", "opt", "proc", "root", "run"),
        *("sbin", "srv", "sys", "tmp", "usr", "usr/local", "usr/share", "var", "var/lib", "var/log", "var/tmp"),
    )
)
"""Folders of the machine that are never given away whole."""


def explain_denial(path: Path, error: OSError) -> str:
    """Explain why `path` may not be opened, as the rest of a sentence that begins with its name.

    It ends with the command to type.
    """
    place = _nearest(path.absolute())
    if not isinstance(error, PermissionError) or place is None:
        return f"({(error.strerror or 'it fails').lower()})"
    owner, us = place.stat().st_uid, os.geteuid()
    if owner == us:
        return f"because the mode of {place} forbids it: chmod u+rwX {shlex.quote(str(place))}"
    told = f"because {place} belongs to {_name(owner)}, and Keyminder runs as {_name(us)}"
    return f"{told}: {_find_remedy(path.absolute(), place, _name(us))}"


def _find_remedy(path: Path, place: Path, us: str) -> str:
    """Return the command to type. `place` is the file or the folder above it with another owner."""
    shown = shlex.quote(str(place))
    if place == path.parent and place in _OF_EVERYBODY:
        return "use a folder of its own"
    if place == path.parent:
        return f"sudo chown -R {us} {shown}"
    if place == path:
        return f"sudo chown {us} {shown}"
    if not os.access(place, os.X_OK, effective_ids=True):
        return f"sudo chmod o+x {shown}, or use another folder"
    return f"sudo install -d -m 700 -o {us} {shlex.quote(str(path.parent))}"


def _nearest(path: Path) -> Path | None:
    """Return the file itself, else the first folder above it that can be read."""
    for place in (path, *path.parents):
        try:
            place.stat()
        except OSError:
            continue
        return place
    return None


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
