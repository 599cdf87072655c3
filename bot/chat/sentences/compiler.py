"""Compile a catalogue's patterns to functions.

Walking the tree for each line is ten times slower. Everything that our catalogues use of Fluent is
here. Everything else is an error.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Protocol

from fluent.syntax import ast


class Moment(Protocol):
    """A date and time. It is written where a sentence shows it, because most sentences use one of its texts."""

    def relative(self) -> str:
        """Write the distance first: `{ $at }`."""
        ...

    def dated(self) -> str:
        """Write the date first, for after a preposition: `until { DATETIME($at) }`."""
        ...

    def away(self) -> str:
        """Write the distance alone, for a list: `{ DISTANCE($at) }`."""
        ...


Word = str | int | Moment | None
"""Finished text, a number, a moment, or nothing: selected as [none], shown as nothing."""
Words = Mapping[str, Word]
Say = Callable[[Words], str]
"""Fill a pattern with these words, which must contain all its variables."""
Plural = Callable[[int], str]

_NOTHING = "none"


class NotCompiled(Exception):
    """A part of Fluent that our catalogues do not use."""


def find_plural(language: str) -> Plural:
    """Return the rule by which numbers choose `one`, `few`, `other` …"""
    if language == "en":
        return _choose_english
    from babel import Locale  # noqa: PLC0415 - its tables of all languages take 6 MB

    return lru_cache(maxsize=1024)(Locale.parse(language).plural_form)


def _choose_english(number: int) -> str:
    """Source: CLDR, plurals.xml, checked 2026-11-27: `i = 1 and v = 0`, where i has no sign."""
    return "one" if abs(number) == 1 else "other"


class Compiler:
    """Compiles patterns to functions."""

    def __init__(self, plural: Plural, find: Callable[[str], Say]) -> None:
        """`find` returns the sentence, or the term with a leading hyphen, that a pattern refers to."""
        self._plural = plural
        self._find = find

    def compile(self, pattern: ast.Pattern) -> Say:
        """Raises NotCompiled, and what `find` raises."""
        parts = [self._compile_element(element) for element in pattern.elements]
        says = [part for part in parts if not isinstance(part, str)]
        frame = "".join([part.replace("%", "%%") if isinstance(part, str) else "%s" for part in parts])
        if frame == "%s":
            return says[0]
        return lambda words: frame % tuple([say(words) for say in says])

    def _compile_element(self, element: object) -> Say | str:
        """Return a text as it is."""
        match element:
            case ast.TextElement(value=str(text)):
                return text
            case ast.Placeable(expression=ast.StringLiteral() as literal):
                return str(literal.parse()["value"])
            case ast.Placeable(expression=expression):
                return self._compile_expression(expression)
        raise NotCompiled(type(element).__name__)

    def _compile_expression(self, expression: object) -> Say:
        match expression:
            case ast.VariableReference(id=ast.Identifier(name=name)):
                return lambda words: word if isinstance(word := words[name], str) else _show(word)
            case ast.FunctionReference(
                id=ast.Identifier(name="DATETIME" | "DISTANCE" as way),
                arguments=ast.CallArguments(positional=[ast.VariableReference(id=ast.Identifier(name=name))], named=[]),
            ):
                show = _show_dated if way == "DATETIME" else _show_away
                return lambda words: show(words[name])
            case ast.SelectExpression(selector=ast.VariableReference(id=ast.Identifier(name=name)), variants=variants):
                return self._compile_choice(name, variants)
            case ast.MessageReference(id=ast.Identifier(name=name), attribute=None):
                return self._find(name)
            case ast.TermReference(id=ast.Identifier(name=name), attribute=None):
                return self._find(f"-{name}")
        raise NotCompiled(type(expression).__name__)

    def _compile_choice(self, name: str, variants: list[ast.Variant]) -> Say:
        by_name: dict[str, Say] = {}
        by_number: dict[float, Say] = {}
        otherwise: Say | None = None
        for variant in variants:
            say = self.compile(variant.value)
            if isinstance(variant.key, ast.Identifier):
                by_name.setdefault(variant.key.name, say)
            else:
                by_number.setdefault(float(variant.key.value), say)
            otherwise = say if variant.default else otherwise
        if otherwise is None:
            raise NotCompiled("a choice without a default")
        default, plural = otherwise, self._plural
        by_nothing = by_name.get(_NOTHING, default)

        def choose(words: Words) -> str:
            word = words[name]
            if isinstance(word, str):
                say = by_name.get(word, default)
            elif isinstance(word, int):
                say = by_number.get(word) or by_name.get(plural(word), default)
            else:
                say = by_nothing if word is None else default
            return say(words)

        return choose


def _show(word: Word) -> str:
    if isinstance(word, str):
        return word
    if word is None:
        return ""
    # Ids are numbers too, so numbers are not grouped by thousands.
    return str(word) if isinstance(word, int) else word.relative()


def _show_dated(word: Word) -> str:
    return _show(word) if word is None or isinstance(word, str | int) else word.dated()


def _show_away(word: Word) -> str:
    return _show(word) if word is None or isinstance(word, str | int) else word.away()
