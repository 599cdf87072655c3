"""Set up a second factor and recovery codes: shown once, confirmed by the first code."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.clock import Clock
from bot.operations.members.checklist import tick_for
from bot.operations.members.joining_card import tick_joining
from bot.operations.members.recovery_codes import replace_codes
from bot.operations.members.seed_messages import put_seeds_away, show_seed
from bot.operations.members.wrong_codes import count_wrong_code
from bot.operations.members.young_proofs import end_unprovable
from bot.operations.model.notifications import tell_secret, tell_team, who
from bot.operations.model.operation import Request
from bot.operations.model.replies import refuse
from bot.operations.ticket.approvals import note_quorum
from bot.rules.one_time_code import after_right_code, check_code, is_locked, is_setting_up
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import Event, MembershipStatus, Message, MessageContent, Outcome, Person
from storage.work import Work


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
            show_seed(work, person, now)
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
    """Make the pending seed the person's factor, if the code is right. One of before is void from then on."""
    now = clock.now()
    if not is_setting_up(person, now):
        work.people.save(replace(person, pending_seed_secret=None))
        put_seeds_away(work, person.user_id, now)
        return Refused(Reason.PHONE_TIMED_OUT)
    step = check_code(person, code, now, wall_now=clock.wall_now(), seed=person.pending_seed_secret)
    if isinstance(step, Refused):
        if not is_locked(person, now) and step.reason in {Reason.CODE_WRONG, Reason.LOCKED}:
            count_wrong_code(work, person, now)
        if step.reason is Reason.LOCKED:
            command = "/enrol" if person.enrolled_at is None else "/settings phone"
            return Refused(Reason.SETUP_LOCKED, {**step.args, "command": command})
        if step.reason is Reason.CODE_WRONG and _is_of_old_phone(person, code, clock):
            return Refused(Reason.CODE_OF_OLD_PHONE, step.args)
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
    put_seeds_away(work, person.user_id, now)
    tell_secret(work, person.user_id, replace_codes(work, person.user_id, "recovery-codes"), now)
    if person.enrolled_at is None:
        _announce(work, person, Event.PERSON_ENROL, "member-enrolled", now)
        tick_for(work, person.user_id, now)
        tick_joining(work, person.user_id, now)
    else:
        _announce(work, person, Event.FACTOR_CHANGE, "member-changed-phone", now)
        _write_to(work, person, now)
        end_unprovable(work, person.user_id, now)
    return None


def _is_of_old_phone(person: Person, code: str, clock: Clock) -> bool:
    """Whether the person looked at the app of the phone that they give up."""
    step = check_code(replace(person, last_step=None), code, clock.now(), wall_now=clock.wall_now())
    return person.enrolled_at is not None and isinstance(step, int)


def _announce(work: Work, person: Person, event: Event, sentence: str, now: datetime) -> None:
    """Tell the person's teams."""
    for membership in work.teams.list_memberships_of(person.user_id):
        if membership.standing is not MembershipStatus.SUSPENDED:
            work.audit.add(membership.team_id, person.user_id, event, Outcome.DONE, now)
            tell_team(work, membership.team_id, Message(sentence, {"who": who(person)}), now)
            note_quorum(work, membership.team_id, now)
    work.audit.add(None, person.user_id, event, Outcome.DONE, now)


def _write_to(work: Work, person: Person, now: datetime) -> None:
    """Tell the person by e-mail too, because another person may have their Telegram account."""
    if person.email is not None:
        letter = MessageContent(Message("news_by_mail", {"text": Message("own-phone-changed", {"who": who(person)})}))
        work.outbox.mail(letter, person.email, user_id=person.user_id, due_at=now)


def _speaks_against(work: Work, person: Person, now: datetime, *, is_listed: bool) -> Refused | None:
    memberships = work.teams.list_memberships_of(person.user_id)
    # After a reset a person enrols before an owner lets them back in. Until then the factor proves nothing.
    invited = person.may_enrol_until is not None and now < person.may_enrol_until
    if not invited and memberships and all(one.standing is MembershipStatus.SUSPENDED for one in memberships):
        return Refused(Reason.SUSPENDED)
    if person.enrolled_at is not None:
        return Refused(Reason.ALREADY_ENROLLED)
    if is_locked(person, now):
        return Refused(Reason.LOCKED, {"until": person.locked_until})
    claimed = any(membership.is_owner and membership.invited_by is None for membership in memberships)
    if claimed or invited:
        return None
    return Refused(Reason.CLAIM_FIRST if is_listed and not memberships else Reason.NO_OPEN_INVITATION)
