"""A person's calendar of expiring keys: its link is made, replaced and revoked by the person alone."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from bot.clock import Clock
from bot.operations.model.actor import refuse_outsider
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import SECRET_KEPT, button
from bot.operations.model.operation import Request
from bot.operations.model.replies import transact
from bot.rules.authorization import may_read
from bot.rules.verdict import Allowed, Refused
from storage.database import Database
from storage.records import Button, Card, Event, Membership, Message, MessageContent, Outcome
from storage.work import Work

COPIES_AT_MOST = 256
"""Characters that a button can copy. Source: Bot API, CopyTextButton."""


class PersonalCalendar:
    """`/calendar`."""

    def __init__(self, database: Database, clock: Clock, public_url: str, is_local: bool) -> None:
        """`public_url` begins the link. `is_local`: only the machine of the bot can open it, so people are told."""
        self._database = database
        self._clock = clock
        self._public_url = public_url
        self._is_local = is_local

    async def open(self, request: Request) -> Refused | None:
        """Make the calendar of a member who has none. Else say since when there is one."""

        def act(work: Work, now: datetime) -> None:
            made_at = work.calendars.find(request.user_id)
            if made_at is None:
                self._make(work, request, now)
            else:
                _tell(work, request, Message("calendar-there", {"made": made_at}), [_new(), _off()], now)

        return await self._as_member(request, act)

    async def replace(self, request: Request) -> Refused | None:
        """Make a new link. The one before ends."""
        return await self._as_member(request, lambda work, now: self._make(work, request, now))

    async def revoke(self, request: Request) -> Refused | None:
        """End the link."""

        def act(work: Work, now: datetime) -> None:
            revoke_calendar(work, request.user_id, now, by=request.user_id)
            _tell(work, request, Message("calendar-off"), [_new()], now)

        return await self._as_member(request, act)

    async def _as_member(self, request: Request, act: Callable[[Work, datetime], None]) -> Refused | None:
        def body(work: Work, now: datetime) -> Refused | None:
            if not list_readable(work, request.user_id):
                return refuse_outsider(work, request.user_id)
            act(work, now)
            return None

        return await transact(self._database, self._clock, request, body)

    def _make(self, work: Work, request: Request, now: datetime) -> None:
        """The link is shown once, in a message that is deleted after ten minutes."""
        user_id = request.user_id
        link = f"{self._public_url}/calendar/{work.calendars.create(user_id, now)}.ics"
        work.audit.add(None, user_id, Event.CALENDAR_MAKE, Outcome.DONE, now)
        card = Card(uuid4(), user_id, user_id=user_id, subject="", keeps_for_seconds=int(SECRET_KEPT.total_seconds()))
        work.cards.add(card)
        copy = [Button(Message("button-copy-link"), copies=link)] if len(link) <= COPIES_AT_MOST else []
        saying = Message("calendar-made", {"link": link, "local": self._is_local})
        content = MessageContent(saying, [copy, [_off()]])
        work.outbox.say(content, user_id, card=card, user_id=user_id, due_at=now)


def list_readable(work: Work, user_id: int) -> list[Membership]:
    """List the person's memberships with which they may read."""
    return [one for one in work.teams.list_memberships_of(user_id) if may_read(one) == Allowed()]


def revoke_calendar(work: Work, user_id: int, now: datetime, *, by: int | None) -> None:
    """End the person's link, if there is one. `by` is who does it, None the bot itself."""
    if work.calendars.drop(user_id):
        work.audit.add(None, by, Event.CALENDAR_REVOKE, Outcome.DONE, now, details={"user_id": user_id})


def _tell(work: Work, request: Request, saying: Message, buttons: list[Button], now: datetime) -> None:
    work.outbox.say(MessageContent(saying, [buttons]), request.user_id, user_id=request.user_id, due_at=now)


def _new() -> Button:
    return button("button-new-link", typed("calendar new"))


def _off() -> Button:
    return button("button-revoke-link", typed("calendar off"))
