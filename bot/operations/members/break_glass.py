"""Break-glass from the console: add an owner, reset a lost factor, enrol on the terminal.

Every such action is announced in the teams it concerns.
"""

from dataclasses import replace

from bot.clock import Clock
from bot.operations.members.enrol_person import prove_seed
from bot.operations.members.reset_factor import ENROL_WITHIN, reset_factor
from bot.operations.members.seed_messages import ISSUER
from bot.operations.model.notifications import tell_team, who
from bot.operations.ticket.approvals import note_quorum
from bot.rules.one_time_code import new_seed, provisioning_uri
from bot.rules.verdict import Refused
from storage.database import Database
from storage.records import Event, Membership, MembershipStatus, Message, Outcome, Role, Team
from storage.work import Work


class OwnerKeeping:
    """What a person at the server may do for owners."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def list_teams(self) -> list[Team]:
        """List every team of the installation."""
        return await self._database.read(lambda work: work.teams.list_all())

    async def add(self, user_id: int) -> list[Team]:
        """Make the person an active owner of every team, and return the teams that were notified."""

        def body(work: Work) -> list[Team]:
            now = self._clock.now()
            person = work.people.find(user_id) or work.people.upsert(user_id, str(user_id))
            if person.enrolled_at is None:
                work.people.save(replace(person, may_enrol_until=now + ENROL_WITHIN))
            teams = work.teams.list_all()
            for team in teams:
                known = work.teams.find_membership(team.id, user_id)
                joined_at = known.joined_at if known and known.standing is MembershipStatus.ACTIVE else now
                work.teams.save_membership(Membership(team.id, user_id, Role.OWNER, MembershipStatus.ACTIVE, joined_at))
                work.audit.add(team.id, None, Event.OWNER_ADD, Outcome.DONE, now, details={"user_id": user_id})
                tell_team(work, team.id, Message("owner-added", {"who": who(person)}), now)
                note_quorum(work, team.id, now)
            work.audit.add(None, None, Event.OWNER_ADD, Outcome.DONE, now, details={"user_id": user_id})
            return teams

        return await self._database.write(body)

    async def reset(self, user_id: int) -> list[Team] | None:
        """Remove a lost factor. None: unknown id.

        The person stays suspended until re-admitted, but for teams without another owner.
        """

        def body(work: Work) -> list[Team] | None:
            person = work.people.find(user_id)
            return None if person is None else reset_factor(work, person, self._clock.now(), by=None)

        return await self._database.write(body)

    async def begin_enrolment(self, user_id: int) -> tuple[str, str]:
        """Return a new seed and its otpauth link for the terminal."""

        def body(work: Work) -> tuple[str, str]:
            person = work.people.find(user_id) or work.people.upsert(user_id, str(user_id))
            seed = new_seed()
            work.people.save(replace(person, pending_seed_secret=seed))
            return seed, provisioning_uri(seed, person.name, ISSUER)

        return await self._database.write(body)

    async def prove_enrolment(self, user_id: int, code: str) -> Refused | None:
        """Check the first code typed at the terminal. The recovery codes are sent to the private chat."""
        return await self._database.write(lambda work: prove_seed(work, work.people.get(user_id), code, self._clock))
