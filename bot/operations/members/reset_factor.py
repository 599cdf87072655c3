"""Remove a person's lost factor with all that it proved: by a request of an owner, or from the console.

The person is suspended in all other teams until an owner there lets them back in.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.operations.members.personal_calendar import revoke_calendar
from bot.operations.members.revoke import suspend, take_back
from bot.operations.members.seed_messages import put_seeds_away
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button, tell_team, who
from bot.operations.ticket.approvals import members_of
from bot.operations.ticket.cards import close_step
from bot.operations.ticket.closing import end_ticket
from bot.rules.approvers import has_other_owner
from storage.records import (
    Arg,
    End,
    Event,
    Membership,
    MembershipStatus,
    Message,
    MessageContent,
    Outcome,
    Person,
    Role,
    Team,
    Ticket,
)
from storage.work import Work

ENROL_WITHIN = timedelta(hours=24)


def reset_factor(work: Work, person: Person, now: datetime, *, by: Ticket | None) -> list[Team]:
    """Remove the factor, the e-mail and the open requests of a person, and return the teams that were told.

    `by` is the request of an owner. None: it was done on the console. The person may enrol again for 24 hours.
    """
    work.people.save(
        replace(
            person,
            totp_seed_secret=None,
            pending_seed_secret=None,
            enrolled_at=None,
            failed_codes=0,
            locked_until=None,
            email=None,
            email_verified_at=None,
            may_enrol_until=now + ENROL_WITHIN,
        )
    )
    work.people.replace_recovery_codes(person.user_id, ())
    put_seeds_away(work, person.user_id, now)
    revoke_calendar(work, person.user_id, now, by=None)
    for ticket in work.tickets.list_open_of(person.user_id):
        if ticket.team_id is None:
            end_ticket(work, ticket, End.CANCELLED, now, result=Message("cancelled-reset", {"who": who(person)}))
    told = [_reset_in(work, one, person, now, by) for one in work.teams.list_memberships_of(person.user_id)]
    actor = by.user_id if by is not None else None
    work.audit.add(None, actor, _event(by), Outcome.DONE, now, details={"user_id": person.user_id})
    _tell_person(work, person, now, by)
    return told


def _reset_in(work: Work, membership: Membership, person: Person, now: datetime, by: Ticket | None) -> Team:
    """Take the person's rights in one team, and tell the team."""
    team = work.teams.get(membership.team_id)
    if by is not None and by.team_id == team.id:
        _end_steps(work, membership, now, by)
        take_back(work, membership, now, by=by)
        return team
    is_staying = _may_stay(work, membership)
    if is_staying:
        take_back(work, membership, now)
    elif membership.standing is not MembershipStatus.SUSPENDED:
        suspend(work, membership, now)
    work.audit.add(team.id, None, _event(by), Outcome.DONE, now, details={"user_id": person.user_id})
    sentence = "factor-reset" if by is None else "factor-reset-elsewhere"
    args: dict[str, Arg] = {"who": who(person), "staying": is_staying, "user_id": str(person.user_id)}
    tell_team(work, team.id, Message(sentence, args), now)
    return team


def _may_stay(work: Work, membership: Membership) -> bool:
    """Whether this is the only owner who could let people in. Suspended, the team would have no way back."""
    is_owner = membership.role is Role.OWNER and membership.standing is MembershipStatus.ACTIVE
    return is_owner and not has_other_owner(members_of(work, membership.team_id), membership.user_id)


def _end_steps(work: Work, membership: Membership, now: datetime, by: Ticket) -> None:
    """Close the steps in which the person could have confirmed other people's requests."""
    for ticket in work.tickets.list_open(membership.team_id):
        if ticket.user_id != membership.user_id and ticket.id != by.id:
            close_step(work, ticket, membership.user_id, now)


def _event(by: Ticket | None) -> Event:
    return Event.PERSON_RESET if by is None else Event.FACTOR_RESET


def _tell_person(work: Work, person: Person, now: datetime, by: Ticket | None) -> None:
    """Tell the person in private, and at the address of before."""
    team = work.teams.get(by.team_id).title if by is not None and by.team_id is not None else None
    saying = Message("own-factor-reset", {"team": team, "until": now + ENROL_WITHIN, "user_id": str(person.user_id)})
    content = MessageContent(saying, [[button("button-enrol", typed("enrol"))]])
    work.outbox.say(content, person.user_id, user_id=person.user_id, is_news=True, due_at=now)
    if person.email is not None:
        letter = MessageContent(Message("news_by_mail", {"text": saying}))
        work.outbox.mail(letter, person.email, user_id=person.user_id, due_at=now)
