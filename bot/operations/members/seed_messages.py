"""The message that shows the seed of a new authenticator, until a first code proves it."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from bot.rules.one_time_code import new_seed, provisioning_uri
from storage.records import Card, Message, MessageContent, Person, QrCode
from storage.work import Work

ISSUER = "Keyminder"
ENROL_SUBJECT = "enrol"
"""Subject of the private card with a seed."""


def show_seed(
    work: Work, person: Person, now: datetime, sentence: str = "enrol-scan", keeps_for: timedelta | None = None
) -> None:
    """Show a new seed as a picture and as text. The person's authenticator of before stays as it is.

    An unconfirmed earlier seed is void. `keeps_for` is how long the message stays. None: until the first code.
    """
    seed = new_seed()
    work.people.save(replace(person, pending_seed_secret=seed))
    put_seeds_away(work, person.user_id, now)
    kept = None if keeps_for is None else int(keeps_for.total_seconds())
    card = Card(
        id=uuid4(), chat_id=person.user_id, user_id=person.user_id, subject=ENROL_SUBJECT, keeps_for_seconds=kept
    )
    work.cards.add(card)
    content = MessageContent(
        Message(sentence, {"seed": seed}),
        picture=QrCode(provisioning_uri(seed, person.name or str(person.user_id), ISSUER)),
        protected=True,
    )
    work.outbox.say(content, person.user_id, card=card, user_id=person.user_id, due_at=now)


def put_seeds_away(work: Work, user_id: int, now: datetime) -> None:
    """Delete the messages that show a seed."""
    for card in work.cards.list_of_subject(user_id, ENROL_SUBJECT):
        work.outbox.delete(card, now)
