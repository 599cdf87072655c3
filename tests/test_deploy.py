"""What is shipped beside the code names what really exists."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.settings import list_names

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"


def _named_settings(path: Path) -> set[str]:
    return set(re.findall(r"KEYMINDER_[A-Z_]+", path.read_text(encoding="utf-8")))


def test_the_example_names_exactly_the_settings() -> None:
    assert _named_settings(DEPLOY / ".env.example") == set(list_names())


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "keyminder.service"])
def test_what_is_deployed_uses_known_settings_only(name: str) -> None:
    assert _named_settings(DEPLOY / name) <= set(list_names())


def test_the_readme_names_known_settings_only_and_all_of_them() -> None:
    named = _named_settings(ROOT / "README.md")
    assert named <= set(list_names())
    assert {name for name in list_names() if not name.endswith("_FILE")} <= named


@pytest.mark.parametrize("name", ["Dockerfile", "keyminder.service"])
def test_the_command_that_is_started_exists(name: str) -> None:
    script = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert "keyminder" in script
    assert re.search(r'keyminder"?,? "?run', (DEPLOY / name).read_text(encoding="utf-8"))


def test_every_dependency_has_an_upper_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert [one for one in wanted if "<" not in one] == []


@pytest.mark.parametrize("name", ["requirements.lock", "runtime.lock"])
def test_a_lock_has_hashes_and_no_addresses(name: str) -> None:
    lock = (DEPLOY / name).read_text(encoding="utf-8")
    pinned = [line for line in lock.splitlines() if re.match(r"[a-z0-9].*==", line)]
    assert pinned
    assert lock.count("--hash=sha256:") >= len(pinned)
    assert "://" not in lock
