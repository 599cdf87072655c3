"""The imports of our own files, parsed once in a run for every test that asks."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent


@cache
def list_files() -> tuple[Path, ...]:
    """List the files of bot and storage."""
    return tuple(sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "storage").rglob("*.py")]))


@cache
def list_imports(file: Path) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """List every import of a file, wherever in it."""
    return tuple(_find_imports(ast.parse(file.read_text(encoding="utf-8"))))


def _find_imports(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Look into statements only. No expression holds an import, and most nodes are expressions."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield node
    for block in ("body", "orelse", "finalbody", "handlers", "cases"):
        inner = getattr(node, block, ())
        if isinstance(inner, list):
            for one in inner:
                yield from _find_imports(one)
