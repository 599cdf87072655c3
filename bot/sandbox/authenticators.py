"""The authenticator app on each persona's phone: scanned seeds and six digits, on the sandbox's clock."""

import re
from dataclasses import dataclass
from pathlib import Path

import pyotp

from bot.sandbox.changes import Changes
from bot.sandbox.clock import Watch
from bot.sandbox.json_store import read_json, write_json

_SEED = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z2-7]{32}|[A-Z2-7]{4}(?: [A-Z2-7]{4}){7})(?![A-Za-z0-9])")
"""160 bits in base32. Shorter and longer words are names of networks, or addresses.

Source: RFC 4226, section 4 (the recommended length of the shared secret).
"""
_OTPAUTH = re.compile(r"otpauth://totp/\S+")


@dataclass(frozen=True, slots=True)
class ShownCode:
    """What the phone shows: six digits, seconds left, seconds of each code."""

    digits: str
    seconds_left: float
    step_seconds: int


def find_seed(text: str) -> str | None:
    """Find the first TOTP seed in a caption, as an otpauth address or as base32 without spaces, or None."""
    if address := _OTPAUTH.search(text):
        return address.group()
    seed = _SEED.search(text)
    return seed.group().replace(" ", "") if seed else None


class Authenticators:
    """One authenticator per persona, kept in a file. Scanning again replaces the seed."""

    def __init__(self, clock: Watch, path: Path | None = None) -> None:
        self.changes = Changes()
        self._clock = clock
        self._path = path
        kept = read_json(path)
        self._seeds: dict[int, str] = (
            {int(user): str(seed) for user, seed in kept.items()} if isinstance(kept, dict) else {}
        )

    def scan(self, user_id: int, seed: str) -> str:
        """Scan base32, an otpauth address or a text with one, and return the current code. Else ValueError."""
        found = find_seed(seed.strip()) or find_seed(seed.strip().upper())
        if found is None:
            raise ValueError("There is no authenticator seed to scan here.")
        _read(found).byte_secret()
        self._seeds[user_id] = found
        write_json(self._path, {str(user): kept for user, kept in self._seeds.items()})
        self.changes.ring()
        return self.code(user_id)

    def has(self, user_id: int) -> bool:
        """Whether the persona has scanned a seed."""
        return user_id in self._seeds

    def code(self, user_id: int) -> str:
        """The six digits of now. KeyError if the persona has scanned nothing."""
        return self.show(user_id).digits

    def show(self, user_id: int) -> ShownCode:
        """The six digits of now and their time left. KeyError if the persona has scanned nothing."""
        totp = _read(self._seeds[user_id])
        now = self._clock.now()
        return ShownCode(totp.at(now), totp.interval - now.timestamp() % totp.interval, totp.interval)

    def forget(self, user_id: int) -> None:
        """Lose the phone. Without a scanned seed nothing happens."""
        if self._seeds.pop(user_id, None) is not None:
            write_json(self._path, {str(user): kept for user, kept in self._seeds.items()})
            self.changes.ring()


def _read(seed: str) -> pyotp.TOTP:
    parsed = pyotp.parse_uri(seed) if seed.startswith("otpauth://") else pyotp.TOTP(seed)
    if not isinstance(parsed, pyotp.TOTP):
        raise TypeError("This authenticator shows time-based codes only.")
    return parsed
