"""Small JSON files that survive a crash: written beside the old one, then moved to its place."""

import json
import os
from pathlib import Path


def read_json(path: Path | None) -> object:
    """Read the file. None if there is no file, or no path because nothing is saved."""
    if path is None or not path.exists():
        return None
    content: object = json.loads(path.read_text(encoding="utf-8"))
    return content


def write_json(path: Path | None, content: object) -> None:
    """Replace the whole file, readable by its owner only. Without a path nothing is saved."""
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(json.dumps(content, ensure_ascii=False))  # json.dump writes without the C encoder
    fresh.replace(path)
