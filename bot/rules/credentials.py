"""An access id and a secret as people paste them, and a secret in a wrong place.

Source: examples in docs.coinex.com/api/v2/authorization (32 and 48 hex digits), and in
bybit-exchange.github.io/docs/v5/user/create-subuid-apikey (18 and 36 letters and digits), checked 2026-11-25. Also in
support.kraken.com/articles/360029054811 (56 and 88 characters of base64), checked 2026-11-27.
"""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[!-~]{8,128}")
_SHAPES = (
    (re.compile(r"[0-9A-Fa-f]{32}"), re.compile(r"[0-9A-Fa-f]{48}")),
    (re.compile(r"[0-9A-Za-z]{18}"), re.compile(r"[0-9A-Za-z]{36}")),
    (re.compile(r"[0-9A-Za-z+/]{56}"), re.compile(r"[0-9A-Za-z+/]{86}==")),
)
"""An access id and its secret, one pair for each exchange."""
_TELLING = re.compile(
    r"(?<![0-9A-Za-z])[0-9A-Fa-f]{48}(?![0-9A-Za-z])|(?<![0-9A-Za-z+/])[0-9A-Za-z+/]{86}==(?![0-9A-Za-z+/=])"
)
"""A secret's form. People write no other text of exactly so many hex digits, or base64 of 64 bytes."""


def read_credentials(words: Sequence[str]) -> tuple[str, str] | None:
    """Find access id and secret among the words, in any order and with any labels. None: no such pair.

    Of unknown forms exactly two words are taken, the access id first.
    """
    return _find_pair(words) or (
        (words[0], words[1]) if len(words) == 2 and all(_WORD.fullmatch(word) for word in words) else None
    )


def holds_secret(text: str) -> bool:
    """Whether the text holds the secret of an API key, alone or beside its access id."""
    return _TELLING.search(text) is not None or _find_pair(text.split()) is not None


def _find_pair(words: Sequence[str]) -> tuple[str, str] | None:
    bare = [word.strip("\"'`,;:()[]") for word in words]
    for access_id, secret in _SHAPES:
        ids = [word for word in bare if access_id.fullmatch(word)]
        secrets = [word for word in bare if secret.fullmatch(word)]
        if len(ids) == 1 and len(secrets) == 1:
            return ids[0], secrets[0]
    return None
