"""Check every request of the bot, and what the sandbox sends, against the Bot API's own schema.

Its origin: tests/reference/README.md.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

SCHEMA = Path(__file__).parent / "reference" / "telegram-bot-api.json"

FIXED = re.compile(r"(?:always|must be) '?(\w+)'?$")
"""How a description ends if its field can have only this value. Types are told apart by it."""
UNDOCUMENTED = {"all_members_are_administrators"}
"""Telegram still sends this with every basic group."""

Json = Mapping[str, object]


@cache
def _schema() -> dict[str, dict[str, dict[str, object]]]:
    schema: dict[str, dict[str, dict[str, object]]] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return schema


def find_faults(method: str, parameters: Json) -> list[str]:
    """Return what is wrong with a request, by the names, types and required flags of the schema.

    Empty: nothing.
    """
    methods = {name.lower(): fields for name, fields in _schema()["methods"].items()}
    if method.lower() not in methods:
        return [f"there is no method {method}"]
    return list(_check_fields(method, methods[method.lower()], parameters))


def read(kind: str, body: object) -> Any:
    """Return an object of Telegram with every field of its type; those that are absent are None.

    `from` is named `from_user`. Fails if Telegram would not send it.
    """
    faults = _check_type(kind, kind, body)
    assert not faults, faults
    return _open(kind, body)


def _open(kind: str, value: object) -> object:
    if isinstance(value, list):
        inner = _inner_types(kind)
        return [_open(_find_type(inner, item), item) for item in value]
    if not isinstance(value, dict):
        return value
    described = _schema()["types"][kind]
    if described.get("subtypes"):
        return _open(_find_type(_names(described["subtypes"]), value), value)
    fields = described.get("fields") or []
    assert isinstance(fields, list)
    return SimpleNamespace(
        **{
            "from_user" if field["name"] == "from" else field["name"]: _open(
                _find_type(field["types"], value[field["name"]]), value[field["name"]]
            )
            if field["name"] in value
            else None
            for field in fields
        }
    )


def _find_type(types: list[str], value: object) -> str:
    """Return the first that fits."""
    return next(one for one in types if len(types) == 1 or not _check_type("", one, value))


def _check_fields(where: str, described: Mapping[str, object], values: Json) -> list[str]:
    fields = described.get("fields") or []
    assert isinstance(fields, list)
    known = {str(field["name"]): field for field in fields}
    faults = [f"{where} has no {name}" for name in values if name not in known and name not in UNDOCUMENTED]
    faults += [f"{where} misses {name}" for name, field in known.items() if field["required"] and name not in values]
    for name, value in values.items():
        if name in known:
            faults += _check_value(f"{where}.{name}", known[name]["types"], value)
            fixed = FIXED.search(known[name]["description"])
            if fixed and value != fixed[1]:
                faults.append(f"{where}.{name} is not {fixed[1]}: {value!r}")
    return faults


def _check_value(where: str, types: list[str], value: object) -> list[str]:
    """Return empty if one of the types fits, else the complaints of the last that might have."""
    complaints: list[str] = []
    for one in types:
        complaints = _check_type(where, one, value)
        if not complaints:
            return []
    return complaints


def _check_type(where: str, kind: str, value: object) -> list[str]:
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{where} is no array"]
        inner = _inner_types(kind)
        return [fault for index, item in enumerate(value) for fault in _check_value(f"{where}[{index}]", inner, item)]
    simple: dict[str, type | tuple[type, ...]] = {
        "Integer": int,
        "String": str,
        "Boolean": bool,
        "True": bool,
        "Float": (int, float),
        "InputFile": str,
    }
    if kind in simple:
        fits = isinstance(value, simple[kind]) and not (kind in {"Integer", "Float"} and isinstance(value, bool))
        return [] if fits else [f"{where} is no {kind}: {value!r}"]
    described = _schema()["types"][kind]
    subtypes = described.get("subtypes")
    if subtypes:
        return _check_value(where, _names(subtypes), value)
    return _check_fields(where, described, value) if isinstance(value, dict) else [f"{where} is no {kind}"]


def _inner_types(kind: str) -> list[str]:
    return [part.strip() for part in kind.removeprefix("Array of ").replace(" and ", ", ").split(",")]


def _names(listed: object) -> list[str]:
    assert isinstance(listed, list)
    return [str(name) for name in listed]
