"""Check that a value from outside has the types of its dataclass."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

INT_LIMIT = 2**63
"""Databases keep no larger numbers. Telegram's ids have at most 52 bits. Source: Bot API, User and Chat."""


def is_sound(value: object, hint: Any) -> bool:
    """Whether a value has this type at every level. Texts can be stored, and numbers fit a database."""
    return _find_check(hint)(value)


@lru_cache
def _find_check(hint: Any) -> Callable[[Any], bool]:
    """Build the check of a type, once."""
    origin, inner = get_origin(hint), [_find_check(one) for one in get_args(hint) if one is not Ellipsis]
    if origin in {Union, UnionType} and NoneType in get_args(hint):
        # Most fields of an update are missing, so that is asked first.
        return lambda value: value is None or any(check(value) for check in inner)
    if origin in {Union, UnionType}:
        return lambda value: any(check(value) for check in inner)
    if origin in {tuple, frozenset}:
        return lambda value: isinstance(value, origin) and all(map(inner[0], value))
    if hint is int:
        return lambda value: type(value) is int and abs(value) < INT_LIMIT
    if hint is str:
        return lambda value: isinstance(value, str) and _can_be_stored(value)
    parts = _find_parts(hint)
    return lambda value: isinstance(value, hint) and all(check(getattr(value, name)) for name, check in parts)


def _can_be_stored(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def _find_parts(kind: Any) -> list[tuple[str, Callable[[Any], bool]]]:
    """Names and checks of a dataclass's fields. Empty for other types."""
    if not is_dataclass(kind):
        return []
    hints = get_type_hints(kind)
    return [(field.name, _find_check(hints[field.name])) for field in fields(kind)]
