"""Updates that no app sends: random types and fields of the Bot API.

Their words and presses often have a meaning. One seed makes the same updates on every machine.
"""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.chat.commands import COMMANDS

SCHEMA = Path(__file__).parent.parent / "reference" / "telegram-bot-api.json"
DEPTH = 4
"""Depth of objects within objects. Below it only required fields are filled."""
KINDS = ("message", "message", "message", "message", "callback_query", "callback_query", "callback_query")
"""Kinds that are drawn as often as all others together."""
ODD_TEXTS = (
    *("", " ", "/", "//", "/@", "/start x", "/keys@keyminder_bot", "/cancel #1", "/cancel 99999999999999999999"),
    *("123456", "123-456", "k7fqm-2xw9c", "\u0661\u0662\u0663\u0664\u0665\u0666", "\u00b2\u00b2\u00b2", "\u202e123456"),
    *('"', '"open', "\u201ca\u201d", "\x00", "\ud800", "a\x00b", "\U0001f468\u200d\U0001f469", "x" * 4096, "\n" * 50),
    *("in 90 days", "never", "-1", "1e9", "0x" + "f" * 40, "::1", "1.2.3.4/32", "all", "@olga", "A" * 32),
)
ODD_PRESSES = (
    *("", "x", "approve xyz", "pad x", "team zz", "saved", "in x keys", "and", "and x", "as 0 7", "as 99 7", "accept"),
    *("ask", "ask ", "ask start", "ask x y", "page:keys:2", "page::1", "page:in x keys:1", "\x00", "\ud800", "é" * 32),
)
ODD_VALUES: tuple[Any, ...] = (None, "", "x", 0, -1, 1.5, 2**31, 2**63, -(2**63) - 1, True, [], {}, [None], {"id": "x"})


class Wild:
    """An endless stream of updates. `chats`, `people` and `ids` are existing ones."""

    def __init__(self, seed: int, chats: Sequence[int], people: Sequence[int], ids: Sequence[str] = ()) -> None:
        self._random = random.Random(seed)  # noqa: S311 - the same row again is what is wanted
        self._types: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))["types"]
        self._chats, self._people, self._ids = chats, people, ids
        self._kinds = [field for field in self._types["Update"]["fields"] if field["name"] != "update_id"]
        self._common = [field for field in self._kinds if field["name"] in KINDS]

    def update(self, update_id: int) -> dict[str, Any]:
        """Return the next one."""
        field = self._random.choice(self._common if self._random.random() < 0.8 else self._kinds)
        made = {"update_id": update_id, field["name"]: self._value(field, 0)}
        if self._random.random() < 0.3:
            self._break(made[field["name"]])
        return made

    def _break(self, made: Any) -> None:
        """Replace or remove one value somewhere inside."""
        while isinstance(made, dict) and made:
            name = self._random.choice(list(made))
            inner = made[name]
            if isinstance(inner, dict) and inner and self._random.random() < 0.7:
                made = inner
                continue
            if self._random.random() < 0.3:
                del made[name]
            else:
                made[name] = self._random.choice(ODD_VALUES)
            return

    def _object(self, name: str, depth: int) -> Any:
        kind = self._types[name]
        if kind.get("subtypes"):
            return self._object(self._random.choice(kind["subtypes"]), depth)
        often = 0.25 if depth < 2 else 0.1
        made = {
            field["name"]: self._value(field, depth)
            for field in kind.get("fields", ())
            if field["required"] or (depth < DEPTH and self._random.random() < often)
        }
        return self._in_place(name, made)

    def _in_place(self, name: str, made: dict[str, Any]) -> dict[str, Any]:
        """Use existing people and chats more often than strange ones."""
        if name == "Chat":
            made |= {"id": self._random.choice(self._chats)}
            made["type"] = "private" if made["id"] > 0 else self._random.choice(["supergroup", "group", "channel"])
        elif name == "User":
            made |= {"id": self._random.choice(self._people), "is_bot": self._random.random() < 0.1}
        elif name == "Message":
            made.setdefault("from", self._object("User", DEPTH))
            if self._random.random() < 0.7:
                made["text"] = self._text()
            if self._random.random() < 0.95:
                # A group moves once, and then its team is elsewhere.
                made = {key: value for key, value in made.items() if not key.startswith("migrate_")}
            if self._random.random() < 0.7:
                # Otherwise most would be service messages of one kind or another.
                made = {key: value for key, value in made.items() if key not in _SERVICE}
        elif name == "CallbackQuery":
            made["data"] = self._press()
            made["message"] = self._object("MaybeInaccessibleMessage", DEPTH - 1)
        return made

    def _value(self, field: dict[str, Any], depth: int) -> Any:
        kind = self._random.choice(field["types"])
        if kind.startswith("Array of "):
            inner = {**field, "types": [kind.removeprefix("Array of ")]}
            return [self._value(inner, depth + 1) for _ in range(self._random.randrange(3))]
        if kind in self._types:
            return self._object(kind, depth + 1)
        if kind == "Integer":
            return self._random.choice([1, 2, 3, 7, 50, self._random.randrange(2**31), 0])
        if kind == "String":
            return self._text() if field["name"] in {"text", "caption", "data"} else self._random.choice(ODD_TEXTS)
        return kind != "Float" or self._random.random()

    def _text(self) -> str:
        words = [self._random.choice(ODD_TEXTS) for _ in range(self._random.randrange(3))]
        if self._random.random() < 0.6:
            words.insert(0, f"/{self._random.choice(list(COMMANDS))}")
        return " ".join(words)

    def _press(self) -> str:
        subject = self._random.choice([*self._ids, "0" * 32, "x"])
        word = self._random.choice(list(COMMANDS))
        return self._random.choice(
            [
                self._random.choice(ODD_PRESSES),
                *(f"{step} {subject}" for step in ("approve", "deny", "care", "cancel", "resend", "byhand", "saved")),
                f"pad {subject} {self._random.choice(['', '1', '123456', 'x'])}",
                f"vote {subject} 123456",
                f"ask {word} {self._random.choice(ODD_TEXTS)}",
                f"in {subject} {word} 1",
                f"team {subject}",
                f"page:{word}:{self._random.choice(['1', '2', '9999', 'x'])}",
            ]
        )


_SERVICE = frozenset(
    {"sender_chat", "forward_origin", "via_bot", "is_automatic_forward"}
    | {"sender_business_bot", "guest_bot_caller_user", "left_chat_member"}
)
