"""Deployment files agree with the program: settings, commands, locks, and files in the wheel."""

import ast
import itertools
import os
import re
import shlex
import sys
import tomllib
from dataclasses import fields
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import typer.main

from bot.__main__ import app
from bot.setting_values import Secret
from bot.settings import FOR_TESTS, Settings, list_names, read_settings
from tests.imports import list_files, list_imports

ROOT = Path(__file__).parent.parent
LOCKS = ["deploy/requirements.lock", "deploy/runtime.lock"]
SETTING = re.compile(r"KEYMINDER_[A-Z0-9_]+")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def project() -> dict[str, object]:
    found: dict[str, object] = tomllib.loads(read("pyproject.toml"))["project"]
    return found


def requirements() -> list[str]:
    """Return everything `pyproject.toml` depends on, the builder included."""
    told = tomllib.loads(read("pyproject.toml"))
    extras = told["project"]["optional-dependencies"].values()
    return [
        *told["build-system"]["requires"],
        *told["project"]["dependencies"],
        *(one for some in extras for one in some),
    ]


def commands() -> set[str]:
    """Return the words that may follow `keyminder`."""
    group = typer.main.get_command(app)
    return set(getattr(group, "commands", {}))


def values_of_example() -> dict[str, tuple[str, bool]]:
    """Map each setting of `.env.example` to its value, and whether it is commented out."""
    found = re.findall(r"^(#?)(KEYMINDER_\w+)=(.*)$", read("deploy/.env.example"), re.MULTILINE)
    assert len(found) == len({name for _, name, _ in found})
    return {name: (value, mark == "#") for mark, name, value in found}


def test_the_example_names_exactly_the_settings() -> None:
    assert sorted(values_of_example()) == sorted(list_names())


def test_the_example_asks_only_for_what_has_no_default() -> None:
    asked = {name for name, (_, is_comment) in values_of_example().items() if not is_comment}
    assert asked == {"KEYMINDER_TELEGRAM_TOKEN", "KEYMINDER_OWNERS"}


def test_each_setting_of_the_example_has_its_line_of_comment() -> None:
    lines = read("deploy/.env.example").splitlines()
    for before, line in itertools.pairwise(lines):
        if re.match(r"#?KEYMINDER_\w+=", line):
            assert before.startswith("# "), line


def test_the_example_is_good_as_it_is_and_with_its_values(tmp_path: Path) -> None:
    example = ROOT / "deploy" / ".env.example"
    assert read_settings({}, example) == read_settings({}, tmp_path / "none")
    own_files = {name for name in list_names() if name.endswith("_FILE")}
    given = {name: value for name, (value, _) in values_of_example().items() if name not in own_files}
    read_settings(given, tmp_path / "none")


@pytest.mark.parametrize(
    "file",
    [
        "README.md",
        "CHANGELOG.md",
        "deploy/README.md",
        "deploy/Dockerfile",
        "deploy/compose.yaml",
        "deploy/keyminder.service",
        ".ci/run",
    ],
)
def test_every_setting_that_is_named_exists(file: str) -> None:
    named = {name for name in SETTING.findall(read(file)) if not name.endswith("_")}
    assert named - set(list_names()) - set(FOR_TESTS) == set()


def test_the_guide_has_every_setting_with_its_default() -> None:
    rows = re.findall(r"^\| `(KEYMINDER_\w+)` \| (file)? ?\| (.+?) \|", read("deploy/README.md"), re.MULTILINE)
    defaults = read_settings({}, ROOT / "no-such.env")
    assert len(rows) == len(fields(Settings))
    for name, file, default in rows:
        field = name.removeprefix("KEYMINDER_").lower()
        value = getattr(defaults, field)
        text = value.get_secret_value() if isinstance(value, Secret) else str(value)
        assert (file == "file") == (f"{name}_FILE" in list_names() and field != "master_key"), name
        if field == "public_url":
            assert text == f"http://{defaults.listen}"
        else:
            assert default == (f"`{text}`" if value else "none"), name


def keys_of_compose() -> dict[str, str]:
    """Map the path of each key in `compose.yaml` to what follows it.

    Items of a list are joined by spaces.
    """
    found: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in read("deploy/compose.yaml").splitlines():
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        indent = len(line) - len(line.lstrip(" "))
        assert "\t" not in line
        assert indent % 2 == 0, line
        if bare.startswith("- "):
            assert indent == above[-1][0] + 2, line
            path = "/".join(name for _, name in above)
            found[path] = f"{found[path]} {bare.removeprefix('- ')}".strip()
            continue
        key, colon, value = bare.partition(":")
        assert colon, line
        while above and above[-1][0] >= indent:
            above.pop()
        assert indent == (above[-1][0] + 2 if above else 0), line
        above.append((indent, key))
        path = "/".join(name for _, name in above)
        assert path not in found, f"{path} is given twice"
        found[path] = value.strip()
    return found


def test_compose_keeps_data_and_gives_nothing_away() -> None:
    keys = keys_of_compose()
    service = "services/keyminder"
    assert keys[f"{service}/build/context"] == ".."
    assert (ROOT / keys[f"{service}/build/dockerfile"]).is_file()
    assert keys[f"{service}/volumes"] == "data:/data"
    assert "volumes/data" in keys
    assert keys[f"{service}/env_file"] == "../.env"
    assert keys[f"{service}/ports"] == '"127.0.0.1:8700:8700"'
    assert keys[f"{service}/restart"] == "unless-stopped"
    assert keys[f"{service}/read_only"] == "true"
    assert keys[f"{service}/tmpfs"] == "/tmp"  # noqa: S108 - a path in the container
    assert keys[f"{service}/cap_drop"] == "ALL"
    assert keys[f"{service}/security_opt"] == "no-new-privileges:true"
    assert "/healthz" in keys[f"{service}/healthcheck/test"]


def test_dockerfile_runs_a_known_command_as_an_ordinary_user() -> None:
    text = read("deploy/Dockerfile")
    found = re.search(r'^CMD \["keyminder", "([a-z-]+)"\]$', text, re.MULTILINE)
    assert found
    assert found[1] in commands()
    assert "keyminder" in str(project()["scripts"])
    user = re.search(r"^ARG UID=([0-9]+)$", text, re.MULTILINE)
    assert user
    assert int(user[1]) >= 1000
    assert re.search(r"^USER \$UID:\$UID$", text, re.MULTILINE)
    assert re.search(r"^VOLUME /data$", text, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*\\\n.*http://127\.0\.0\.1:8700/healthz", text, re.MULTILINE)
    assert "--require-hashes -r deploy/runtime.lock" in text


def test_the_defaults_lie_in_the_volume_of_the_container() -> None:
    settings = read_settings({}, ROOT / "no-such.env")
    assert re.search(r"^WORKDIR /$", read("deploy/Dockerfile"), re.MULTILINE)
    assert settings.master_key_file.parts[0] == "data"
    assert settings.database_url.get_secret_value().startswith("sqlite+aiosqlite:///data/")


def test_the_builder_is_sent_what_the_dockerfile_copies() -> None:
    told = [line for line in read(".dockerignore").splitlines() if line.startswith("!")]
    assert {"!bot", "!storage", "!pyproject.toml", "!README.md", "!LICENSE", "!deploy/runtime.lock"} <= set(told)
    assert all((ROOT / line.removeprefix("!")).exists() for line in told)


def test_unit_runs_a_known_command_where_its_data_is() -> None:
    entries = re.findall(r"^(\w+)=(.*)$", read("deploy/keyminder.service"), re.MULTILINE)
    unit = dict(entries)
    program, *arguments = shlex.split(unit["ExecStart"])
    assert program == "/opt/keyminder/bin/keyminder"
    assert set(arguments) <= commands()
    assert unit["DynamicUser"] == "yes"
    assert unit["WorkingDirectory"] == f"/var/lib/{unit['StateDirectory']}"
    assert unit["EnvironmentFile"] == "/etc/keyminder/keyminder.env"
    assert unit["Restart"] == "on-failure"


@pytest.mark.parametrize("file", ["README.md", "deploy/README.md", "deploy/compose.yaml", "deploy/keyminder.service"])
def test_commands_that_are_named_exist(file: str) -> None:
    named = set(re.findall(r"(?:bin/|^[# ]*|`)keyminder ([a-z][a-z-]+)", read(file), re.MULTILINE))
    assert named <= commands()


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_have_a_hash_for_everything_and_no_address(lock: str) -> None:
    text = read(lock)
    assert not re.search(r"https?:|file:|--index|--find-links| @ ", text)
    blocks = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert blocks
    for block in blocks:
        assert re.match(r"[a-z0-9._-]+(\[[a-z0-9,-]+\])?==[^ ]+", block), block.splitlines()[0]
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_lock_of_the_image_is_part_of_the_lock() -> None:
    whole, runtime = (set(re.findall(r"^[a-z0-9._-]+==[^ \\]+", read(lock), re.MULTILINE)) for lock in LOCKS)
    assert runtime < whole
    needed = {re.split(r"[<>=\[ ]", one)[0] for one in requirements()}
    locked = {one.partition("==")[0] for one in whole}
    assert needed - locked == {"setuptools", "mutmut"}


def test_the_lock_of_the_image_has_what_only_a_dev_library_would_bring() -> None:
    names = set(re.findall(r"^([a-z0-9._-]+)==", read("deploy/runtime.lock"), re.MULTILINE))
    assert "greenlet" in names  # SQLAlchemy's asyncio cannot be imported without it, and playwright hides its absence
    modules = packages_distributions()
    imported = (
        {
            name.partition(".")[0]
            for file in list_files()
            for node in list_imports(file)
            for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
        }
        - sys.stdlib_module_names
        - {"bot", "storage"}
    )
    known = {module: {re.sub(r"[._]", "-", one.lower()) for one in modules.get(module, [])} for module in imported}
    assert [module for module in sorted(imported) if not known[module] & names] == []


def test_every_dependency_has_an_upper_bound() -> None:
    assert [one for one in requirements() if not re.search(r">=[0-9.]+,<[0-9.]+(; .+)?$", one)] == []


def test_zones_do_not_depend_on_the_machine() -> None:
    assert any(one.startswith("tzdata>=") for one in requirements())


def test_the_wheel_takes_every_file_along() -> None:
    taken = {
        file
        for package, patterns in tomllib.loads(read("pyproject.toml"))["tool"]["setuptools"]["package-data"].items()
        for pattern in patterns
        for file in (ROOT / package.replace(".", "/")).glob(pattern)
    }
    left = [
        file.relative_to(ROOT).as_posix()
        for room in ("bot", "storage")
        for file in (ROOT / room).rglob("*")
        if file.is_file()
        and file not in taken
        and "__pycache__" not in file.parts
        and file.suffix not in {".py", ".md"}
    ]
    assert left == []


def test_ci_runs_everything() -> None:
    text = read(".ci/run")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "set -euo pipefail" in text
    assert text.endswith("\nexport KEYMINDER_REQUIRE_ALL=1\nexec make check test\n")
