"""Find what ends in a team besides its keys, and note what only the outside knows about it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from bot.operations.accounts.connection_key import is_connected_main, own_key
from bot.operations.model.notifications import who
from bot.rules.other_ends import EndKind, OtherEnd
from storage.end_alerts import email_end
from storage.records import Membership, MembershipStatus, Person, Team
from storage.work import Work

CERTIFICATE, WEBHOOK = EndKind.CERTIFICATE.value, EndKind.WEBHOOK.value


def list_ends(work: Work, team: Team, now: datetime) -> list[OtherEnd]:
    """List all of them, also those of which no step has come."""
    members = work.teams.list_members(team.id)
    return [*_connections(work, team, now), *_invitations(work, team, members, now), *_of_people(work, members)]


def note_refused_email(work: Work, user_id: int, now: datetime) -> None:
    """Note that the mail server refuses e-mail to a person for good, since the first time."""
    what = email_end(user_id)
    if not work.end_alerts.find_noted([what]):
        work.end_alerts.note(what, now)
        _look_at_teams_of(work, user_id)


def forget_refused_email(work: Work, user_id: int) -> None:
    """Forget it: an e-mail has arrived, or the person has another address."""
    if work.end_alerts.forget(email_end(user_id)):
        _look_at_teams_of(work, user_id)


def note_certificate(work: Work, ends_at: datetime | None, now: datetime) -> None:
    """Note when the certificate of the public address ends. None: it has ended, at a time that is not known."""
    noted = work.end_alerts.find_noted([CERTIFICATE]).get(CERTIFICATE)
    ends_at = ends_at or (now if noted is None else min(noted, now))
    if ends_at != noted:
        work.end_alerts.note(CERTIFICATE, ends_at)
        work.end_alerts.mark_all_due()


def note_webhook(work: Work, now: datetime, *, is_stopped: bool) -> None:
    """Note that Telegram cannot deliver updates, since the first time, or that it can again."""
    is_noted = WEBHOOK in work.end_alerts.find_noted([WEBHOOK])
    if is_stopped == is_noted:
        return
    if is_stopped:
        work.end_alerts.note(WEBHOOK, now)
    else:
        work.end_alerts.forget(WEBHOOK)
    work.end_alerts.mark_all_due()


def _connections(work: Work, team: Team, now: datetime) -> list[OtherEnd]:
    """A key that works after its latest expiry has an IP, or was renewed at the exchange."""
    mains = [one for one in work.accounts.list_of(team.id) if is_connected_main(one)]
    keys = [own_key(work, main) for main in mains]
    return [
        OtherEnd(EndKind.CONNECTION, one.account.id, one.ends_at, one.account.name) for one in keys if one.may_end(now)
    ]


def _invitations(work: Work, team: Team, members: Sequence[tuple[Membership, Person]], now: datetime) -> list[OtherEnd]:
    owners = [person.user_id for membership, person in members if membership.is_owner]
    found = [one for owner in owners for one in work.teams.list_open_invitations(team.id, owner, now)]
    return [
        OtherEnd(EndKind.INVITATION, one.id, one.expires_at, str(one.user_id) if one.user_id else None) for one in found
    ]


def _of_people(work: Work, members: Sequence[tuple[Membership, Person]]) -> list[OtherEnd]:
    active = {
        person.user_id: person for membership, person in members if membership.standing is MembershipStatus.ACTIVE
    }
    enrolled = [user_id for user_id, person in active.items() if person.enrolled_at is not None]
    without = work.people.list_without_recovery(enrolled)
    mailed = {email_end(user_id): person for user_id, person in active.items() if person.email is not None}
    noted = work.end_alerts.find_noted([*mailed, CERTIFICATE, WEBHOOK])
    return [
        *(
            OtherEnd(EndKind.RECOVERY, _id_of(f"recovery:{user_id}"), since, who(active[user_id]))
            for user_id, since in without.items()
        ),
        *(
            OtherEnd(EndKind.EMAIL, _id_of(what), noted[what], who(person))
            for what, person in mailed.items()
            if what in noted
        ),
        *(OtherEnd(kind, _id_of(kind.value), noted[kind.value]) for kind in _OF_ALL if kind.value in noted),
    ]


_OF_ALL = EndKind.CERTIFICATE, EndKind.WEBHOOK


def _look_at_teams_of(work: Work, user_id: int) -> None:
    for membership in work.teams.list_memberships_of(user_id):
        work.end_alerts.mark_due(membership.team_id)


def _id_of(what: str) -> UUID:
    """An id that is the same each time, for what has none of its own."""
    return uuid5(NAMESPACE_URL, f"keyminder:{what}")
