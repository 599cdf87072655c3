"""Change a person's own e-mail: proven by a code, then by the new address. The old one is notified."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.members.joining_card import tick_joining
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.rules.email_address import check_change, read_email
from bot.rules.verdict import Refused, Verdict
from storage.records import Action, Message, MessageContent, Ticket
from storage.work import Work


def _prepare(_: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    if not request.words:
        return Question(Message("ask-email", {"email": actor.person.email}), so_far="/settings email")
    email = read_email(" ".join(request.words))
    if isinstance(email, Refused):
        return email
    return Prepared(
        payload={"email": email},
        plan=Message("plan-email", {"email": email, "old": actor.person.email}),
    )


def _check(_: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    return check_change(str(payload["email"]), actor.person.email)


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    person, email = work.people.get(ticket.user_id), str(ticket.payload["email"])
    if person.email is not None:
        told = Message("email_changed", {"email": email, "name": person.name, "user_id": person.user_id})
        work.outbox.mail(MessageContent(told), person.email, user_id=person.user_id, due_at=now)
    work.people.save(replace(person, email=email, email_verified_at=now))
    tick_joining(work, person.user_id, now)
    return Recorded(Message("result-email", {"email": email}))


CHANGE_EMAIL = Operation(action=Action.PERSON_EMAIL, prepare=_prepare, check=_check, record=_record)
