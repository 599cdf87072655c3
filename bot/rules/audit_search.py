"""What the words of `/audit` narrow the trail to: a person, a key, a kind of line, and days."""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bot.rules.key_lookup import Several, find_key
from bot.rules.remark import fold
from bot.rules.verdict import Reason, Refused
from storage.records import Action, AuditFilter, Event, Key, Person

NEAREST = 3
BEGINS = "…"
"""After the beginning of a name."""
_DAYS = re.compile(r"([1-9][0-9]{0,3}) ?(?:d|days?)", re.ASCII)
_KINDS = (*Action, *Event)


class AuditSubject(StrEnum):
    """Kinds of lines that have a button."""

    KEYS = "keys"
    WHITELIST = "whitelist"
    PEOPLE = "people"


_COMMANDS = {
    "newkey": {Action.KEY_CREATE},
    "editkey": {Action.KEY_EDIT},
    "deletekey": {Action.KEY_DELETE},
    "addaddress": {Action.WHITELIST_ADD},
    "removeaddress": {Action.WHITELIST_REMOVE},
}
_SUBJECTS = {
    AuditSubject.KEYS: {"key", "drift"},
    AuditSubject.PEOPLE: {"member", "person", "owner", "invitation", "code", "factor"},
    "exchange": {"account", "credentials", "exchange"},
    "policy": {"policy", "approvals"},
}


def _list_kinds() -> Mapping[str, frozenset[Action | Event]]:
    """Map each word to its kinds: `renew`, `key:renew`, a command, or a subject."""
    words: dict[str, set[Action | Event]] = {word: set(kinds) for word, kinds in _COMMANDS.items()}
    for kind in _KINDS:
        subject, verb = kind.value.split(":")
        wider = (word for word, subjects in _SUBJECTS.items() if subject in subjects)
        for word in {kind.value, subject, verb, *wider}:
            words.setdefault(word, set()).add(kind)
    return MappingProxyType({word: frozenset(kinds) for word, kinds in words.items()})


KINDS = _list_kinds()


@dataclass(frozen=True, slots=True)
class AuditSearch:
    """What the trail is narrowed to, as it was typed."""

    person: Person | None = None
    person_word: str = ""
    key: str | None = None
    """The name of the key, also of a deleted one, or the beginning of a name and BEGINS."""
    key_number: int | None = None
    """The number of a key that still exists."""
    kind: str | None = None
    """A word of KINDS."""
    days: int | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The words that say it again."""
        typed = (self.person_word, self.key or "", self.kind or "", f"{self.days}d" if self.days else "")
        return tuple(word for part in typed for word in part.split())

    def short_words(self, fit: Callable[[Sequence[str]], bool]) -> tuple[str, ...]:
        """The same for buttons: numbers in place of names, and only the beginning of a deleted name until it fits."""
        short = replace(self, person_word=str(self.person.user_id)) if self.person else self
        if self.key_number:
            return replace(short, key=f"#{self.key_number}").words
        name = (self.key or "").removesuffix(BEGINS)
        while not fit(short.words) and len(name) > 1:
            name = name[:-1]
            short = replace(short, key=f"{name.rstrip()}{BEGINS}")
        return short.words

    def as_filter(self, now: datetime) -> AuditFilter:
        """The same for the storage."""
        is_beginning = self.key is not None and self.key_number is None and self.key.endswith(BEGINS)
        return AuditFilter(
            actor=self.person.user_id if self.person else None,
            kinds=KINDS[self.kind] if self.kind else None,
            key=self.key.removesuffix(BEGINS) if self.key and is_beginning else self.key,
            is_beginning=is_beginning,
            since=now - timedelta(days=self.days) if self.days else None,
        )


def read_search(
    words: Sequence[str], people: Sequence[Person], keys: Sequence[Key], was_key: Callable[[str], bool]
) -> AuditSearch | Refused:
    """Understand the words in any order. A name may have blanks. `was_key` knows the names of deleted keys."""
    search, rest = AuditSearch(), list(words)
    while rest:
        for length in range(len(rest), 0, -1):
            found = _read_part(" ".join(rest[:length]), people, keys, was_key)
            if found is not None:
                break
        else:
            return Refused(
                Reason.AUDIT_WORD_UNKNOWN, {"word": rest[0], "nearest": _list_nearest(rest[0], people, keys)}
            )
        if any(getattr(search, name) is not None for name in ("person", "key", "kind", "days") if name in found):
            return Refused(Reason.AUDIT_WORDS_TOO_MANY, {"word": " ".join(rest[:length])})
        search, rest = replace(search, **found), rest[length:]
    return search


def _read_part(
    typed: str, people: Sequence[Person], keys: Sequence[Key], was_key: Callable[[str], bool]
) -> dict[str, Any] | None:
    word = fold(typed)
    if (days := _DAYS.fullmatch(word)) is not None:
        return {"days": int(days[1])}
    named = [one for one in people if word in _names_of(one)]
    if len(named) == 1:
        return {"person": named[0], "person_word": typed}
    if word in KINDS:
        return {"kind": word}
    match find_key(typed, keys):
        case Key(remark=remark, number=number) | Several(keys=(Key(remark=remark, number=number), *_)):
            return {"key": remark, "key_number": number}
    return {"key": typed} if typed != BEGINS and was_key(typed) else None


def _names_of(person: Person) -> set[str]:
    """Name, first name, number and @name of a person."""
    name = fold(person.name)
    return {name, *name.split()[:1], str(person.user_id), *([f"@{person.username}"] if person.username else [])}


def _list_nearest(word: str, people: Sequence[Person], keys: Sequence[Key]) -> tuple[str, ...]:
    """List at most three words that were perhaps meant, likeliest first."""
    known = {fold(name): name for name in KINDS}
    known |= {fold(key.remark): key.remark for key in keys}
    known |= {fold(name): name for person in people for name in (person.name.split() or [""])[:1]}
    return tuple(known[near] for near in difflib.get_close_matches(fold(word), known, NEAREST))
