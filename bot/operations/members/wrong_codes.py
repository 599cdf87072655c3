"""Count a person's wrong codes. The fifth locks the person, and the owners of their teams are told."""

from dataclasses import replace
from datetime import datetime

from bot.operations.members.seed_messages import put_seeds_away
from bot.operations.model.notifications import list_owners, who
from bot.operations.ticket.cards import show
from bot.rules.one_time_code import after_wrong_code, is_locked
from storage.records import Event, MembershipStatus, Message, MessageContent, Outcome, Person, Stage
from storage.work import Work


def count_wrong_code(work: Work, person: Person, now: datetime) -> None:
    """Count it. The last one locks the person. The audit trail, the owners and the cards of their requests say so."""
    counted = after_wrong_code(person, now)
    if not is_locked(counted, now):
        work.people.save(counted)
        return
    # The message with a new seed asks for a code too, so it goes.
    work.people.save(replace(counted, pending_seed_secret=None))
    put_seeds_away(work, person.user_id, now)
    work.audit.add(None, person.user_id, Event.PERSON_LOCK, Outcome.DONE, now)
    for membership in work.teams.list_memberships_of(person.user_id):
        work.audit.add(membership.team_id, person.user_id, Event.PERSON_LOCK, Outcome.DONE, now)
    _tell_owners(work, counted, now)
    own = [ticket for ticket in work.tickets.list_open_of(person.user_id) if ticket.stage is Stage.CODE]
    asking = {ticket.id: ticket for ticket in [*own, *work.tickets.list_opened(person.user_id)]}
    for ticket in asking.values():
        show(work, ticket, now)


def _tell_owners(work: Work, person: Person, now: datetime) -> None:
    """Tell each other owner once, whatever number of teams they share. A suspended person can do nothing there."""
    told = {person.user_id}
    for membership in work.teams.list_memberships_of(person.user_id):
        if membership.standing is MembershipStatus.SUSPENDED:
            continue
        args = {"who": who(person), "user_id": str(person.user_id), "until": person.locked_until}
        team = work.teams.get(membership.team_id).title
        for owner in list_owners(work, membership.team_id):
            if owner.user_id in told:
                continue
            told.add(owner.user_id)
            content = MessageContent(Message("member-locked", {**args, "team": team}))
            work.outbox.say(content, owner.user_id, user_id=owner.user_id, is_urgent=True, due_at=now)
