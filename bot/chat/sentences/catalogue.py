"""The catalogue files of one language, cut into sentences. Each is parsed on first use.

Parsing all of them takes longer than importing any library.
"""

import re
from functools import cache
from pathlib import Path

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.chat.sentences.compiler import Compiler, NotCompiled, Say, Words, find_plural

_BEGINNING = re.compile(r"^(?=(-?[A-Za-z][A-Za-z0-9_-]*) *=)", re.MULTILINE)
"""Start of a sentence or term: its id at the start of a line. Continued lines are indented."""


class SentenceError(Exception):
    """The catalogue is broken, or cannot fill the requested sentence completely."""


class Catalogue:
    """`<language>.ftl` and any `<language>.<part>.ftl` beside it."""

    def __init__(self, language: str, folder: Path) -> None:
        """Raises SentenceError for a duplicate id. Other errors appear when their sentence is used."""
        self._compiler = Compiler(find_plural(language), self._find_other)
        self._unread: dict[str, str] = {}
        self._read: dict[str, tuple[frozenset[str], Say]] = {}
        for file in [folder / f"{language}.ftl", *sorted(folder.glob(f"{language}.*.ftl"))]:
            self._cut(file.name, file.read_text(encoding="utf-8"))
        self.ids = frozenset(name for name in self._unread if not name.startswith("-"))

    def list_variables(self, sentence: str) -> frozenset[str]:
        """Return the arguments of a sentence. Raises SentenceError for an unknown or broken one."""
        return self._look_up(sentence)[0]

    def fill(self, sentence: str, words: Words) -> str:
        """Return the text of a sentence. Raises SentenceError for an unknown or broken one, and for a gap."""
        variables, say = self._look_up(sentence)
        if not words.keys() >= variables:  # asked of the keys, which is twice as fast
            raise SentenceError(f"{sentence!r} misses {', '.join(sorted(variables - words.keys()))}")
        return say(words)

    def _look_up(self, name: str) -> tuple[frozenset[str], Say]:
        found = self._read.get(name)
        if found is None:
            if name not in self.ids:
                raise SentenceError(f"There is no sentence {name!r}")
            found = self._compile(name)
        return found

    def _cut(self, file_name: str, text: str) -> None:
        head, *parts = _BEGINNING.split(text)
        _parse(head)
        for name, source in zip(parts[::2], parts[1::2], strict=True):
            if name in self._unread:
                raise SentenceError(f"{file_name} has a second {name!r}")
            self._unread[name] = source

    def _compile(self, name: str) -> tuple[frozenset[str], Say]:
        """Compile the sentence or term and those it refers to, with all their variables."""
        source = self._unread.pop(name, None)
        if source is None:
            raise SentenceError(f"There is no {name!r}, or it refers to itself")
        resource = _parse(source)
        entry = next((one for one in resource.body if isinstance(one, ast.Message | ast.Term)), None)
        if entry is None or entry.value is None:
            raise SentenceError(f"{name!r} has no text")
        try:
            say = self._compiler.compile(entry.value)
        except NotCompiled as error:
            raise SentenceError(f"{name!r} uses what is not understood here: {error}") from None
        finder = _Finder()
        finder.visit(entry.value)
        others = (self._read[other][0] for other in finder.others)
        found = self._read[name] = frozenset(finder.variables).union(*others), say
        return found

    def _find_other(self, name: str) -> Say:
        return (self._read.get(name) or self._compile(name))[1]


@cache
def _parse(source: str) -> ast.Resource:
    """Parse the same text once per process."""
    resource = FluentParser(with_spans=False).parse(source)
    for entry in resource.body:
        if isinstance(entry, ast.Junk):
            raise SentenceError(f"The catalogue cannot be read: {entry.content!r}")
    return resource


class _Finder(Visitor):
    """Collect the names of variables, sentences and terms below a node."""

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
