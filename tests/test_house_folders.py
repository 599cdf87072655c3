"""No two folders import each other, whatever the files in them."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENTRY = "bot/__main__.py"
"""Starts the rooms beside it, and no file imports it. The other files of its folder import no room."""


def test_no_two_folders_import_each_other() -> None:
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for file in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "storage").rglob("*.py")]:
        name, folder = file.relative_to(ROOT).as_posix(), file.parent.relative_to(ROOT).as_posix()
        if name != ENTRY:
            for imported in _files_imported(file):
                arrows[folder, imported.parent.as_posix()].append(f"{name} imports {imported}")
    both = {pair for pair in arrows if pair[0] < pair[1] and pair[::-1] in arrows}
    assert {pair: arrows[pair] + arrows[pair[::-1]] for pair in both} == {}


def test_the_entry_point_is_imported_by_no_file() -> None:
    files = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "storage").rglob("*.py")]
    assert [file.name for file in files if Path(ENTRY) in _files_imported(file)] == []


@cache
def _files_imported(file: Path) -> tuple[Path, ...]:
    return tuple(_find_imported(file))


def _find_imported(file: Path) -> Iterator[Path]:
    """Every file of bot and storage that an import names, from the root. A package is its `__init__.py`."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names] + [str(node.module)]
        else:
            continue
        for name in names:
            path = Path(*name.split("."))
            found = (path / "__init__.py", path.with_suffix(".py"))
            yield from (one for one in found if name.startswith(("bot.", "storage.")) and (ROOT / one).is_file())
