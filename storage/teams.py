"""Teams, who is in them, and the doors into them.

It must not know what a role allows.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, Table, and_, delete, func, or_, select, update

from storage.errors import RecordMissing
from storage.mapping import of_row, to_row
from storage.notice_queues import WAITS_FREELY, moved_destination, other_place_destination
from storage.records import Invitation, Membership, Person, Role, Standing, Team
from storage.tables import cards, invitations, memberships, moved_chats, notices, people, silences, teams, tickets

_POWER = {role: power for power, role in enumerate(Role)}


class Teams:
    """Teams, memberships and invitations."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, team_id: UUID) -> Team | None:
        """The team, or None."""
        row = self._connection.execute(select(teams).where(teams.c.id == team_id)).one_or_none()
        return _team(row) if row else None

    def get(self, team_id: UUID) -> Team:
        """The team, or RecordMissing."""
        team = self.find(team_id)
        if team is None:
            raise RecordMissing(f"There is no team {team_id}.")
        return team

    def find_at(self, chat_id: int, topic_id: int | None) -> Team | None:
        """The topic's own team, else the one that serves the whole chat."""
        own = self.find_exactly_at(chat_id, topic_id)
        return own if own is not None or topic_id is None else self.find_exactly_at(chat_id, None)

    def find_exactly_at(self, chat_id: int, topic_id: int | None) -> Team | None:
        """The team claimed at just this place, also under the id the chat had before it moved."""
        now_at = func.coalesce(_present_id(chat_id).scalar_subquery(), chat_id)
        place = teams.c.chat_id == now_at, teams.c.topic_id == (topic_id or 0)
        row = self._connection.execute(select(teams).where(*place)).one_or_none()
        return _team(row) if row else None

    def present_id(self, chat_id: int) -> int:
        """The id a chat has now, asked for by that or an earlier one."""
        present = self._connection.scalar(_present_id(chat_id))
        return chat_id if present is None else present

    def list_in(self, chat_id: int) -> list[Team]:
        """The chat's own team and those of its topics."""
        rows = self._connection.execute(select(teams).where(teams.c.chat_id == chat_id).order_by(teams.c.topic_id))
        return [_team(row) for row in rows]

    def add(self, team: Team) -> None:
        """A new team; RecordTaken when the place has one."""
        self._connection.execute(teams.insert().values(_team_row(team)))

    def save(self, team: Team) -> None:
        """Writes all of a known team."""
        self._connection.execute(update(teams).where(teams.c.id == team.id).values(_team_row(team)))

    def list_of(self, user_id: int) -> list[Team]:
        """Teams where the person is not suspended, by title."""
        found = (
            select(teams)
            .join(memberships, memberships.c.team_id == teams.c.id)
            .where(memberships.c.user_id == user_id, memberships.c.standing != Standing.SUSPENDED.value)
            .order_by(teams.c.title, teams.c.id)
        )
        return [_team(row) for row in self._connection.execute(found)]

    def list_all(self) -> list[Team]:
        """Every team, by title."""
        return [_team(row) for row in self._connection.execute(select(teams).order_by(teams.c.title, teams.c.id))]

    def list_digests(self, now: datetime, beyond: datetime, limit: int) -> list[Team]:
        """Teams whose digest is due, or not worked out, or further away than makes sense."""
        when = teams.c.next_digest_at
        due = or_(when.is_(None), when <= now, when > beyond)
        found = select(teams).where(teams.c.digest_minute.is_not(None), due).order_by(teams.c.id).limit(limit)
        return [_team(row) for row in self._connection.execute(found)]

    def next_digest(self) -> datetime | None:
        """When the next digest is due; None: none is."""
        wanted = select(func.min(teams.c.next_digest_at)).where(teams.c.digest_minute.is_not(None))
        moment: datetime | None = self._connection.scalar(wanted)
        return moment

    def move_chat(self, old_chat_id: int, new_chat_id: int) -> None:
        """A chat has another id now: what belongs to it goes with it; its old messages are out of reach."""
        moved: dict[Column[int], dict[str, object]] = {
            teams.c.chat_id: {},
            cards.c.chat_id: {"message_id": None},
            notices.c.chat_id: {"reply_to": None, "destination": moved_destination(old_chat_id, new_chat_id)},
            tickets.c.asked_chat_id: {"asked_message_id": None},
            moved_chats.c.new_chat_id: {},
        }
        for chat, lost in moved.items():
            values = {chat.name: new_chat_id, **lost}
            self._connection.execute(update(chat.table).where(chat == old_chat_id).values(values))
        # Whether the new chat hears us will be seen when something is said there.
        self._connection.execute(delete(silences).where(silences.c.chat_id == old_chat_id))
        if self._connection.scalar(select(moved_chats).where(moved_chats.c.old_chat_id == old_chat_id)) is None:
            self._connection.execute(moved_chats.insert().values(old_chat_id=old_chat_id, new_chat_id=new_chat_id))

    def move(self, team: Team, chat_id: int, topic_id: int | None, title: str) -> None:
        """The team has another place now: what waits for it and its cards go along; its old messages stay behind."""
        moved = replace(team, chat_id=chat_id, topic_id=topic_id, title=title)
        own_tickets = select(tickets.c.id).where(tickets.c.team_id == team.id)
        lost_cards = or_(_is_in(cards, team), cards.c.ticket_id.in_(own_tickets))
        of_team = cards.c.chat_id == team.chat_id, cards.c.user_id.is_(None), lost_cards
        here = {"chat_id": chat_id, "topic_id": topic_id}
        own_cards = select(cards.c.id).where(*of_team).scalar_subquery()
        waiting = or_(_is_in(notices, team), notices.c.card_id.in_(own_cards)), *WAITS_FREELY
        queue = {"destination": other_place_destination(chat_id), "reply_to": None, "blocked_until": None}
        self._connection.execute(
            update(notices).where(notices.c.chat_id == team.chat_id, *waiting).values(here | queue)
        )
        self._connection.execute(update(cards).where(*of_team).values(here | {"message_id": None}))
        asked = {"asked_chat_id": chat_id, "asked_topic_id": topic_id, "asked_message_id": None}
        in_group = tickets.c.team_id == team.id, tickets.c.asked_in_private.is_(False)
        self._connection.execute(update(tickets).where(*in_group).values(asked))
        place = silences.c.chat_id == team.chat_id, silences.c.topic_id == (team.topic_id or 0)
        self._connection.execute(delete(silences).where(*place))
        self.save(moved)

    def find_membership(self, team_id: UUID, user_id: int) -> Membership | None:
        """The person's place in the team, or None."""
        one = memberships.c.team_id == team_id, memberships.c.user_id == user_id
        row = self._connection.execute(select(memberships).where(*one)).one_or_none()
        return _membership(row) if row else None

    def save_membership(self, membership: Membership) -> None:
        """Writes a membership, new or known."""
        values = to_row(membership, memberships)
        values["account_ids"] = None if membership.account_ids is None else [str(one) for one in membership.account_ids]
        one = memberships.c.team_id == membership.team_id, memberships.c.user_id == membership.user_id
        if self._connection.execute(update(memberships).where(*one).values(values)).rowcount == 0:
            self._connection.execute(memberships.insert().values(values))

    def list_members(self, team_id: UUID) -> list[tuple[Membership, Person]]:
        """Everybody in the team, the most powerful first; the persons come without their secrets."""
        rows = self._connection.execute(select(memberships).where(memberships.c.team_id == team_id)).all()
        places = {row.user_id: _membership(row) for row in rows}
        found = self._connection.execute(select(people).where(people.c.user_id.in_(places))).all()
        members = [(places[row.user_id], _person(row)) for row in found]
        return sorted(members, key=lambda one: (-_POWER[one[0].role], one[1].name.casefold(), one[1].user_id))

    def list_memberships_of(self, user_id: int) -> list[Membership]:
        """Where the person is a member, the most powerful place first."""
        rows = self._connection.execute(select(memberships).where(memberships.c.user_id == user_id))
        return sorted(
            map(_membership, rows),
            key=lambda one: (one.standing is not Standing.ACTIVE, -_POWER[one.role], one.team_id),
        )

    def add_invitation(self, invitation: Invitation) -> None:
        """A new invitation."""
        self._connection.execute(invitations.insert().values(to_row(invitation, invitations)))

    def find_invitation(self, invitation_id: UUID) -> Invitation | None:
        """The invitation, or None."""
        row = self._connection.execute(select(invitations).where(invitations.c.id == invitation_id)).one_or_none()
        return _invitation(row) if row else None

    def list_open_invitations(self, team_id: UUID, invited_by: int, now: datetime) -> list[Invitation]:
        """What the person handed out for the team and nobody has used."""
        theirs = invitations.c.team_id == team_id, invitations.c.invited_by == invited_by
        is_open = invitations.c.redeemed_by.is_(None), invitations.c.expires_at > now
        rows = self._connection.execute(select(invitations).where(*theirs, *is_open))
        return [_invitation(row) for row in rows]

    def save_invitation(self, invitation: Invitation) -> None:
        """Writes all of a known invitation."""
        values = to_row(invitation, invitations)
        self._connection.execute(update(invitations).where(invitations.c.id == invitation.id).values(values))


def _present_id(chat_id: int) -> Select[int]:
    return select(moved_chats.c.new_chat_id).where(moved_chats.c.old_chat_id == chat_id)


def _is_in(table: Table, team: Team) -> ColumnElement[bool]:
    """Rows of the team's own place."""
    is_topic = table.c.topic_id.is_(None) if team.topic_id is None else table.c.topic_id == team.topic_id
    return and_(table.c.chat_id == team.chat_id, is_topic)


def _team(row: Row[Any]) -> Team:
    team = Team(**of_row(row))
    return replace(team, topic_id=team.topic_id or None)


def _team_row(team: Team) -> dict[str, Any]:
    return {**to_row(team, teams), "topic_id": team.topic_id or 0}


def _invitation(row: Row[Any]) -> Invitation:
    values = of_row(row)
    return Invitation(**{**values, "role": Role(values["role"])})


def _membership(row: Row[Any]) -> Membership:
    values = of_row(row)
    accounts = values["account_ids"]
    return Membership(
        **{
            **values,
            "role": Role(values["role"]),
            "standing": Standing(values["standing"]),
            "account_ids": None if accounts is None else tuple(UUID(one) for one in accounts),
        }
    )


def _person(row: Row[Any]) -> Person:
    return Person(**{name: value for name, value in of_row(row).items() if not name.startswith("sealed_")})
