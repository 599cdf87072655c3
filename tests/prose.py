"""`python -m tests.prose [PATH …]`: measure the prose of the code, per folder and in total.

Docstrings include the strings below attributes and constants. Code in backticks and pragmas are not prose.
The bars are at most 0.5 private words and 2 semicolons per 1 000 words. Nothing fails: it is a figure, not a gate.
"""

import argparse
import ast
import io
import re
import sys
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
WORST = 15
PRIVATE = re.compile(
    r"\b(?:whoever|nobody|somebody|shall|anew|whose|thereof|meanwhile|just so|by itself|is over"
    r"|(?<!there )is no(?! longer)|leads? nowhere|com(?:e|es|ing) with|led by hand|differs at|behind the command"
    r"|be called|go(?:es)? by|stands|tells|(?:is|are|was|were|be|been|being) told"
    r"|house|doors?|speakers?|standing|lapse[sd]?|grave|whereabouts|letters?(?! (?:and|or) digits))\b",
    re.IGNORECASE,
)
OF_THE_ALPHABET = re.compile(r"letters?", re.IGNORECASE)
"""Elsewhere a letter is an e-mail. In the rules, which parse text, it belongs to an alphabet."""
CODE = re.compile(r"`[^`]*`")
PRAGMA = re.compile(r"#\s*(?:noqa|type:|pragma:|fmt:|!)")
WORD = re.compile(r"\w*[^\W\d_]\S*")


@dataclass
class Figures:
    """Counts of one file, one folder or everything."""

    words: int = 0
    docstrings: int = 0
    docstring_words: int = 0
    semicolons: int = 0
    private: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Figures") -> None:
        """Add the counts of another part."""
        self.words += other.words
        self.docstrings += other.docstrings
        self.docstring_words += other.docstring_words
        self.semicolons += other.semicolons
        self.private += other.private

    def per_thousand(self, count: int) -> float:
        """Return how many there are in 1 000 words."""
        return 1000 * count / self.words if self.words else 0.0


def list_docstrings(source: str) -> Iterator[str]:
    """Yield every string that is a statement: docstrings, and strings below attributes."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value


def list_comments(source: str) -> Iterator[str]:
    """Yield every comment. Lines directly below each other are one."""
    block: list[str] = []
    last = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT or PRAGMA.match(token.string):
            continue
        if block and token.start[0] != last + 1:
            yield " ".join(block)
            block = []
        block.append(token.string.lstrip("# "))
        last = token.start[0]
    if block:
        yield " ".join(block)


def measure(source: str, *, alphabet: bool = False) -> Figures:
    """Count one file's prose. `alphabet` means that its letters are those of an alphabet."""
    docstrings, comments = list(list_docstrings(source)), list(list_comments(source))
    figures = Figures(docstrings=len(docstrings))
    for number, text in enumerate([*docstrings, *comments]):
        prose = " ".join(CODE.sub("X", text).split())
        words = len(WORD.findall(prose))
        figures.words += words
        figures.docstring_words += words if number < len(docstrings) else 0
        figures.semicolons += prose.count(";")
        found = (hit.group().lower() for hit in PRIVATE.finditer(prose))
        figures.private.update(hit for hit in found if not (alphabet and OF_THE_ALPHABET.fullmatch(hit)))
    return figures


def _row(name: str, figures: Figures) -> str:
    private = figures.private.total()
    mean = figures.docstring_words / figures.docstrings if figures.docstrings else 0.0
    rates = f"{figures.per_thousand(private):8.2f} {figures.per_thousand(figures.semicolons):8.2f}"
    return f"{name:44} {figures.words:7} {mean:6.1f} {private:5} {rates}"


def main(paths: list[Path]) -> None:
    """Print the table of folders, the total, the worst files and the most frequent private words."""
    files = sorted(file for path in paths for file in ([path] if path.is_file() else path.rglob("*.py")))
    folders: defaultdict[str, Figures] = defaultdict(Figures)
    by_file: dict[str, Figures] = {}
    total = Figures()
    for file in files:
        name = file.resolve().relative_to(ROOT)
        figures = measure(file.read_text(encoding="utf-8"), alphabet="rules" in name.parts)
        by_file[name.as_posix()] = figures
        folders["/".join(name.parent.parts[:2])].add(figures)
        total.add(figures)
    head = f"{'':44} {'words':>7} {'w/doc':>6} {'priv.':>5} {'priv./k':>8} {'semi./k':>8}"
    lines = [head, *(_row(name, folders[name]) for name in sorted(folders)), _row("total", total), "", "Worst files:"]
    worst = sorted(by_file.items(), key=lambda one: -(one[1].private.total() + one[1].semicolons))[:WORST]
    lines += [_row(name, figures) for name, figures in worst]
    lines += ["", ", ".join(f"{word} {count}" for word, count in total.private.most_common())]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure the prose of the code.")
    parser.add_argument("paths", nargs="*", type=Path, default=[ROOT / name for name in ("bot", "storage", "tests")])
    main(parser.parse_args().paths)
