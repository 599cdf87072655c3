"""Files that people send, not yet downloaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.telegram.authorship import problem_of

Json = Mapping[str, Any]

LONGEST_FILE_NAME = 255
"""Characters kept of a file's name, from its end. No system has longer names."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that a person sent, not yet downloaded."""

    file_id: str
    file_name: str
    size: int
    """Bytes, or 0 if Telegram did not say."""


def read_document(document: Json | None) -> Document | None:
    """Read the Bot API's Document, or None."""
    if document is None:
        return None
    return Document(
        document["file_id"], document.get("file_name", "")[-LONGEST_FILE_NAME:], document.get("file_size", 0)
    )


def own_document(replied: Json | None, user_id: int | None) -> Document | None:
    """Return the file of a message that this person wrote."""
    if not isinstance(replied, dict) or problem_of(replied) is not None or replied["from"]["id"] != user_id:
        return None
    return read_document(replied.get("document"))
