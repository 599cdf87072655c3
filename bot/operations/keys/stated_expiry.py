"""When a key expires that no exchange tells us about: what a person is asked, and how the answer is kept.

It must not know which action is under way.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.operations.drifts.merge import Change, SomeKey
from bot.operations.model.operation import Question
from bot.operations.model.replies import INSTEAD
from bot.rules.expiry_date import NEVER, UNKNOWN, KeyEnd
from bot.rules.full_width import narrow
from bot.rules.key_terms import Ending
from bot.rules.verdict import Reason, Refused
from storage.records import Account, AccountKind, ChatLocation, ConnectionStatus, Key, KeyFacts, Message, Person, Ticket

USUAL_DAYS = 90
"""The term that the exchanges we know give to a key without IPs."""


def is_told(account: Account) -> bool:
    """Whether only people can say when the account's keys expire: nobody there can be asked."""
    return account.kind is AccountKind.BY_HAND or account.standing is ConnectionStatus.DISCONNECTED


def zone_of_dates(person: Person, place: ChatLocation) -> ZoneInfo:
    """A date is read in the zone in which it will be told: the person's own in private, UTC in a group."""
    return ZoneInfo(person.zone if place.is_private else "UTC")


def ask_end(saying: Message, command: str, now: datetime) -> Question:
    """Asks when keys expire, with buttons for the usual answers; a reply gives a date behind the `command`."""
    usual = now + timedelta(days=USUAL_DAYS)
    choices = [
        (Message("choice-end-usual", {"days": USUAL_DAYS, "at": usual}), f"{command} in {USUAL_DAYS} days"),
        (Message("choice-end-never"), f"{command} never"),
        (Message("choice-end-unknown"), f"{command} unknown"),
    ]
    example = usual.date().isoformat()
    return Question(replace(saying, args={**saying.args, "example": example}), choices, so_far=f"/{command}")


def ask_which_date(refused: Refused, words: Sequence[str]) -> Question | Refused:
    """Asks which of two readings of a date among the `words` of the command is meant; other refusals stay."""
    if refused.reason is not Reason.DATE_WHICH:
        return refused
    place = next((place for place, word in enumerate(words) if narrow(word) == refused.args["token"]), None)
    if place is None:
        return refused
    choices = [
        (Message("choice-date", {"date": refused.args[name]}), f"{INSTEAD}{place} {refused.args[name]}")
        for name in ("first", "second")
    ]
    return Question(Message("ask-which-date", {"date": refused.args["date"]}), choices)


def as_text(end: KeyEnd) -> str:
    """The end as a payload keeps it."""
    return end.expires_at.isoformat() if end.expires_at is not None else end.ending.value


def of_text(text: str | None) -> KeyEnd:
    """The end that a payload kept; None: nobody told it."""
    known = {None: UNKNOWN, Ending.UNKNOWN.value: UNKNOWN, Ending.NEVER.value: NEVER}
    return known[text] if text in known else KeyEnd(Ending.AT, datetime.fromisoformat(str(text)))


def with_told_end(facts: SomeKey, end: KeyEnd) -> SomeKey:
    """The facts with the end that was told."""
    if isinstance(facts, Key):
        return replace(facts, expires_at=end.expires_at, never_expires=end.ending is Ending.NEVER)
    return replace(facts, expires_at=end.expires_at)


def as_told(ticket: Ticket, change: Change) -> Change:
    """A change of a key, with the end that was told for what it leaves without IPs."""
    if ticket.told is None:
        return change
    end = of_text(ticket.told)

    def changed(facts: SomeKey, answer: KeyFacts) -> SomeKey:
        followed = change(facts, answer)
        return followed if followed.ips else with_told_end(followed, end)

    return changed
