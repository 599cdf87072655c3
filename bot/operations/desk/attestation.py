"""The expiry that a person types after [Done], where the exchange does not show it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.desk.catalogue import CATALOGUE
from bot.operations.keys.stated_expiry import as_text, ask_end, of_text, zone_of_dates
from bot.operations.model.button_data import typed
from bot.operations.model.operation import Question, Request
from bot.operations.model.remembered import Remembered
from bot.operations.model.replies import answer
from bot.rules.expiry_date import read_expiry
from bot.rules.verdict import Reason, Refused
from storage.records import Message, MessageContent, Ticket
from storage.work import Work

DONE_WORD = "done"
"""First word of the answer to the question. Buttons and replies add the ticket's id."""


def take_word(
    work: Work, ticket: Ticket, request: Request, words: Sequence[str], now: datetime
) -> Ticket | Question | Refused:
    """Return the ticket with the typed expiry, the question for it, or the ticket where none is needed."""
    ask = CATALOGUE[ticket.action].ask_done
    saying = ask(work, ticket) if ask is not None else None
    if saying is None:
        return ticket
    command = _command(ticket)
    if not words:
        return ask_end(saying, command, now)
    end = read_expiry(" ".join(words), now, zone_of_dates(work.people.get(request.user_id), request.place))
    if isinstance(end, Refused):
        return _which_date(end, command) if end.reason is Reason.DATE_WHICH else end
    return replace(ticket, told=as_text(end))


def acknowledge(work: Work, ticket: Ticket, request: Request, now: datetime) -> None:
    """Show how the answer was read in place of every question for it, so that none waits for a reply."""
    end = of_text(ticket.told)
    saying = Message("done-told", {"number": ticket.number, "ending": end.ending.value, "at": end.expires_at})
    for question in work.cards.list_about(Remembered(f"/{_command(ticket)}", takes_reply=True).to_subject()):
        work.cards.save(replace(question, subject=""))
        work.outbox.say(
            MessageContent(saying),
            question.chat_id,
            topic_id=question.topic_id,
            card=question,
            user_id=question.user_id,
            due_at=now,
        )
    answer(work, request, saying, now)


def _command(ticket: Ticket) -> str:
    return f"{DONE_WORD} {ticket.id.hex}"


def _which_date(refused: Refused, command: str) -> Question:
    choices = [
        (Message("choice-date", {"date": refused.args[name]}), typed(f"{command} {refused.args[name]}"))
        for name in ("first", "second")
    ]
    return Question(Message("ask-which-date", {"date": refused.args["date"]}), choices, so_far=f"/{command}")
