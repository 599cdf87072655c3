"""The form of an existing key's access id when the key is put on watch."""

import re
from collections.abc import Iterable

from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Key

ACCESS_ID_LIMIT = 128

_SHAPE = re.compile(rf"[0-9A-Za-z._-]{{1,{ACCESS_ID_LIMIT}}}|[0-9A-Za-z+/]{{16,{ACCESS_ID_LIMIT - 2}}}={{0,2}}")
"""Letters, digits and three signs.

Or base64, as at Kraken. Source: support.kraken.com/articles/360029054811.
"""
_CODE = re.compile(r"[0-9]{6}")
"""Six digits may be a person's one-time code, which must not be stored where others read."""
_NO_WORD = re.compile(r"[0-9]|[a-z][A-Z]|.{16}")
"""Exchanges draw access ids at random.

A short one without a digit or an inner capital was typed as a word.
"""


def check_access_id(access_id: str, keys: Iterable[Key]) -> Verdict:
    """Check that an access id is well formed, is not a plain word, and is not used by another of `keys`."""
    if _SHAPE.fullmatch(access_id) is None:
        return Refused(Reason.ACCESS_ID_CHARACTERS, {"access_id": access_id[:ACCESS_ID_LIMIT]})
    if _CODE.fullmatch(access_id):
        return Refused(Reason.ACCESS_ID_CODE)
    if _NO_WORD.search(access_id) is None:
        return Refused(Reason.ACCESS_ID_WORD, {"access_id": access_id})
    for key in keys:
        if key.access_id.casefold() == access_id.casefold():
            return Refused(Reason.ACCESS_ID_TAKEN, {"access_id": access_id, "key": key.remark})
    return Allowed()
