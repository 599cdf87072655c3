"""What a requester must acknowledge before a code counts: warnings to tick and characters to type.

Acknowledgements are part of a ticket's payload, so its hash covers them. The number of done ones is stored beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.rules.look_alike import LookAlike
from storage.records import Message, Ticket

IN_PAYLOAD = "cares"


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """One acknowledgement."""

    saying: Message
    wants: str | None
    """Text to type, in any case. None: a press is enough."""


def tick_acknowledgement(sentence: str, subjects: Sequence[str]) -> dict[str, object]:
    """A warning to tick, as stored in a payload."""
    return {"sentence": sentence, "subjects": list(subjects)}


def look_alike_acknowledgement(alike: LookAlike) -> dict[str, object]:
    """A look-alike with both ends alike: six characters from the middle of the new address must be typed."""
    place = alike.middle
    return {
        "sentence": "care-look-alike",
        "before": alike.address[: place.start],
        "wants": alike.address[place.start : place.stop],
        "after": alike.address[place.stop :],
        "known": alike.known,
    }


def next_acknowledgement(ticket: Ticket) -> Acknowledgement | None:
    """Return the next acknowledgement, or None if all are done."""
    acknowledgements = ticket.payload.get(IN_PAYLOAD)
    if not isinstance(acknowledgements, Sequence) or ticket.cares_done >= len(acknowledgements):
        return None
    return _read(acknowledgements[ticket.cares_done])


def is_done_by(acknowledgement: Acknowledgement, typed: str | None) -> bool:
    """Whether this press (None) or these typed characters show that a person looked."""
    if acknowledgement.wants is None or typed is None:
        return acknowledgement.wants is None and typed is None
    return typed.strip().casefold() == acknowledgement.wants.casefold()


def _read(tree: Mapping[str, object]) -> Acknowledgement:
    sentence = str(tree["sentence"])
    if "wants" in tree:
        wants = str(tree["wants"])
        args = {name: str(tree[name]) for name in ("before", "wants", "after", "known")}
        return Acknowledgement(Message(sentence, {**args, "count": len(wants)}), wants)
    subjects = tree["subjects"]
    shown = [str(one) for one in subjects] if isinstance(subjects, Sequence) else []
    return Acknowledgement(Message(sentence, {"count": len(shown), "subjects": shown[:10]}), None)
