"""Messages and contents as text, and the one canonical form of JSON."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from storage.records import (
    AddressKind,
    AddressType,
    AddressWish,
    Arg,
    BlankPicture,
    Button,
    Document,
    KeyFacts,
    Line,
    Message,
    MessageContent,
    Picture,
    PlannedAddress,
    QrCode,
    TermChart,
    TrailFile,
    TrailForm,
)

_WISH = tuple(one.name for one in fields(AddressWish))
_MOMENTS = ("created_at", "expires_at", "live_at")


def canonical(value: object) -> str:
    """Write JSON with sorted keys, no spaces, ASCII only, times in UTC with microseconds.

    Equal values give equal text.
    """
    return _CANONICAL.encode(value)


def plain(value: object) -> object:
    """Return what a reader of the canonical text gets.

    It holds only dicts, lists, texts, numbers, booleans and None.
    """
    answer: object = json.loads(canonical(value))
    return answer


def utc_text(moment: datetime) -> str:
    """Write a moment in UTC with microseconds, ending in Z. The time zone must be known."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no place in UTC")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def to_json(thing: Message | MessageContent) -> str:
    """Write a message or a content as canonical text. `from_json` returns it equal."""
    return _WITH_MESSAGES.encode(thing)


def from_json(text: str) -> Message | MessageContent:
    """Read what `to_json` was given, sequences as tuples."""
    tree = json.loads(text)
    return _content(tree) if "content" in tree else _saying(tree)


def saying_from_json(text: str) -> Message:
    """Read as `from_json`, if only a message makes sense."""
    thing = from_json(text)
    if isinstance(thing, MessageContent):
        raise TypeError("a content stands where a saying belongs")
    return thing


def content_from_json(text: str) -> MessageContent:
    """Read as `from_json`, if only a content makes sense."""
    thing = from_json(text)
    if isinstance(thing, Message):
        raise TypeError("a saying stands where a content belongs")
    return thing


def key_facts_of(tree: Mapping[str, Any]) -> KeyFacts:
    """A key that was written as the plain JSON of its fields."""
    moments = {name: datetime.fromisoformat(tree[name]) if tree[name] else None for name in _MOMENTS}
    return KeyFacts(**{**tree, **moments, "ips": tuple(tree["ips"])})


def wish_of(tree: Mapping[str, Any]) -> AddressWish:
    """An address that was written as the plain JSON of its fields."""
    return AddressWish(**{**tree, **kinds_of(tree)})


def kinds_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The kind and type of an address, of its row or JSON."""
    return {"kind": AddressKind(values["kind"]), "address_type": AddressType(values["address_type"])}


def _plain_leaf(value: object) -> object:
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def _message_leaf(value: object) -> object:
    """Return what stands for a part of a message. The encoder asks for each part of that in turn."""
    if isinstance(value, Message):  # the most frequent first
        return {"saying": value.sentence, "args": value.args}
    if isinstance(value, Button):
        return {"label": value.label, "press": value.press, "start": value.start, "copies": value.copies}
    if isinstance(value, datetime):
        return {"at": utc_text(value)}
    if isinstance(value, MessageContent):
        return _content_tree(value)
    if isinstance(value, PlannedAddress):
        wish = {name: getattr(value.wish, name) for name in _WISH}
        return {"planned": wish, "checked": value.is_checked, "notices": value.notices}
    return _plain_leaf(value)


def _encoder(leaf: Callable[[object], object]) -> json.JSONEncoder:
    """Write the canonical form. What is written is made of frozen records, so that nothing contains itself."""
    return json.JSONEncoder(
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
        allow_nan=False,
        check_circular=False,
        default=leaf,
    )


_CANONICAL, _WITH_MESSAGES = _encoder(_plain_leaf), _encoder(_message_leaf)


def _content_tree(content: MessageContent) -> object:
    return {
        "content": content.saying,
        "buttons": content.buttons,
        "picture": _picture_tree(content.picture),
        "document": content.document and _document_tree(content.document),
        "protected": content.protected,
        "expects_reply": content.expects_reply,
        **({"stays_gone": True} if content.stays_gone else {}),
        **({"is_silent": True} if content.is_silent else {}),
    }


def _arg(tree: object) -> Arg:
    if isinstance(tree, dict):
        return datetime.fromisoformat(tree["at"]) if "at" in tree else _line(tree)
    if isinstance(tree, list):
        return _args(tree)
    if tree is None or isinstance(tree, str | int):
        return tree
    raise TypeError(f"{type(tree).__name__} does not fill a sentence")


def _args(trees: Sequence[object]) -> Sequence[str] | Sequence[Line]:
    if all(isinstance(tree, str) for tree in trees):
        return tuple(str(tree) for tree in trees)
    return tuple(_line(tree) for tree in trees if isinstance(tree, dict))


def _line(tree: Mapping[str, Any]) -> Line:
    if "planned" not in tree:
        return _saying(tree)
    return PlannedAddress(wish_of(tree["planned"]), tree["checked"], tuple(map(_saying, tree["notices"])))


def _saying(tree: Mapping[str, object]) -> Message:
    args = tree["args"]
    if not isinstance(args, dict):
        raise TypeError("a saying without args")
    return Message(str(tree["saying"]), {name: _arg(value) for name, value in args.items()})


def _content(tree: dict[str, object]) -> MessageContent:
    rows, saying, document = tree["buttons"], tree["content"], tree["document"]
    if not isinstance(rows, list) or not isinstance(saying, dict):
        raise TypeError("not a content")
    return MessageContent(
        saying=_saying(saying),
        buttons=tuple(tuple(_button(button) for button in row) for row in rows),
        picture=_picture(tree["picture"]),
        document=_document(document) if isinstance(document, dict) else None,
        protected=bool(tree["protected"]),
        expects_reply=bool(tree["expects_reply"]),
        stays_gone="stays_gone" in tree,
        is_silent="is_silent" in tree,
    )


def _picture_tree(picture: Picture | None) -> str | None:
    match picture:
        case None:
            return None
        case BlankPicture():
            return ""
        case QrCode(text):
            return text
        case TermChart():
            raise TypeError("a chart is sent at once and never stored")


def _picture(tree: object) -> Picture | None:
    return None if tree is None else QrCode(str(tree)) if tree else BlankPicture()


def _document_tree(document: Document | TrailFile) -> object:
    if isinstance(document, TrailFile):
        return {"trail": document.team_id, "form": document.form.value, "last": document.last}
    return {"name": document.name, "rows": document.rows}


def _document(tree: Mapping[str, Any]) -> Document | TrailFile:
    if "trail" in tree:
        return TrailFile(UUID(tree["trail"]), TrailForm(tree["form"]), tree["last"])
    rows = tuple(tuple(_saying(cell) if isinstance(cell, dict) else str(cell) for cell in row) for row in tree["rows"])
    return Document(str(tree["name"]), rows)


def _button(tree: Mapping[str, object]) -> Button:
    label = tree["label"]
    if not isinstance(label, dict):
        raise TypeError("a button without a label")
    return Button(
        _saying(label), press=_text(tree["press"]), start=_text(tree["start"]), copies=_text(tree.get("copies"))
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
