"""Set a person's own e-mail, proven by a code and the new address, and change it, proven by the old one too."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.members.joining_card import tick_joining
from bot.operations.members.young_proofs import end_unprovable
from bot.operations.model.operation import (
    Actor,
    Operation,
    PartOutcome,
    Prepared,
    Question,
    Recorded,
    Redirect,
    Request,
)
from bot.rules.email_address import check_change, read_email
from bot.rules.verdict import Reason, Refused, Verdict
from storage.end_alerts import email_end
from storage.records import Action, Message, MessageContent, Ticket
from storage.work import Work


def _prepare(_: Work, actor: Actor, request: Request) -> Prepared | Refused | Question | Redirect:
    old = actor.person.email
    if not request.words:
        return Question(Message("ask-email", {"email": old}), so_far="/settings email")
    email = read_email(" ".join(request.words))
    if isinstance(email, Refused):
        return email
    if old is not None:
        return Redirect(Action.PERSON_EMAIL_CHANGE, (email,), request.said)
    return Prepared(payload={"email": email}, plan=Message("plan-email", {"email": email, "old": None}))


def _prepare_change(_: Work, actor: Actor, request: Request) -> Prepared:
    [email] = request.words
    old = actor.person.email
    return Prepared(payload={"email": email, "old": old}, plan=Message("plan-email", {"email": email, "old": old}))


def _check(_: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    """Check that it is another address, and that the address to be replaced is the one that is asked to confirm."""
    if payload.get("old") != actor.person.email:
        return Refused(Reason.EMAIL_CHANGED)
    return check_change(str(payload["email"]), actor.person.email)


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    person, email = work.people.get(ticket.user_id), str(ticket.payload["email"])
    if person.email is not None:
        told = Message("email_changed", {"email": email, "name": person.name, "user_id": person.user_id})
        work.outbox.mail(MessageContent(told), person.email, user_id=person.user_id, due_at=now)
    work.people.save(replace(person, email=email, email_verified_at=now))
    work.end_alerts.forget(email_end(person.user_id))
    tick_joining(work, person.user_id, now)
    end_unprovable(work, person.user_id, now)
    return Recorded(Message("result-email", {"email": email}))


SET_EMAIL = Operation(action=Action.PERSON_EMAIL, prepare=_prepare, check=_check, record=_record)
CHANGE_EMAIL = Operation(action=Action.PERSON_EMAIL_CHANGE, prepare=_prepare_change, check=_check, record=_record)
