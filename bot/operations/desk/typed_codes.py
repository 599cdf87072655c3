"""A code typed in private by a person who sets up a new authenticator: its first code, or one for a request."""

from bot.clock import Clock
from bot.operations.desk.desk import Desk, Reply
from bot.operations.desk.proofs import find_meant, wanted_code
from bot.operations.members.enrol_person import EnrolPerson
from bot.operations.model.operation import Request
from bot.rules.one_time_code import is_setting_up, matching_step
from storage.database import Database
from storage.records import ProofKind
from storage.work import Work


class TypedCodes:
    """Takes a code for what it is meant for. While a new phone is set up, the old one still confirms requests."""

    def __init__(self, database: Database, clock: Clock, desk: Desk, enrolling: EnrolPerson) -> None:
        self._database = database
        self._clock = clock
        self._desk = desk
        self._enrolling = enrolling

    async def take(self, request: Request, code: str) -> Reply | None:
        """Take the code. None: it was the first one of a new authenticator."""
        if await self._database.peek(lambda work: self._is_first(work, request, code)):
            return await self._enrolling.prove(request, code)
        return await self._desk.confirm(request, code)

    def _is_first(self, work: Work, request: Request, code: str) -> bool:
        person, now = work.people.get(request.user_id), self._clock.now()
        if person.pending_seed_secret is None:
            return False
        if person.enrolled_at is None:
            return True
        moments = (now, self._clock.wall_now())
        if any(matching_step(person.pending_seed_secret, code, moment) is not None for moment in moments):
            return True
        meant, _ = find_meant(work, request, None, now)
        is_for_request = meant is not None and isinstance(wanted_code(work, meant, request, now), ProofKind)
        return is_setting_up(person, now) and not is_for_request
