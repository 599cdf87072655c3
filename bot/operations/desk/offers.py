"""[Accept all] below a rejected sheet: its sender asks with the sheet as it is, once."""

from dataclasses import replace
from datetime import datetime

from bot.clock import Clock
from bot.operations.desk.desk import Desk, Reply
from bot.operations.model.notifications import who
from bot.operations.model.operation import Offer, RefusedWithFile, Request, TicketState
from bot.operations.model.replies import offer_of, transact
from bot.rules.sheet_text import SheetText
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import Card, Message, MessageContent
from storage.work import Work


class Offers:
    """Accept an offer, by the person it was made to."""

    def __init__(self, database: Database, clock: Clock, desk: Desk) -> None:
        self._database = database
        self._clock = clock
        self._desk = desk

    async def refuse(self, request: Request) -> Refused | None:
        """Why the sender cannot accept the offer, checked before any download. None: allowed."""

        def body(work: Work) -> Refused | None:
            found = _find(work, request)
            return found if isinstance(found, Refused) else None

        return await self._database.read(body)

    async def accept(self, request: Request, sheet: SheetText) -> Reply:
        """Ask with the sheet. The offer is spent when a request is open, and remains when it was refused."""

        def body(work: Work, now: datetime) -> Reply | RefusedWithFile:
            found = _find(work, request)
            if isinstance(found, Refused):
                return found
            card, offer = found
            words = (offer.account,)
            asked = replace(request, words=words, said="/whitelist", team_id=offer.team_id, sheet=sheet)
            reply = self._desk.ask_within(work, offer.action, asked, now)
            if isinstance(reply, TicketState):
                card = replace(card, subject="")
                work.cards.save(card)
                number = work.tickets.get(reply.ticket_id).number
                saying = Message("sheet-accepted", {"who": who(work.people.get(request.user_id)), "number": number})
                work.outbox.say(MessageContent(saying), card.chat_id, topic_id=card.topic_id, card=card, due_at=now)
            return reply

        return await transact(self._database, self._clock, request, body)


def _find(work: Work, request: Request) -> tuple[Card, Offer] | Refused:
    card = work.cards.find_by_message(request.place.chat_id, request.place.message_id or 0)
    offer = offer_of(card) if card is not None else None
    if card is None or offer is None:
        return Refused(Reason.OFFER_TAKEN)
    if offer.user_id != request.user_id:
        return Refused(Reason.NOT_YOUR_SHEET, {"who": who(work.people.get(offer.user_id))})
    return card, offer
