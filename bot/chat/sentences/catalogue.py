"""The catalogue files of one language, cut into sentences; each is parsed when it is first asked for.

Parsing all of them takes longer than importing any library. It must not know what a sentence says, nor when.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle
from fluent.runtime.types import FluentType
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

_BEGINNING = re.compile(r"^(?=(-?[A-Za-z][A-Za-z0-9_-]*) *=)", re.MULTILINE)
"""Where a sentence or a term begins: its id at the start of a line; lines that go on are indented."""


class SentenceError(Exception):
    """The catalogue is broken, or was asked for a sentence it cannot make whole."""


class Catalogue:
    """`<language>.ftl` and any `<language>.<part>.ftl` beside it."""

    def __init__(self, language: str, folder: Path) -> None:
        """Raises SentenceError for an id that is there twice; another flaw is found when its sentence is asked for."""
        self._bundle = FluentBundle([language], use_isolating=False)
        self._unread: dict[str, str] = {}
        self._variables: dict[str, frozenset[str]] = {}
        for file in [folder / f"{language}.ftl", *sorted(folder.glob(f"{language}.*.ftl"))]:
            self._cut(file.name, file.read_text(encoding="utf-8"))
        self.ids = frozenset(name for name in self._unread if not name.startswith("-"))

    def list_variables(self, sentence: str) -> frozenset[str]:
        """The args a sentence must be given; raises SentenceError for an unknown or a broken one."""
        if sentence not in self.ids:
            raise SentenceError(f"There is no sentence {sentence!r}")
        self._read(sentence)
        return self._variables[sentence]

    def fill(self, sentence: str, args: Mapping[str, FluentType]) -> str:
        """The text of a sentence that there is; raises SentenceError where a gap would remain."""
        self._read(sentence)
        pattern = self._bundle.get_message(sentence).value
        if pattern is None:
            raise SentenceError(f"{sentence!r} has no text")
        text, errors = self._bundle.format_pattern(pattern, dict(args))
        if errors:
            raise SentenceError(f"{sentence!r} cannot be made whole: {errors[0]}")
        return str(text)

    def _cut(self, file_name: str, text: str) -> None:
        head, *parts = _BEGINNING.split(text)
        _parse(head)
        for name, source in zip(parts[::2], parts[1::2], strict=True):
            if name in self._unread:
                raise SentenceError(f"{file_name} has a second {name!r}")
            self._unread[name] = source

    def _read(self, name: str) -> None:
        """The sentence or term, and those that it refers to."""
        source = self._unread.pop(name, None)
        if source is None:
            return
        resource = _parse(source)
        self._bundle.add_resource(resource)
        finder = _Finder()
        finder.visit(resource)
        self._variables[name] = frozenset(finder.variables)
        for other in finder.others:
            self._read(other)


@cache
def _parse(source: str) -> ast.Resource:
    """The same text is parsed once in a process."""
    resource = FluentParser(with_spans=False).parse(source)
    for entry in resource.body:
        if isinstance(entry, ast.Junk):
            raise SentenceError(f"The catalogue cannot be read: {entry.content!r}")
    return resource


class _Finder(Visitor):
    """Collects the names of the variables, and of the sentences and terms, that stand below a node."""

    def __init__(self) -> None:
        super().__init__()
        self.variables: set[str] = set()
        self.others: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the library's naming
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802 - the library's naming
        self.others.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802 - the library's naming
        self.others.add(f"-{node.id.name}")
        self.generic_visit(node)
