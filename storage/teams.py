"""Teams, their members and their invitations."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    bindparam,
    func,
    select,
    update,
)

from storage.due_slice import Slice, select_teams
from storage.errors import RecordMissing
from storage.mapping import of_row, to_row
from storage.menus import Menus
from storage.records import Invitation, Membership, MembershipStatus, Person, Role, Team
from storage.statement import Statement
from storage.tables import (
    invitations,
    memberships,
    moved_chats,
    people,
    teams,
)
from storage.transaction import Transaction

_POWER = {role: power for power, role in enumerate(Role)}

_WHICH = teams.c.id == bindparam("which")
_CHAT = bindparam("chat", type_=BigInteger())
_PRESENT_CHAT = select(moved_chats.c.new_chat_id).where(moved_chats.c.old_chat_id == _CHAT)
_BY_TITLE = teams.c.title, teams.c.id
_WANTS_DIGEST = teams.c.digest_minute.is_not(None)
_OF_TEAM = memberships.c.team_id == bindparam("whose")
_OF_PERSON = memberships.c.user_id == bindparam("who")
_MEMBERSHIP = memberships.c.team_id == bindparam("whose"), memberships.c.user_id == bindparam("who")
_INVITATION = invitations.c.id == bindparam("which")
_ADD = Statement(teams.insert())
_SAVE = Statement(update(teams).where(_WHICH))
_FIND = Statement(select(teams).where(_WHICH))
_FIND_AT = Statement(
    select(teams).where(
        teams.c.chat_id == func.coalesce(_PRESENT_CHAT.scalar_subquery(), _CHAT),
        teams.c.topic_id == bindparam("topic"),
    )
)
_LIST_OF_SLICE = Statement(select(teams).where(teams.c.id.in_(select_teams())))
_PRESENT_ID = Statement(_PRESENT_CHAT)
_LIST_IN = Statement(select(teams).where(teams.c.chat_id == _CHAT).order_by(teams.c.topic_id))
_LIST_OF = Statement(
    select(teams)
    .join(memberships, memberships.c.team_id == teams.c.id)
    .where(_OF_PERSON, memberships.c.standing != MembershipStatus.SUSPENDED.value)
    .order_by(*_BY_TITLE)
)
_LIST_ALL = Statement(select(teams).order_by(*_BY_TITLE))
_LIST_SOME = Statement(select(teams).order_by(teams.c.id).limit(bindparam("most")))
_IS_ANY = Statement(select(teams.c.id).limit(1))
_LIST_DIGESTS = tuple(
    Statement(
        select(teams).where(_WANTS_DIGEST, is_due).order_by(teams.c.next_digest_at, teams.c.id).limit(bindparam("most"))
    )
    for is_due in (
        teams.c.next_digest_at.is_(None),
        teams.c.next_digest_at <= bindparam("now"),
        teams.c.next_digest_at > bindparam("beyond"),
    )
)
_NEXT_DIGEST = Statement(select(func.min(teams.c.next_digest_at)).where(_WANTS_DIGEST))
_HAS_GLASS = teams.c.glass_repeats_at.is_not(None)
_LIST_GLASS = Statement(
    select(teams)
    .where(_HAS_GLASS, teams.c.glass_repeats_at <= bindparam("now"))
    .order_by(teams.c.glass_repeats_at)
    .limit(bindparam("most"))
)
_NEXT_GLASS = Statement(select(func.min(teams.c.glass_repeats_at)).where(_HAS_GLASS))
_BY_SWEEP = select(teams).order_by(teams.c.next_sweep_at, teams.c.id).limit(bindparam("most"))
_LIST_SWEEPS = tuple(
    Statement(_BY_SWEEP.where(is_due))
    for is_due in (teams.c.next_sweep_at.is_(None), teams.c.next_sweep_at <= bindparam("now"))
)
_NEXT_SWEEP = Statement(select(func.min(teams.c.next_sweep_at)))
_ADD_MEMBERSHIP = Statement(memberships.insert())
_SAVE_MEMBERSHIP = Statement(update(memberships).where(*_MEMBERSHIP))
_FIND_MEMBERSHIP = Statement(select(memberships).where(*_MEMBERSHIP))
_LIST_MEMBERSHIPS = Statement(select(memberships).where(_OF_TEAM))
_LIST_PEOPLE = Statement(
    select(*(column for column in people.c if not column.name.startswith("sealed_")))
    .join(memberships, memberships.c.user_id == people.c.user_id)
    .where(_OF_TEAM)
)
_LIST_MEMBERSHIPS_OF = Statement(select(memberships).where(_OF_PERSON))
_ADD_INVITATION = Statement(invitations.insert())
_SAVE_INVITATION = Statement(update(invitations).where(_INVITATION))
_FIND_INVITATION = Statement(select(invitations).where(_INVITATION))
_LIST_OPEN_INVITATIONS = Statement(
    select(invitations).where(
        invitations.c.team_id == bindparam("whose"),
        invitations.c.invited_by == bindparam("by"),
        invitations.c.redeemed_by.is_(None),
        invitations.c.expires_at > bindparam("now"),
    )
)
_LIST_EXPIRED_INVITATIONS = Statement(
    select(invitations)
    .where(invitations.c.closed_at.is_(None), invitations.c.expires_at <= bindparam("now"))
    .limit(bindparam("most"))
)


class Teams:
    """Teams, memberships and invitations."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._menus = Menus(transaction)

    def find(self, team_id: UUID) -> Team | None:
        """Return the team, or None."""
        team: Team | None = _FIND.record(self._transaction, _team, which=team_id)
        return team

    def get(self, team_id: UUID) -> Team:
        """Return the team. Raises RecordMissing."""
        team = self.find(team_id)
        if team is None:
            raise RecordMissing(f"There is no team {team_id}.")
        return team

    def by_id_of(self, owned: Slice) -> dict[UUID, Team]:
        """Map the teams of these accounts by id."""
        return {row.id: _team(row) for row in _LIST_OF_SLICE.rows(self._transaction, **owned.bounds)}

    def find_at(self, chat_id: int, topic_id: int | None) -> Team | None:
        """Return the topic's own team, else the one that serves the whole chat."""
        own = self.find_exactly_at(chat_id, topic_id)
        return own if own is not None or topic_id is None else self.find_exactly_at(chat_id, None)

    def find_exactly_at(self, chat_id: int, topic_id: int | None) -> Team | None:
        """Return the team claimed at exactly this place, also under the id the chat had before it moved."""
        row = _FIND_AT.first(self._transaction, chat=chat_id, topic=topic_id or 0)
        return _team(row) if row else None

    def present_id(self, chat_id: int) -> int:
        """Return the present id of a chat, by that or an earlier id."""
        present: int | None = _PRESENT_ID.value(self._transaction, chat=chat_id)
        return chat_id if present is None else present

    def list_in(self, chat_id: int) -> list[Team]:
        """List the chat's own team and those of its topics."""
        return [_team(row) for row in _LIST_IN.rows(self._transaction, chat=chat_id)]

    def add(self, team: Team) -> None:
        """Add a team. Raises RecordTaken if the place has one."""
        _ADD.run(self._transaction, **_team_row(team))

    def save(self, team: Team) -> None:
        """Write all of a known team."""
        _SAVE.run(self._transaction, which=team.id, **_team_row(team))

    def list_of(self, user_id: int) -> list[Team]:
        """List teams in which the person is not suspended, by title."""
        return [_team(row) for row in _LIST_OF.rows(self._transaction, who=user_id)]

    def list_all(self) -> list[Team]:
        """List every team, by title."""
        return [_team(row) for row in _LIST_ALL.rows(self._transaction)]

    def list_some(self, limit: int) -> list[Team]:
        """List as many teams, in no order that means anything."""
        return [_team(row) for row in _LIST_SOME.rows(self._transaction, most=limit)]

    def is_any(self) -> bool:
        """Whether there is a team at all."""
        return _IS_ANY.value(self._transaction) is not None

    def list_digests(self, now: datetime, beyond: datetime, limit: int) -> list[Team]:
        """List teams with a digest that is due, not computed, or further away than possible."""
        wanted = {"now": now, "beyond": beyond, "most": limit}
        rows = [row for statement in _LIST_DIGESTS for row in statement.rows(self._transaction, **wanted)]
        return [_team(row) for row in rows[:limit]]

    def next_digest(self) -> datetime | None:
        """Return when the next digest is due. None: no digest."""
        moment: datetime | None = _NEXT_DIGEST.value(self._transaction)
        return moment

    def list_glass(self, now: datetime, limit: int) -> list[Team]:
        """List teams in which a break-glass may have to be repeated now."""
        return [_team(row) for row in _LIST_GLASS.rows(self._transaction, now=now, most=limit)]

    def next_glass(self) -> datetime | None:
        """Return when the next such team is due. None: no team."""
        moment: datetime | None = _NEXT_GLASS.value(self._transaction)
        return moment

    def list_sweeps(self, now: datetime, limit: int) -> list[Team]:
        """List teams with members to be looked for now."""
        rows = [row for statement in _LIST_SWEEPS for row in statement.rows(self._transaction, now=now, most=limit)]
        return [_team(row) for row in rows[:limit]]

    def next_sweep(self) -> datetime | None:
        """Return when the next team is due. None: no team."""
        moment: datetime | None = _NEXT_SWEEP.value(self._transaction)
        return moment

    def find_membership(self, team_id: UUID, user_id: int) -> Membership | None:
        """Return the person's membership, or None."""
        found: Membership | None = _FIND_MEMBERSHIP.record(self._transaction, _membership, whose=team_id, who=user_id)
        return found

    def save_membership(self, membership: Membership) -> None:
        """Write a membership, new or known."""
        limits = membership.accounts
        accounts = None if limits is None else sorted(one.hex for one in limits)
        values = to_row(membership, memberships) | {"accounts": accounts}
        one = {"whose": membership.team_id, "who": membership.user_id}
        if _SAVE_MEMBERSHIP.run(self._transaction, **one, **values) == 0:
            _ADD_MEMBERSHIP.run(self._transaction, **values)
        for chat_id in (self.get(membership.team_id).chat_id, membership.user_id):
            self._menus.ask(chat_id, membership.user_id)

    def list_members(self, team_id: UUID) -> list[tuple[Membership, Person]]:
        """List all members of the team, the most powerful first. Persons are without their secrets."""
        rows = _LIST_MEMBERSHIPS.rows(self._transaction, whose=team_id)
        places = {row.user_id: _membership(row) for row in rows}
        found = _LIST_PEOPLE.rows(self._transaction, whose=team_id)
        members = [(places[row.user_id], Person(**of_row(row))) for row in found]
        return sorted(members, key=lambda one: (-_POWER[one[0].role], one[1].name.casefold(), one[1].user_id))

    def list_memberships_of(self, user_id: int) -> list[Membership]:
        """List the person's memberships, the most powerful first."""
        rows = _LIST_MEMBERSHIPS_OF.rows(self._transaction, who=user_id)
        return sorted(
            map(_membership, rows),
            key=lambda one: (one.standing is not MembershipStatus.ACTIVE, -_POWER[one.role], one.team_id),
        )

    def add_invitation(self, invitation: Invitation) -> None:
        """Add an invitation."""
        _ADD_INVITATION.run(self._transaction, **to_row(invitation, invitations))

    def find_invitation(self, invitation_id: UUID) -> Invitation | None:
        """Return the invitation, or None."""
        row = _FIND_INVITATION.first(self._transaction, which=invitation_id)
        return _invitation(row) if row else None

    def list_open_invitations(self, team_id: UUID, invited_by: int, now: datetime) -> list[Invitation]:
        """List the unused invitations that the person made for the team."""
        rows = _LIST_OPEN_INVITATIONS.rows(self._transaction, whose=team_id, by=invited_by, now=now)
        return [_invitation(row) for row in rows]

    def list_expired_invitations(self, now: datetime, limit: int) -> list[Invitation]:
        """List expired invitations with a card that does not say so yet."""
        rows = _LIST_EXPIRED_INVITATIONS.rows(self._transaction, now=now, most=limit)
        return [_invitation(row) for row in rows]

    def save_invitation(self, invitation: Invitation) -> None:
        """Write all of a known invitation."""
        _SAVE_INVITATION.run(self._transaction, which=invitation.id, **to_row(invitation, invitations))


def _team(row: Any) -> Team:
    values = of_row(row)
    return Team(**{**values, "topic_id": values["topic_id"] or None})


def _team_row(team: Team) -> dict[str, Any]:
    return {**to_row(team, teams), "topic_id": team.topic_id or 0}


def _invitation(row: Any) -> Invitation:
    values = of_row(row)
    return Invitation(**{**values, "role": Role(values["role"])})


def _membership(row: Any) -> Membership:
    values = of_row(row)
    limits = values["accounts"]
    accounts = None if limits is None else frozenset(map(UUID, limits))
    read = {"role": Role(values["role"]), "standing": MembershipStatus(values["standing"]), "accounts": accounts}
    return Membership(**{**values, **read})
