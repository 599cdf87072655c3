"""Set up a second factor and recovery codes: shown once, confirmed by the first code."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from bot.clock import Clock
from bot.operations.members.checklist import tick_for
from bot.operations.members.joining_card import tick_joining
from bot.operations.members.recovery_codes import replace_codes
from bot.operations.members.wrong_codes import count_wrong_code
from bot.operations.model.notifications import tell_secret, tell_team, who
from bot.operations.model.operation import Request
from bot.operations.model.replies import refuse
from bot.operations.ticket.approvals import note_quorum
from bot.rules.one_time_code import (
    after_right_code,
    check_code,
    is_locked,
    new_seed,
    provisioning_uri,
)
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import Card, Event, MembershipStatus, Message, MessageContent, Outcome, Person, QrCode
from storage.work import Work

ISSUER = "Keyminder"
ENROL_SUBJECT = "enrol"


class EnrolPerson:
    """Enrol a person with a second factor."""

    def __init__(self, database: Database, clock: Clock, owners: Collection[int]) -> None:
        """`owners` may claim a team."""
        self._database = database
        self._clock = clock
        self._owners = frozenset(owners)

    async def begin(self, request: Request) -> Refused | None:
        """Show a new seed as a picture and as text. An unconfirmed earlier one is removed."""

        def body(work: Work) -> Refused | None:
            work.inbox.spend(request.update_id)
            now = self._clock.now()
            person = work.people.upsert(request.user_id, request.name)
            refused = _speaks_against(work, person, now, is_listed=person.user_id in self._owners)
            if refused is not None:
                return refuse(work, request, refused, now)
            seed = new_seed()
            work.people.save(replace(person, pending_seed_secret=seed))
            _put_away(work, person.user_id, now)
            card = Card(id=uuid4(), chat_id=person.user_id, user_id=person.user_id, subject=ENROL_SUBJECT)
            work.cards.add(card)
            name = person.name or str(person.user_id)
            content = MessageContent(
                Message("enrol-scan", {"seed": seed}),
                picture=QrCode(provisioning_uri(seed, name, ISSUER)),
                protected=True,
            )
            work.outbox.say(content, person.user_id, card=card, user_id=person.user_id, due_at=now)
            return None

        return await self._database.write(body)

    async def prove(self, request: Request, code: str) -> Refused | None:
        """Take the first code, which activates the factor.

        The seed's messages are deleted, recovery codes are sent and the teams are notified.
        """

        def body(work: Work) -> Refused | None:
            work.inbox.spend(request.update_id)
            now = self._clock.now()
            person = work.people.get(request.user_id)
            if person.pending_seed_secret is None:
                return refuse(work, request, Refused(Reason.NOTHING_OPEN), now)
            refused = prove_seed(work, person, code, self._clock)
            if refused is not None:
                return refuse(work, request, refused, now)
            return None

        return await self._database.write(body)


def prove_seed(work: Work, person: Person, code: str, clock: Clock) -> Refused | None:
    """Make the pending seed the person's factor, if the code is right."""
    now = clock.now()
    step = check_code(person, code, now, wall_now=clock.wall_now(), seed=person.pending_seed_secret)
    if isinstance(step, Refused):
        if not is_locked(person, now) and step.reason in {Reason.CODE_WRONG, Reason.LOCKED}:
            count_wrong_code(work, person, now)
        return step
    enrolled = replace(
        after_right_code(person, step),
        totp_seed_secret=person.pending_seed_secret,
        pending_seed_secret=None,
        enrolled_at=now,
        may_enrol_until=None,
    )
    work.people.save(enrolled)
    # Before the private chat was started, Telegram took no menu for it.
    work.menus.ask(person.user_id, person.user_id)
    _put_away(work, person.user_id, now)
    tell_secret(work, person.user_id, replace_codes(work, person.user_id, "recovery-codes"), now)
    for membership in work.teams.list_memberships_of(person.user_id):
        if membership.standing is not MembershipStatus.SUSPENDED:
            work.audit.add(membership.team_id, person.user_id, Event.PERSON_ENROL, Outcome.DONE, now)
            tell_team(work, membership.team_id, Message("member-enrolled", {"who": who(person)}), now)
            note_quorum(work, membership.team_id, now)
    work.audit.add(None, person.user_id, Event.PERSON_ENROL, Outcome.DONE, now)
    tick_for(work, person.user_id, now)
    tick_joining(work, person.user_id, now)
    return None


def _speaks_against(work: Work, person: Person, now: datetime, *, is_listed: bool) -> Refused | None:
    memberships = work.teams.list_memberships_of(person.user_id)
    if memberships and all(one.standing is MembershipStatus.SUSPENDED for one in memberships):
        return Refused(Reason.SUSPENDED)
    if person.enrolled_at is not None:
        return Refused(Reason.ALREADY_ENROLLED)
    claimed = any(membership.is_owner and membership.invited_by is None for membership in memberships)
    invited = person.may_enrol_until is not None and now < person.may_enrol_until
    if claimed or invited:
        return None
    return Refused(Reason.CLAIM_FIRST if is_listed and not memberships else Reason.NO_OPEN_INVITATION)


def _put_away(work: Work, user_id: int, now: datetime) -> None:
    """Delete the messages that show a seed."""
    for card in work.cards.list_of_subject(user_id, ENROL_SUBJECT):
        work.outbox.delete(card, now)
