"""Whether a value has the types its dataclass says: what comes from outside may hold anything.

It must not know what the value means.
"""

from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from functools import lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

INT_LIMIT = 2**63
"""Databases keep no larger numbers. Telegram's ids have at most 52 bits. Source: Bot API, User and Chat."""


def is_sound(value: object, hint: Any) -> bool:
    """Whether a value is of this type, all the way down; texts can be stored and numbers fit a database."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return any(is_sound(value, one) for one in inner)
    if origin in {tuple, frozenset}:
        return isinstance(value, origin) and all(is_sound(one, inner[0]) for one in value)
    if hint is int:
        return type(value) is int and abs(value) < INT_LIMIT
    if hint is str:
        return isinstance(value, str) and _can_be_stored(value)
    if not isinstance(value, hint):
        return False
    return all(is_sound(getattr(value, name), one) for name, one in _hints(hint))


def _can_be_stored(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


@lru_cache
def _hints(kind: Hashable) -> tuple[tuple[str, Any], ...]:
    """Names and types of a dataclass's fields; none of another type."""
    if not isinstance(kind, type) or not is_dataclass(kind):
        return ()
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind))
