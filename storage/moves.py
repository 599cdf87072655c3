"""Groups that get another id, and teams that move to another place."""

from dataclasses import replace

from sqlalchemy import Column, ColumnElement, Table, and_, delete, or_, select, update

from storage.menus import Menus
from storage.notice_queues import WAITS_FREELY, moved_destination, other_place_destination
from storage.records import Team
from storage.tables import cards, menus, moved_chats, notices, silences, teams, tickets
from storage.teams import Teams
from storage.transaction import Transaction


class Moves:
    """What moves with a chat or a team: its cards, waiting notices, requests and menus."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._teams = Teams(transaction)
        self._menus = Menus(transaction)

    def move_chat(self, old_chat_id: int, new_chat_id: int) -> None:
        """Move a chat's data to its new id. Its old messages are out of reach."""
        moved: dict[Column[int], dict[str, object]] = {
            teams.c.chat_id: {},
            cards.c.chat_id: {"message_id": None},
            notices.c.chat_id: {"reply_to": None, "destination": moved_destination(old_chat_id, new_chat_id)},
            tickets.c.asked_chat_id: {"asked_message_id": None},
            moved_chats.c.new_chat_id: {},
        }
        for chat, lost in moved.items():
            values = {chat.name: new_chat_id, **lost}
            self._transaction.execute(update(chat.table).where(chat == old_chat_id).values(values))
        # Whether the new chat is reachable will be seen with the next message there.
        self._transaction.execute(delete(silences).where(silences.c.chat_id == old_chat_id))
        known = self._transaction.execute(select(moved_chats).where(moved_chats.c.old_chat_id == old_chat_id))
        if known.first() is None:
            self._transaction.execute(moved_chats.insert().values(old_chat_id=old_chat_id, new_chat_id=new_chat_id))
        self._transaction.execute(delete(menus).where(menus.c.chat_id == old_chat_id))
        for team in self._teams.list_in(new_chat_id):
            self._ask_menus(team)

    def move_team(self, team: Team, chat_id: int, topic_id: int | None, title: str) -> None:
        """Move a team, its waiting notices and its cards to another place. Its old messages stay behind."""
        moved = replace(team, chat_id=chat_id, topic_id=topic_id, title=title, topics={})
        own_tickets = select(tickets.c.id).where(tickets.c.team_id == team.id)
        lost_cards = or_(_is_in(cards, team), cards.c.ticket_id.in_(own_tickets))
        of_team = cards.c.chat_id == team.chat_id, cards.c.user_id.is_(None), lost_cards
        here = {"chat_id": chat_id, "topic_id": topic_id}
        own_cards = select(cards.c.id).where(*of_team).scalar_subquery()
        waiting = or_(_is_in(notices, team), notices.c.card_id.in_(own_cards)), *WAITS_FREELY
        queue = {"destination": other_place_destination(chat_id), "reply_to": None, "blocked_until": None}
        self._transaction.execute(
            update(notices).where(notices.c.chat_id == team.chat_id, *waiting).values(here | queue)
        )
        self._transaction.execute(update(cards).where(*of_team).values(here | {"message_id": None}))
        asked = {"asked_chat_id": chat_id, "asked_topic_id": topic_id, "asked_message_id": None}
        in_group = tickets.c.team_id == team.id, tickets.c.asked_in_private.is_(False)
        self._transaction.execute(update(tickets).where(*in_group).values(asked))
        place = silences.c.chat_id == team.chat_id, silences.c.topic_id == (team.topic_id or 0)
        self._transaction.execute(delete(silences).where(*place))
        self._teams.save(moved)
        self._menus.ask_chat(team.chat_id)
        self._ask_menus(moved)

    def leave_topic(self, team: Team, topic_id: int) -> None:
        """Send the notices that wait for a topic of the team's chat to the team's own place, as new messages."""
        waiting = notices.c.chat_id == team.chat_id, notices.c.topic_id == topic_id, *WAITS_FREELY
        of_waiting = cards.c.id.in_(select(notices.c.card_id).where(*waiting))
        home = {"topic_id": team.topic_id}
        self._transaction.execute(update(cards).where(of_waiting).values(home | {"message_id": None}))
        queue = {"destination": other_place_destination(team.chat_id), "reply_to": None, "blocked_until": None}
        self._transaction.execute(update(notices).where(*waiting).values(home | queue))

    def _ask_menus(self, team: Team) -> None:
        for membership, _ in self._teams.list_members(team.id):
            self._menus.ask(team.chat_id, membership.user_id)


def _is_in(table: Table, team: Team) -> ColumnElement[bool]:
    """Match rows of the team's own place, and of the topics that it has chosen."""
    is_topic = table.c.topic_id.is_(None) if team.topic_id is None else table.c.topic_id == team.topic_id
    is_chosen = table.c.topic_id.in_(list(team.topics.values()))
    return and_(table.c.chat_id == team.chat_id, or_(is_topic, is_chosen))
