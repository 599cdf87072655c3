"""What the cards of a ticket say in each of its states.

A card's content is a function of the ticket, so whoever changes a ticket calls `show` and nothing else.
It must not know words: only ids of sentences and what fills them.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from bot.rules.ticket_path import hash_payload
from storage.records import (
    Button,
    Card,
    Content,
    End,
    Link,
    LinkPurpose,
    Person,
    Saying,
    Stage,
    Ticket,
)
from storage.work import Work

SECRET_KEPT = timedelta(minutes=10)
"""How long a message with a secret stays in the private chat."""
PAD_DIGITS = 6


def who(person: Person) -> str:
    """A person for people: name and numeric id, never a mention."""
    return f"{person.name} ({person.user_id})"


def short_hash(ticket: Ticket) -> str:
    """The beginning of the payload's hash, long enough to compare by eye."""
    return hash_payload(ticket.payload)[:16]


def press(sentence: str, *words: object) -> Button:
    """A button whose press comes back as these words."""
    return Button(label=Saying(sentence), press=" ".join(str(word) for word in words))


def pad(ticket_id: UUID, typed: str = "") -> list[list[Button]]:
    """The digit pad; each button carries the digits typed so far, so that a restart forgets nothing."""

    def digit(number: str) -> Button:
        return Button(label=Saying("pad-digit", {"digit": number}), press=f"pad {ticket_id.hex} {typed}{number}")

    shown = "●" * len(typed) + "○" * (PAD_DIGITS - len(typed))
    return [
        [Button(label=Saying("pad-typed", {"shown": shown}), press=f"pad {ticket_id.hex} {typed}")],
        [digit("1"), digit("2"), digit("3")],
        [digit("4"), digit("5"), digit("6")],
        [digit("7"), digit("8"), digit("9")],
        [
            press("button-cancel", "cancel", ticket_id.hex),
            digit("0"),
            press("pad-back", "pad", ticket_id.hex, typed[:-1]),
        ],
    ]


def start_link(work: Work, ticket: Ticket) -> Button:
    """The button that leads its requester to the private step, until the stage ends."""
    if ticket.stage_until is None:
        raise ValueError("only a stage that ends has a private step")
    token = work.links.mint(
        Link(purpose=LinkPurpose.TICKET, subject_id=ticket.id, user_id=ticket.user_id, expires_at=ticket.stage_until)
    )
    return Button(label=Saying("button-confirm-privately"), start=token)


def team_content(work: Work, ticket: Ticket, requester: Person) -> Content:
    """What the team's card says; mints a link while the ticket waits for its code."""
    args = _args(work, ticket, requester)
    if ticket.stage is None:
        return Content(_ended(ticket, args))
    cancel = press("button-cancel", "cancel", ticket.id.hex)
    buttons: list[list[Button]] = [[cancel]]
    match ticket.stage:
        case Stage.CODE:
            buttons = [[start_link(work, ticket)], [cancel]]
        case Stage.EMAIL:
            buttons = [[press("button-resend", "resend", ticket.id.hex), cancel]]
        case Stage.BY_HAND:
            buttons = [[press("button-done", "byhand", ticket.id.hex), cancel]]
        case Stage.RUNNING:
            buttons = []
    return Content(Saying(_IN_TEAM[ticket.stage], args), buttons)


_IN_TEAM = {
    Stage.CODE: "ticket-team-code",
    Stage.EMAIL: "ticket-team-email",
    Stage.APPROVAL: "ticket-team-approval",
    Stage.COOLING: "ticket-team-cooling",
    Stage.RUNNING: "ticket-running",
    Stage.BY_HAND: "ticket-by-hand",
}


def private_content(work: Work, ticket: Ticket, requester: Person, problem: Saying | None = None) -> Content:
    """What the requester's private card says; `problem` stands above the pad."""
    args = _args(work, ticket, requester)
    cancel = press("button-cancel", "cancel", ticket.id.hex)
    match ticket.stage:
        case Stage.CODE:
            saying = Saying("ticket-private-code", args)
            if problem is not None:
                saying = Saying("ticket-private-code-again", {**args, "problem": problem})
            return Content(saying, pad(ticket.id))
        case Stage.EMAIL:
            resend = press("button-resend", "resend", ticket.id.hex)
            return Content(Saying("ticket-private-email", args), [[resend, cancel]])
        case _:
            return team_content(work, ticket, requester)


def _args(work: Work, ticket: Ticket, requester: Person) -> dict[str, str | int | Saying | datetime | None]:
    """Everything the frames of a ticket's card may say; what a stage does not have is None."""
    team = work.teams.find(ticket.team_id) if ticket.team_id else None
    return {
        "plan": ticket.plan,
        "who": who(requester),
        "number": ticket.number,
        "until": ticket.stage_until,
        "hash": short_hash(ticket),
        "approvals": team.approvals if team else 0,
        "team": team.title if team else None,
        "email": requester.email,
    }


def _ended(ticket: Ticket, args: Mapping[str, str | int | Saying | datetime | None]) -> Saying:
    filled = {**args, "result": ticket.result}
    sentences = {
        End.DONE: "ticket-done",
        End.FAILED: "ticket-failed",
        End.REFUSED: "ticket-refused",
        End.LAPSED: "ticket-lapsed",
        End.CANCELLED: "ticket-cancelled",
    }
    if ticket.end is None:
        raise ValueError("a ticket without a stage has an end")
    return Saying(sentences[ticket.end], filled)


def show(  # noqa: PLR0913 - each names one thing a card may carry
    work: Work,
    ticket: Ticket,
    now: datetime,
    *,
    problem: Saying | None = None,
    private_only: bool = False,
    door: Button | None = None,
) -> None:
    """Brings every card of the ticket up to its state; the outbox edits the messages."""
    requester = work.people.get(ticket.user_id)
    for card in work.cards.list_of_ticket(ticket.id):
        if card.user_id is not None:
            content = private_content(work, ticket, requester, problem)
        elif private_only:
            continue
        else:
            content = team_content(work, ticket, requester)
        if door is not None:
            content = replace(content, buttons=[[door]])
        work.outbox.say(content, card.chat_id, topic_id=card.topic_id, card=card, user_id=card.user_id, due_at=now)


def new_team_card(work: Work, ticket: Ticket, now: datetime, question: Card | None = None) -> str | None:
    """The team's card of a ticket, where it was asked; answers the token of its private step, where it has one.

    A question that led to the ticket becomes its card.
    """
    place = ticket.asked_in
    card = _own_card(work, ticket, question, place.chat_id, place.topic_id)
    content = team_content(work, ticket, work.people.get(ticket.user_id))
    work.outbox.say(
        content,
        card.chat_id,
        topic_id=card.topic_id,
        reply_to=place.message_id,
        card=card,
        due_at=now,
    )
    return next((button.start for row in content.buttons for button in row if button.start), None)


def _own_card(work: Work, ticket: Ticket, question: Card | None, chat_id: int, topic_id: int | None) -> Card:
    if question is not None:
        card = replace(question, ticket_id=ticket.id, subject="")
        work.cards.save(card)
    else:
        card = Card(id=uuid4(), chat_id=chat_id, topic_id=topic_id, ticket_id=ticket.id)
        work.cards.add(card)
    return card


def new_private_card(work: Work, ticket: Ticket, now: datetime, question: Card | None = None) -> None:
    """The private step, in front of its requester's eyes; an older one is put away."""
    for old in work.cards.list_of_ticket(ticket.id):
        if old.user_id is not None:
            work.outbox.delete(old, now)
            work.cards.save(replace(old, ticket_id=None))
    card = replace(_own_card(work, ticket, question, ticket.user_id, None), user_id=ticket.user_id)
    work.cards.save(card)
    content = private_content(work, ticket, work.people.get(ticket.user_id))
    work.outbox.say(content, card.chat_id, card=card, user_id=card.user_id, due_at=now)


def tell_secret(work: Work, user_id: int, saying: Saying, now: datetime, *, picture: str | None = None) -> None:
    """A private message that is deleted on [Saved] or after ten minutes."""
    card = Card(
        id=uuid4(),
        chat_id=user_id,
        user_id=user_id,
        subject="secret",
        keeps_for_seconds=int(SECRET_KEPT.total_seconds()),
    )
    work.cards.add(card)
    saved = press("button-saved", "saved", card.id.hex)
    content = Content(saying, [[saved]], picture=picture, protected=True)
    work.outbox.say(content, user_id, card=card, user_id=user_id, due_at=now)


def tell_team(work: Work, team_id: UUID, saying: Saying, now: datetime) -> None:
    """News in the team's own place."""
    team = work.teams.get(team_id)
    work.outbox.say(Content(saying), team.chat_id, topic_id=team.topic_id, is_news=True, due_at=now)
