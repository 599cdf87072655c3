"""The mark in a key's name by which its ticket finds it again.

Exchanges make a new key for every request, so a creation without an answer can only be found by its name. The mark
stays for good, as ` ~k7f3q9x2` at the end, on the exchange's page only: our names are without it.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.exchanges.exchange import KeyUnmarked, NewKey, Reference
from storage.records import KeyFacts

TAG_LENGTH = 8
ROOM = TAG_LENGTH + 2
"""How many characters of a name the mark takes."""

LEEWAY = timedelta(seconds=5)
"""How much earlier, by an exchange's own clock, a key may seem to have been made."""

_TAGGED = re.compile(rf"(.*) ~([a-z2-7]{{{TAG_LENGTH}}})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TaggedKey:
    """A key as its exchange has it. Its name in `facts` is without the mark, which is `tag`."""

    facts: KeyFacts
    tag: str | None
    is_expired: bool


def tag_of(reference: Reference) -> str:
    """Return eight letters and digits (40 bits) for one part of one ticket, always the same."""
    digest = hashlib.sha256(f"{reference.ticket_id}/{reference.part}".encode()).digest()
    return base64.b32encode(digest)[:TAG_LENGTH].decode().lower()


def write_tagged(remark: str, tag: str | None) -> str:
    """Write the name as the exchange gets it."""
    return remark if tag is None else f"{remark} ~{tag}"


def read_tagged(text: str) -> tuple[str, str | None]:
    """Return the name as people know it, and its mark. None: no mark."""
    found = _TAGGED.fullmatch(text)
    return (found[1], found[2]) if found else (text, None)


def check_untagged_twin(keys: Iterable[TaggedKey], reference: Reference, wish: NewKey, ahead: timedelta) -> None:
    """Raise KeyUnmarked if a key without a mark, made since the first try, has the wished properties.

    `keys` are all of the account. A person may have removed a mark. `ahead` is how far the
    exchange's clock is before ours.
    """
    if reference.since is None:
        return
    for key in (one.facts for one in keys if one.tag is None):
        is_alike = (key.trade, set(key.ips)) == (wish.trade, set(wish.ips))
        if is_alike and key.created_at >= reference.since + ahead - LEEWAY:
            raise KeyUnmarked(f"the key {key.access_id} appeared meanwhile, without a mark")
