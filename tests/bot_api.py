"""Check every request of the bot against the Bot API's own schema.

Its origin: tests/reference/README.md.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

SCHEMA = Path(__file__).parent / "reference" / "telegram-bot-api.json"

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


def _check_fields(where: str, described: Mapping[str, object], values: Json) -> list[str]:
    fields = described.get("fields") or []
    assert isinstance(fields, list)
    known = {str(field["name"]): field for field in fields}
    faults = [f"{where} has no {name}" for name in values if name not in known]
    faults += [f"{where} misses {name}" for name, field in known.items() if field["required"] and name not in values]
    for name, value in values.items():
        if name in known:
            faults += _check_value(f"{where}.{name}", known[name]["types"], value)
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
        inner = [part.strip() for part in kind.removeprefix("Array of ").replace(" and ", ", ").split(",")]
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
    if isinstance(subtypes, list) and subtypes:
        return _check_value(where, [str(name) for name in subtypes], value)
    return _check_fields(where, described, value) if isinstance(value, dict) else [f"{where} is no {kind}"]
