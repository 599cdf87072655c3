"""Text with entities: the Bot API's HTML, and what Telegram detects in plain text.

Offsets and lengths count UTF-16 units. Source: core.telegram.org/bots/api#html-style, error texts of tdlib/td,
MessageEntity.cpp.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from bot.sandbox.telegram.models import Json
from bot.sandbox.telegram.refusals import ApiRefusal, bad_request

SIMPLE_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
}
OTHER_TAGS = {"a", "span", "blockquote", "tg-emoji", "tg-time"}
NOTHING_WITHIN = {"pre", "code"}
"""Entities that can contain no others."""

TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
KNOWN_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
ATTRIBUTE = re.compile(r"""\s*([a-zA-Z\-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?""")
PLAIN_MARKS = (
    ("url", re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w@])")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")),
    ("mention", re.compile(r"(?<![\w.+@/-])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d_]\w*")),
)


def utf16_length(text: str) -> int:
    """Length of the text as Telegram counts it."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def cut_utf16(text: str, entity: Json) -> str:
    """The part of the text an entity covers."""
    offset, length = entity["offset"], entity["length"]
    if not isinstance(offset, int) or not isinstance(length, int):
        raise TypeError("An entity's offset and length are numbers.")
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def find_marks(text: str, known: list[Json] | None = None) -> list[Json]:
    """The known entities and those that Telegram detects: commands, links, addresses, mentions."""
    found = list(known or [])
    taken = [_span(entity) for entity in found if entity["type"] in {"pre", "code", "text_link", "text_mention"}]
    for kind, pattern in PLAIN_MARKS:
        for match in pattern.finditer(text):
            start = utf16_length(text[: match.start()])
            end = start + utf16_length(match.group())
            if all(end <= low or start >= high for low, high in taken):
                taken.append((start, end))
                found.append({"type": kind, "offset": start, "length": end - start})
    return _in_order(found)


def trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Remove white space around it, as Telegram does with every text. The entities are moved."""
    kept = text.rstrip()
    dropped = len(kept) - len(kept.lstrip())
    kept = kept.lstrip()
    end = utf16_length(kept)
    moved = []
    for entity in entities:
        low, high = _span(entity)
        low, high = max(low - dropped, 0), min(high - dropped, end)
        if low < high:
            moved.append({**entity, "offset": low, "length": high - low})
    return kept, moved


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Text and entities of the Bot API's HTML. Raises ApiRefusal in the server's words."""
    return _HtmlReader(source).read()


@dataclass(slots=True)
class _Open:
    tag: str
    mark: Json | None
    start: int


@dataclass(slots=True)
class _HtmlReader:
    source: str
    at: int = 0
    parts: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            next_tag = self.source.find("<", self.at)
            if next_tag < 0:
                next_tag = len(self.source)
            self._add_text(self.source[self.at : next_tag])
            self.at = next_tag
            if self.at == len(self.source):
                break
            if self.source.startswith("</", self.at):
                self._close()
            else:
                self._open()
        if self.open:
            raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.parts), _in_order(_merge_pre_code(self.entities))

    def _add_text(self, raw: str) -> None:
        text = KNOWN_REFERENCE.sub(lambda match: unescape(match.group()), raw)
        self.parts.append(text)
        self.length += utf16_length(text)

    def _offset(self, at: int) -> int:
        return len(self.source[:at].encode())

    def _open(self) -> None:
        begin = self.at
        end = self.source.find(">", begin)
        if end < 0:
            raise _cannot_parse(f"Unclosed start tag at byte offset {self._offset(begin)}")
        name, _, rest = re.sub(r"\s", " ", self.source[begin + 1 : end]).partition(" ")
        tag = name.lower()
        if tag not in SIMPLE_TAGS and tag not in OTHER_TAGS:
            raise _cannot_parse(f'Unsupported start tag "{tag}" at byte offset {self._offset(begin)}')
        given = {
            match[1].lower(): unescape((match[2] or "").strip("\"'")) for match in ATTRIBUTE.finditer(rest) if match[1]
        }
        if tag == "span" and given.get("class") != "tg-spoiler":
            raise _cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {self._offset(begin)}')
        self.open.append(_Open(tag, _mark(tag, given), self.length))
        self.at = end + 1

    def _close(self) -> None:
        begin = self.at
        end = self.source.find(">", begin)
        if end < 0:
            raise _cannot_parse(f"Unclosed end tag at byte offset {self._offset(begin)}")
        tag = self.source[begin + 2 : end].strip().lower()
        if not self.open:
            raise _cannot_parse(f"Unexpected end tag at byte offset {self._offset(begin)}")
        opened = self.open.pop()
        if tag and tag != opened.tag:
            where = self._offset(begin)
            raise _cannot_parse(
                f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{tag}>"'
            )
        self.at = end + 1
        is_within = any(outer.tag in NOTHING_WITHIN for outer in self.open) and opened.tag != "code"
        if opened.mark is None or is_within or self.length == opened.start:
            return
        self.entities.append({**opened.mark, "offset": opened.start, "length": self.length - opened.start})


def _mark(tag: str, given: dict[str, str]) -> Json | None:
    """The entity of a tag, without its offset, or None for a link without a target."""
    mark: Json | None
    match tag:
        case "span":
            mark = {"type": "spoiler"}
        case "blockquote":
            mark = {"type": "expandable_blockquote" if "expandable" in given else "blockquote"}
        case "tg-emoji":
            mark = {"type": "custom_emoji", "custom_emoji_id": given.get("emoji-id", "")}
        case "tg-time":
            mark = {"type": "date_time", "unix_time": _read_unix_time(given.get("unix", ""))}
            letters = given.get("format", "")
            if not TIME_FORMAT.fullmatch(letters):
                raise _cannot_parse("Invalid date format used")
            mark |= {"date_time_format": letters} if letters else {}
        case "a":
            mark = _link(given.get("href", ""))
        case _:
            mark = {"type": SIMPLE_TAGS[tag]}
            if given.get("class", "").startswith("language-"):
                mark["language"] = given["class"].removeprefix("language-")
    return mark


def _link(address: str) -> Json | None:
    person = re.fullmatch(r"tg://user\?id=(\d+)", address)
    if person:
        return {"type": "text_mention", "user": {"id": int(person[1])}}
    return {"type": "text_link", "url": address} if re.match(r"(https?|tg)://\S+$", address) else None


def _read_unix_time(digits: str) -> int:
    if not digits.isdigit():
        raise _cannot_parse('Tag "tg-time" must have a valid "unix" attribute')
    return int(digits)


def _merge_pre_code(entities: list[Json]) -> list[Json]:
    """`<pre><code class="language-x">` is one entity with a language. Plain code has no language."""
    blocks = {_span(entity): entity for entity in entities if entity["type"] == "pre"}
    kept = []
    for entity in entities:
        block = blocks.get(_span(entity)) if entity["type"] == "code" else None
        if block is None:
            kept.append(entity)
        elif "language" in entity:
            block["language"] = entity["language"]
    return [{k: v for k, v in e.items() if k != "language" or e["type"] == "pre"} for e in kept]


def _span(entity: Json) -> tuple[int, int]:
    offset, length = int(str(entity["offset"])), int(str(entity["length"]))
    return offset, offset + length


def _in_order(entities: list[Json]) -> list[Json]:
    return sorted(entities, key=lambda entity: (_span(entity)[0], -_span(entity)[1]))


def _cannot_parse(why: str) -> ApiRefusal:
    return bad_request(f"can't parse entities: {why}")
