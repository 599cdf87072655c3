"""The templates of the pages. Jinja loads with the first page, because most starts show none."""

from datetime import UTC, datetime
from pathlib import Path

import jinja2


def _moment(moment: datetime) -> str:
    """`22 Nov 2026 14:35 UTC`, without a break inside."""
    here = moment.astimezone(UTC)
    return f"{here.day} {here:%b %Y %H:%M} UTC".replace(" ", "\N{NO-BREAK SPACE}")


_environment = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters["moment"] = _moment


def render(template: str, **shown: object) -> str:
    """The page as HTML."""
    return _environment.get_template(template).render(shown)
