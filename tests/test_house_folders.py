"""No two folders import each other, whatever the files in them."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.imports import ROOT, list_files, list_imports

ENTRY = "bot/__main__.py"
"""Starts the rooms beside it, and no file imports it. The other files of its folder import no room."""


def test_no_two_folders_import_each_other() -> None:
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for file in list_files():
        name, folder = file.relative_to(ROOT).as_posix(), file.parent.relative_to(ROOT).as_posix()
        if name != ENTRY:
            for imported in _files_imported(file):
                arrows[folder, imported.parent.as_posix()].append(f"{name} imports {imported}")
    both = {pair for pair in arrows if pair[0] < pair[1] and pair[::-1] in arrows}
    assert {pair: arrows[pair] + arrows[pair[::-1]] for pair in both} == {}


def test_the_entry_point_is_imported_by_no_file() -> None:
    assert [file.name for file in list_files() if Path(ENTRY) in _files_imported(file)] == []


@cache
def _files_imported(file: Path) -> tuple[Path, ...]:
    return tuple(_find_imported(file))


def _find_imported(file: Path) -> Iterator[Path]:
    """Every file of bot and storage that an import names, from the root. A package is its `__init__.py`."""
    for node in list_imports(file):
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{name}" for name in names] + [str(node.module)]
        for name in names:
            path = Path(*name.split("."))
            found = (path / "__init__.py", path.with_suffix(".py"))
            yield from (one for one in found if name.startswith(("bot.", "storage.")) and (ROOT / one).is_file())
