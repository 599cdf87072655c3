"""A value is valid only with the types of its dataclass."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest

from bot.chat.telegram.validation import is_sound

ODD: Any = "1"


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Inner:
    number: int = 1


@dataclass(frozen=True)
class Outer:
    text: str = ""
    number: int = 0
    maybe: int | None = None
    inner: Inner | None = None
    words: tuple[str, ...] = ()
    offered: frozenset[str] | None = None
    colour: Colour = Colour.RED
    flag: bool = False


@pytest.mark.parametrize(
    "fields",
    [{}, {"text": "ü", "maybe": 2**52, "inner": Inner(), "words": ("a",), "offered": frozenset({"b"}), "flag": True}],
)
def test_a_value_of_its_types_is_sound(fields: dict[str, Any]) -> None:
    assert is_sound(Outer(**fields), Outer)


ODD_FIELDS: dict[str, tuple[Any, ...]] = {
    "text": (None, 1, "\x00", "\ud800", ["a"]),
    "number": (None, "1", 1.5, True, 2**63, -(2**63), {}),
    "maybe": ("1", {}),
    "inner": (Inner(number=ODD), {}, 1),
    "words": (["a"], (1,), "a", None),
    "offered": (frozenset({1}), {"a"}),
    "colour": ("red",),
    "flag": (1,),
}


@pytest.mark.parametrize("fields", [{name: odd} for name, odds in ODD_FIELDS.items() for odd in odds])
def test_a_value_of_other_types_is_not(fields: dict[str, Any]) -> None:
    assert not is_sound(Outer(**fields), Outer)
