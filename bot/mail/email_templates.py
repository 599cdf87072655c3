"""Templates of the e-mails. Jinja is loaded with the first e-mail, because most starts send none."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import jinja2


def render(template: str, filled: Mapping[str, object]) -> str:
    """Render one part of an e-mail: `<name>.txt` or `<name>.html`."""
    return _environment.get_template(template).render(filled)


def _line(value: str | int) -> str:
    """Return one line without characters that would hide or turn what is beside them."""
    shown = "".join(" " if unicodedata.category(one) in {"Cc", "Cf", "Zl", "Zp"} else one for one in str(value))
    return re.sub(r"\s+", " ", shown).strip()


def _lines(value: str | Sequence[str]) -> list[str]:
    """Return a text or its lines as lines that are safe to show, without empty ones and without their bullets."""
    found = value.splitlines() if isinstance(value, str) else value
    return [line.removeprefix("• ") for line in map(_line, found) if line]


def _moment(value: str | datetime) -> str:
    """`22 Nov 2026 14:35 UTC`."""
    if not isinstance(value, datetime):
        return _line(value)
    here = value.astimezone(UTC)
    return f"{here.day} {here:%b %Y %H:%M} UTC"


_environment = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=jinja2.select_autoescape(["html"], default_for_string=False),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters["line"] = _line
_environment.filters["lines"] = _lines
_environment.filters["moment"] = _moment
