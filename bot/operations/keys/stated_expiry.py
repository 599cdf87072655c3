"""The expiry of keys that only people can state: the question, and how the answer is stored."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.operations.drifts.merge import Change, SomeKey
from bot.operations.model.button_data import InsteadPress, typed
from bot.operations.model.operation import Question
from bot.rules.expiry_date import NEVER, UNKNOWN, KeyEnd
from bot.rules.full_width import narrow
from bot.rules.key_terms import Ending
from bot.rules.verdict import Reason, Refused
from storage.records import Account, AccountKind, ChatLocation, ConnectionStatus, Key, KeyFacts, Message, Person, Ticket

USUAL_DAYS = 90
"""Term in days that the known exchanges give to a key without IPs."""


def is_told(account: Account) -> bool:
    """Whether only people can state when the account's keys expire, because no exchange can be asked."""
    return account.kind is AccountKind.BY_HAND or account.standing is ConnectionStatus.DISCONNECTED


def zone_of_dates(person: Person, place: ChatLocation) -> ZoneInfo:
    """Zone in which typed dates are read: the person's own in private, UTC in a group."""
    return ZoneInfo(person.zone if place.is_private else "UTC")


def ask_end(saying: Message, command: str, now: datetime) -> Question:
    """Ask when keys expire, with buttons for the usual answers. A reply adds a date to the `command`."""
    usual = now + timedelta(days=USUAL_DAYS)
    choices = [
        (Message("choice-end-usual", {"at": usual}), typed(f"{command} in {USUAL_DAYS} days")),
        (Message("choice-end-never"), typed(f"{command} never")),
        (Message("choice-end-unknown"), typed(f"{command} unknown")),
    ]
    example = usual.date().isoformat()
    return Question(replace(saying, args={**saying.args, "example": example}), choices, so_far=f"/{command}")


def ask_which_date(refused: Refused, words: Sequence[str]) -> Question | Refused:
    """Ask which of two readings of a date in the command's `words` is meant. Other refusals stay."""
    if refused.reason is not Reason.DATE_WHICH:
        return refused
    place = next((place for place, word in enumerate(words) if narrow(word) == refused.args["token"]), None)
    if place is None:
        return refused
    choices = [
        (Message("choice-date", {"date": refused.args[name]}), InsteadPress(place, str(refused.args[name])))
        for name in ("first", "second")
    ]
    return Question(Message("ask-which-date", {"date": refused.args["date"]}), choices)


def as_text(end: KeyEnd) -> str:
    """The expiry as a payload stores it."""
    return end.expires_at.isoformat() if end.expires_at is not None else end.ending.value


def of_text(text: str | None) -> KeyEnd:
    """The expiry from a payload. None: not stated."""
    known = {None: UNKNOWN, Ending.UNKNOWN.value: UNKNOWN, Ending.NEVER.value: NEVER}
    return known[text] if text in known else KeyEnd(Ending.AT, datetime.fromisoformat(str(text)))


def with_told_end(facts: SomeKey, end: KeyEnd) -> SomeKey:
    """Return the facts with the stated expiry."""
    if isinstance(facts, Key):
        return replace(facts, expires_at=end.expires_at, never_expires=end.ending is Ending.NEVER)
    return replace(facts, expires_at=end.expires_at)


def as_told(ticket: Ticket, change: Change) -> Change:
    """Build a change of a key with the stated expiry, if the key has no IP afterwards."""
    if ticket.told is None:
        return change
    end = of_text(ticket.told)

    def changed(facts: SomeKey, answer: KeyFacts) -> SomeKey:
        followed = change(facts, answer)
        return followed if followed.ips else with_told_end(followed, end)

    return changed
