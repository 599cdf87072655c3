"""The parameters of one call of the bot: as query, form, multipart or JSON."""

import json
import re
from dataclasses import dataclass, field
from typing import cast

from bot.sandbox.telegram.models import Json
from bot.sandbox.telegram.refusals import bad_request

TEXTS = frozenset(
    {
        "text",
        "caption",
        "parse_mode",
        "callback_query_id",
        "url",
        "file_id",
        "photo",
        "document",
        "name",
        "description",
        "short_description",
        "language_code",
        "secret_token",
    }
)
"""Parameters that are text even where they look like JSON."""

JSON_LIKE = re.compile(r"[\[{]|-?\d+$|true$|false$")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent with the call."""

    name: str
    mime_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Parameters:
    """Converts parameters to the types that a method needs. Raises ApiRefusal."""

    values: Json
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The parameter as text. Empty if it is missing."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str) -> int | None:
        """The parameter as a number. None if it is missing or not a number."""
        try:
            return int(self.text(name))
        except ValueError:
            return None

    def is_true(self, name: str) -> bool:
        """The parameter as a boolean. False if it is missing."""
        return self.text(name).lower() in {"true", "yes", "1"}

    def structure(self, name: str) -> object:
        """The parameter as a JSON value. None if it is missing."""
        return self.values.get(name) or None

    def mapping(self, name: str) -> Json:
        """The parameter as a JSON object. Empty if it is missing."""
        value = self.structure(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"object expected as {name.replace('_', ' ')}")
        return cast("Json", value)

    def listing(self, name: str) -> list[object] | None:
        """The parameter as a JSON array. None if it is missing."""
        value = self.values.get(name)
        return cast("list[object]", value) if isinstance(value, list) else None

    def texts(self, name: str) -> list[str] | None:
        """The parameter as an array of texts. None if it is missing."""
        values = self.listing(name)
        return None if values is None else [str(value) for value in values]

    def upload(self, name: str) -> Upload | None:
        """The file sent under this name, directly or by attach://."""
        return self.uploads.get(self.text(name).removeprefix("attach://")) or self.uploads.get(name)


def decode(name: str, value: object) -> object:
    """A form field as its JSON value. A text parameter, or invalid JSON, stays text."""
    if not isinstance(value, str) or name in TEXTS or not JSON_LIKE.match(value):
        return value
    try:
        opened: object = json.loads(value)
    except ValueError:
        return value
    return opened
