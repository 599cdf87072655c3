"""The cards of a ticket: one for the team, and a private one for each person with a step to take.

`ticket_contents` builds what they say.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from bot.operations.model.button_data import Step, TicketPress
from bot.operations.model.notifications import button, with_sound
from bot.operations.model.remembered import remembered_in
from bot.operations.ticket.approvals import has_approved, progress_of
from bot.operations.ticket.contents import private_content, team_content
from bot.operations.ticket.reasons import close_question
from bot.operations.ticket.screens import say_on, screen_of
from bot.operations.ticket.subject import subject_of
from bot.operations.ticket.told_end import TOLD, say_end
from bot.rules.button_presses import QUESTION_SUBJECT
from bot.rules.ticket_path import stage_end
from bot.rules.topics import topic_of
from storage.records import Arg, Button, Card, LinkPurpose, Message, MessageContent, MessageKind, Stage, Team, Ticket
from storage.tickets import REMINDERS
from storage.work import Work

INSTRUCTIONS = "instructions"
"""Subject of the message with the steps that people take. At the ticket's end it says so, in place of the steps."""
_NEWS = "news"
"""Subject of a ticket's second card in its team."""


def show(
    work: Work, ticket: Ticket, now: datetime, *, result_button: Button | None = None, changed: Sequence[str] = ()
) -> list[Card]:
    """Bring every card of the ticket up to date, and the screens with the subjects that it changed. Return them.

    `result_button` is a button below the result.
    """
    cards = work.cards.list_showing(ticket.id, [screen_of(ticket), *changed])
    for card in cards:
        if card.press is not None:
            say_on(work, card, Message("screen-closed"), now)
            continue
        if card.ephemeral_id is not None:
            _show_in_group(work, ticket, card, now)
            continue
        if card.subject == TOLD:
            _tell_end_again(work, ticket, card, [one for one in cards if _is_teams(one, ticket)], now)
            continue
        if not is_card_of_state(card):
            _close(work, ticket, card, now)
            continue
        content = team_content(work, ticket, now) if card.user_id is None else private_content(work, ticket, card, now)
        if result_button is not None:
            content = replace(content, buttons=[[result_button]])
        work.outbox.say(content, card.chat_id, topic_id=card.topic_id, card=card, user_id=card.user_id, due_at=now)
    return cards


def hand_out(work: Work, ticket: Ticket, team: Team, steps: MessageContent, now: datetime) -> None:
    """Send the steps that people take, with [Done], until the ticket ends."""
    topic_id = topic_of(team, MessageKind.REQUESTS)
    card = Card(id=uuid4(), chat_id=team.chat_id, topic_id=topic_id, ticket_id=ticket.id, subject=INSTRUCTIONS)
    work.cards.add(card)
    content = replace(steps, buttons=[[button("button-done", TicketPress(Step.BY_HAND, ticket.id))]])
    work.outbox.say(content, card.chat_id, topic_id=card.topic_id, card=card, is_news=True, due_at=now)


def is_card_of_state(card: Card) -> bool:
    """Whether a ticket's card shows its state: not the steps of people, a message of its end, or a question."""
    return card.subject not in {INSTRUCTIONS, TOLD} and remembered_in(card) is None


def _is_teams(card: Card, ticket: Ticket) -> bool:
    return card.ticket_id == ticket.id and card.user_id is None and is_card_of_state(card)


def _tell_end_again(work: Work, ticket: Ticket, card: Card, beside: Sequence[Card], now: datetime) -> None:
    """Write the reason that followed a denial into the message of its end."""
    if ticket.team_id is not None:
        content = say_end(work, ticket, beside, work.teams.get(ticket.team_id))
        work.outbox.say(content, card.chat_id, topic_id=card.topic_id, card=card, is_news=True, due_at=now)


def _close(work: Work, ticket: Ticket, card: Card, now: datetime) -> None:
    """Say on the steps of people, and on a question about the ticket, that it has ended."""
    if ticket.end is None:
        return
    if card.user_id is not None and not card.subject.startswith(QUESTION_SUBJECT):
        close_question(work, ticket, card, now)
        return
    args: dict[str, Arg] = {"end": ticket.end.value, "subject": subject_of(ticket), "number": ticket.number}
    content = MessageContent(Message("instructions-over", args))
    if card.subject != INSTRUCTIONS:
        asking = button("button-ask-new", TicketPress(Step.REPLACE, ticket.id))
        content = MessageContent(Message("ask-request-over", args), [[asking]])
    work.outbox.say(content, card.chat_id, topic_id=card.topic_id, card=card, is_news=True, due_at=now)


def show_to(work: Work, ticket: Ticket, user_id: int, now: datetime, problem: Message | None = None) -> None:
    """Bring one person's private card of the ticket up to date. `problem` is shown above its pad."""
    for card in work.cards.list_of_ticket(ticket.id):
        if card.user_id == user_id and is_card_of_state(card):
            _say_privately(work, ticket, card, now, problem)


def open_prompt(work: Work, ticket: Ticket, card: Card, now: datetime) -> MessageContent:
    """Make a message that one person sees in the group their step of the ticket. An older step of theirs is put away.

    Return what it says.
    """
    known = work.cards.find_ephemeral(card.chat_id, card.user_id or 0, card.ephemeral_id or 0)
    if known is not None:
        # Telegram uses a number again, so the earlier message is gone.
        work.outbox.drop(known)
        work.cards.remove(known.id)
    _put_away(work, ticket, card.user_id or 0, now)
    opened = replace(card, ticket_id=ticket.id, opened_at=now)
    work.cards.add(opened)
    return private_content(work, ticket, opened, now)


def _show_in_group(work: Work, ticket: Ticket, card: Card, now: datetime) -> None:
    """Bring a person's step in the group up to date as long as it waits for their code. After that it goes."""
    if card.user_id is not None and waits_for(work, ticket, card.user_id):
        _say_privately(work, ticket, card, now)
    else:
        work.outbox.delete(card, now)
        work.cards.save(replace(card, ticket_id=None))


def waits_for(work: Work, ticket: Ticket, user_id: int) -> bool:
    """Whether the ticket waits for a code of this person."""
    if ticket.user_id == user_id:
        return ticket.stage is Stage.CODE
    return ticket.stage is Stage.APPROVAL and not has_approved(work, ticket, user_id)


def new_team_card(work: Work, ticket: Ticket, now: datetime, question: Card | None = None) -> str | None:
    """Send the team's card of a ticket. Return the token of its private step, if it has one.

    A question that led to the ticket becomes its card.
    """
    place = ticket.asked_in
    card = _own_card(work, ticket, question, place.chat_id, place.topic_id)
    content = team_content(work, ticket, now)
    work.outbox.say(
        content,
        card.chat_id,
        topic_id=card.topic_id,
        reply_to=place.message_id,
        card=card,
        due_at=now,
    )
    return next((button.start for row in content.buttons for button in row if button.start), None)


def wait_for_approval(work: Work, ticket: Ticket, now: datetime) -> Ticket:
    """Let the ticket wait for approvals, show it, and ask in private each person who can give one."""
    until = stage_end(Stage.APPROVAL, now)
    moved = replace(ticket, stage=Stage.APPROVAL, stage_until=until, result=None)
    work.tickets.save(moved)
    work.links.drop(ticket.id, LinkPurpose.TICKET, LinkPurpose.APPROVAL)
    show(work, moved, now)
    have = {card.user_id for card in work.cards.list_of_ticket(ticket.id)}
    for approver in progress_of(work, moved, now).others:
        if approver.user_id in have:
            _put_away(work, moved, approver.user_id, now)
        ask_privately(work, moved, approver.user_id, now)
    return moved


def tell_again(work: Work, ticket: Ticket, team: Team, now: datetime) -> None:
    """Send the team's card again as news, because an edit makes no sound, and remove the earlier one."""
    _send_anew(work, ticket, team, now, _NEWS)


def remind(work: Work, ticket: Ticket, team: Team, now: datetime) -> None:
    """Send the team's card once more, because the request times out before people have done their part."""
    if ticket.stage is not None:
        _send_anew(work, ticket, team, now, REMINDERS[ticket.stage])


def _send_anew(work: Work, ticket: Ticket, team: Team, now: datetime, subject: str) -> None:
    for old in work.cards.list_of_ticket(ticket.id):
        if old.subject in {_NEWS, *REMINDERS.values()}:
            work.outbox.delete(old, now)
            work.cards.save(replace(old, ticket_id=None))
    topic_id = topic_of(team, MessageKind.REQUESTS)
    card = Card(id=uuid4(), chat_id=team.chat_id, topic_id=topic_id, ticket_id=ticket.id, subject=subject)
    work.cards.add(card)
    content = with_sound(team_content(work, ticket, now), team, MessageKind.REQUESTS)
    work.outbox.say(content, card.chat_id, topic_id=card.topic_id, card=card, is_news=True, due_at=now)


def open_private_card(work: Work, ticket: Ticket, user_id: int, now: datetime, question: Card | None = None) -> None:
    """Send the private step to its reader and put an older one away. Digits typed now are for it."""
    _put_away(work, ticket, user_id, now)
    card = _own_card(work, ticket, question, user_id, None)
    card = replace(card, user_id=user_id, opened_at=now)
    work.cards.save(card)
    _say_privately(work, ticket, card, now)


def ask_privately_again(work: Work, ticket: Ticket, user_id: int, now: datetime) -> None:
    """Send the private card of a person once more, unless they have opened it."""
    cards = [one for one in work.cards.list_of_ticket(ticket.id) if one.user_id == user_id and is_card_of_state(one)]
    if all(card.opened_at is None for card in cards):
        _put_away(work, ticket, user_id, now)
        ask_privately(work, ticket, user_id, now)


def ask_privately(work: Work, ticket: Ticket, user_id: int, now: datetime) -> None:
    """Tell a person that the ticket waits for them. Digits they type are for it only after they open it."""
    card = replace(_own_card(work, ticket, None, user_id, None), user_id=user_id)
    work.cards.save(card)
    _say_privately(work, ticket, card, now)


def _say_privately(work: Work, ticket: Ticket, card: Card, now: datetime, problem: Message | None = None) -> None:
    content = private_content(work, ticket, card, now, problem)
    work.outbox.say(content, card.chat_id, card=card, user_id=card.user_id, due_at=now)


def close_step(work: Work, ticket: Ticket, user_id: int, now: datetime) -> None:
    """Take the private step of a person who is no longer a member, with what it says of another's request."""
    for card in work.cards.list_of_ticket(ticket.id):
        if card.user_id == user_id:
            say_on(work, card, Message("screen-closed"), now)
            work.cards.save(replace(card, ticket_id=None))


def _put_away(work: Work, ticket: Ticket, user_id: int, now: datetime) -> None:
    for old in work.cards.list_of_ticket(ticket.id):
        if old.user_id == user_id and is_card_of_state(old):
            work.outbox.delete(old, now)
            work.cards.save(replace(old, ticket_id=None))


def _own_card(work: Work, ticket: Ticket, question: Card | None, chat_id: int, topic_id: int | None) -> Card:
    if question is not None:
        card = replace(question, ticket_id=ticket.id, subject="")
        work.cards.save(card)
    else:
        card = Card(id=uuid4(), chat_id=chat_id, topic_id=topic_id, ticket_id=ticket.id)
        work.cards.add(card)
    return card
