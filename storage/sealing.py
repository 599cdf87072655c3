"""The ring of master keys, with its seals, token hashes and audit signatures.

A sealed value is bytes: one byte of format, eight bytes naming the master key, twelve bytes of nonce, then AES-256-GCM.
Its associated data is `table|column|row id`, so it opens only where it was written.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable
from functools import cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Column

from storage.errors import BadMasterKey, SealBroken

FORMAT = 1
KEY_BYTES = 32
NAME_BYTES = 8
NONCE_BYTES = 12
HEADER_BYTES = 1 + NAME_BYTES + NONCE_BYTES
AUDIT = "audit"
"""Purpose of the keys that sign audit lines. They open nothing."""

_PUT_BACK = "put it back from your copy."


class KeyRing:
    """The master keys, newest first: the newest seals, all open. Frozen, and never shown in its repr.

    As text every key is `<name>:<key>`, the name being its fingerprint, separated by blanks, commas or lines.
    """

    def __init__(self, keys: Iterable[bytes]) -> None:
        self._keys = {_derive(key, "name", NAME_BYTES).hex(): key for key in keys}
        if not self._keys or any(len(key) != KEY_BYTES for key in self._keys.values()):
            raise BadMasterKey(f"The master key is cut or mistyped (a key has {KEY_BYTES} bytes): {_PUT_BACK}")

    @classmethod
    def new(cls) -> "KeyRing":
        """Make a ring with one random key."""
        return cls([secrets.token_bytes(KEY_BYTES)])

    @classmethod
    def from_text(cls, text: str) -> "KeyRing":
        """Read `text`. Raises BadMasterKey, also for a key that does not fit its name (a typing error)."""
        words = text.replace(",", " ").split()
        if not words:
            raise BadMasterKey(f"The master key is empty: {_PUT_BACK}")
        ring = cls(_read_key(word.rpartition(":")[2]) for word in words)
        if [word.rpartition(":")[0] for word in words] != list(ring.fingerprints):
            raise BadMasterKey(
                f"The master key does not fit its name, so it was cut, mistyped or given twice: {_PUT_BACK}"
            )
        return ring

    def to_text(self) -> str:
        """Return the secret text that `from_text` reads, one key a line."""
        lines = (f"{name}:{base64.urlsafe_b64encode(key).decode()}" for name, key in self._keys.items())
        return "\n".join(lines) + "\n"

    def with_new_key(self) -> "KeyRing":
        """Return a ring with a new key before the present ones."""
        return KeyRing([secrets.token_bytes(KEY_BYTES), *self._keys.values()])

    @property
    def fingerprint(self) -> str:
        """The name of the newest key, which may be shown: 16 hexadecimal digits."""
        return self.fingerprints[0]

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """Names of all keys, newest first."""
        return tuple(self._keys)

    def derive(self, purpose: str) -> dict[str, bytes]:
        """Return the key of 32 bytes for one purpose, by the name of the master key, newest first."""
        return {name: _derive(key, purpose, KEY_BYTES) for name, key in self._keys.items()}

    def __repr__(self) -> str:
        return f"KeyRing({', '.join(self.fingerprints)})"


class FieldCipher:
    """Seals and hashes with a key ring. The keys of each purpose are derived once.

    A value may name a key that was made after this process had started. Then `reread` is asked for the present ring.
    """

    def __init__(self, ring: KeyRing, reread: Callable[[], KeyRing | None] | None = None) -> None:
        self._derived = _DerivedKeys(ring)
        self._reread = reread

    @property
    def fingerprint(self) -> str:
        """Name of the key that seals."""
        return self._derived.fingerprint

    def seal(self, column: Column[bytes], row_id: UUID | int, clear: str) -> bytes:
        """Seal `clear` for one column of one row."""
        nonce, derived = secrets.token_bytes(NONCE_BYTES), self._derived
        return derived.header + nonce + derived.newest.encrypt(nonce, clear.encode(), _place(column, row_id))

    def open(self, column: Column[bytes], row_id: UUID | int, sealed: bytes) -> str:
        """Return what was sealed. Raises SealBroken if it was changed, moved, or its key is gone."""
        name = name_of(sealed)
        cipher = self._find(name).ciphers.get(name)
        nonce, rest = sealed[1 + NAME_BYTES : HEADER_BYTES], sealed[HEADER_BYTES:]
        if cipher is None or sealed[0] != FORMAT:
            raise SealBroken(f"No key of the ring opens {column.table.name}.{column.name} of {row_id}.")
        try:
            return cipher.decrypt(nonce, rest, _place(column, row_id)).decode()
        except (InvalidTag, ValueError):
            raise SealBroken(f"The seal of {column.table.name}.{column.name} of {row_id} is broken.") from None

    def hash_token(self, purpose: str, token: str) -> str:
        """Return the keyed hash under which a new token is stored."""
        derived = self._derived
        return _hash(derived.tokens[derived.fingerprint], purpose, token)

    def token_hashes(self, purpose: str, token: str) -> list[str]:
        """Return every hash under which a token may have been stored, one for each key of the ring."""
        return [_hash(key, purpose, token) for key in self._derived.tokens.values()]

    def sign(self, text: str, key_id: str) -> str | None:
        """Sign a canonical audit line with the named key. None if it is not in the ring."""
        key = self._find(key_id).audit.get(key_id)
        return None if key is None else hmac.digest(key, text.encode(), hashlib.sha256).hex()

    def _find(self, name: str) -> "_DerivedKeys":
        """Return the keys, of the present ring if the one at hand lacks that name."""
        if name not in self._derived.ciphers and self._reread is not None:
            ring = self._reread()
            if ring is not None and {name, *self._derived.ciphers} <= set(ring.fingerprints):
                self._derived = _DerivedKeys(ring)
        return self._derived


class _DerivedKeys:
    """The keys of each purpose, by the name of their master key. They are replaced together."""

    def __init__(self, ring: KeyRing) -> None:
        self.fingerprint = ring.fingerprint
        self.ciphers = {name: AESGCM(key) for name, key in ring.derive("sealing").items()}
        self.newest = self.ciphers[ring.fingerprint]
        self.header = bytes([FORMAT]) + bytes.fromhex(ring.fingerprint)
        self.tokens = ring.derive("tokens")
        self.audit = ring.derive(AUDIT)


def name_of(sealed: bytes) -> str:
    """Return the name of the master key that sealed a value."""
    return sealed[1 : 1 + NAME_BYTES].hex()


def _hash(key: bytes, purpose: str, token: str) -> str:
    return hmac.digest(key, f"{purpose}|{token}".encode(), hashlib.sha256).hex()


def _place(column: Column[bytes], row_id: UUID | int) -> bytes:
    return f"{_name(column)}|{row_id}".encode()


@cache
def _name(column: Column[bytes]) -> str:
    return f"{column.table.name}|{column.name}"


def _derive(key: bytes, purpose: str, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=f"keyminder {purpose}".encode()).derive(key)


def _read_key(text: str) -> bytes:
    try:
        return base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadMasterKey(f"The master key is not one that Keyminder made: {_PUT_BACK}") from None
