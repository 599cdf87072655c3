"""Chats and their members: people, groups, topics, and the bot's own status."""

from collections.abc import Sequence

from bot.sandbox.telegram.chat_core import ChatCore
from bot.sandbox.telegram.models import Chat, Json, Member, Message, Person, Topic
from bot.sandbox.telegram.refusals import Impossible
from bot.sandbox.telegram.serializers import member_change_shape, user_shape
from bot.sandbox.telegram.updates import DAY_SECONDS

TOPIC_COLOR = 7322096
FULL_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


class Groups(ChatCore):
    """People and the bot join, leave, and get or lose admin rights."""

    def add_person(  # noqa: PLR0913 -- what an account may carry
        self,
        user_id: int,
        first_name: str,
        *,
        last_name: str = "",
        username: str | None = None,
        is_bot: bool = False,
        language_code: str | None = "en",
    ) -> Person:
        """Add a person with a Telegram account, or another bot."""
        person = Person(user_id, first_name, last_name, username, is_bot, None if is_bot else language_code)
        self.state.people[user_id] = person
        if not is_bot:
            self.add_chat(Chat(user_id, "private"))
        return person

    def add_group(
        self, chat_id: int, title: str, *, topics: Sequence[str] = (), members: Sequence[int], kind: str | None = None
    ) -> Chat:
        """Add a group owned by its first member. With topics, or an id below -10^12, it is a supergroup."""
        is_super = bool(topics) or chat_id <= -(10**12)
        chat = self.add_chat(Chat(chat_id, kind or ("supergroup" if is_super else "group"), title))
        chat.is_forum = bool(topics)
        # Message 1 is the creation itself, which no bot sees. In a forum its number means General.
        chat.last_message_id = 1
        for position, user_id in enumerate(members):
            status = "creator" if position == 0 else "member"
            chat.members[user_id] = Member(user_id, status, list(FULL_RIGHTS) if position == 0 else [])
        for name in topics:
            self.add_topic(chat_id, name, members[0])
        return chat

    def add_channel(self, chat_id: int, title: str) -> Chat:
        """Add a channel, so that a person can post in its name."""
        return self.add_chat(Chat(chat_id, "channel", title))

    def add_topic(self, chat_id: int, name: str, by: int) -> Topic:
        """Add a topic of a forum. Its id is that of the message that announces it."""
        created: Json = {"name": name, "icon_color": TOPIC_COLOR}
        opened = self._say_service(chat_id, by, {"forum_topic_created": created})
        topic = Topic(opened.message_id, name)
        self.state.chats[chat_id].topics[topic.topic_id] = topic
        return topic

    def rename_topic(self, chat_id: int, topic_id: int, name: str, by: int) -> None:
        """Rename a topic. Its first message still has the first name."""
        self.state.chats[chat_id].topics[topic_id].name = name
        self._say_service(chat_id, by, {"forum_topic_edited": {"name": name}}, topic_id)

    def rename_group(self, chat_id: int, title: str, by: int) -> None:
        """Rename the group."""
        self.state.chats[chat_id].title = title
        self._say_service(chat_id, by, {"new_chat_title": title})

    def find_topic(self, chat_id: int, name: str) -> Topic | None:
        """The topic of that name."""
        topics = self.state.chats[chat_id].topics.values()
        return next((topic for topic in topics if topic.name == name), None)

    def close_topic(self, chat_id: int, topic_id: int, by: int) -> None:
        """Close a topic: only administrators can write there."""
        self.state.chats[chat_id].topics[topic_id].is_closed = True
        self._say_service(chat_id, by, {"forum_topic_closed": {}}, topic_id)

    def delete_topic(self, chat_id: int, topic_id: int) -> None:
        """Delete a topic with everything in it. The bot gets no update."""
        del self.state.chats[chat_id].topics[topic_id]
        for message in self.messages(chat_id, topic_id=topic_id):
            message.is_deleted = True
        self.changed()

    def join(self, user_id: int, chat_id: int, *, by: int | None = None) -> None:
        """A person joins, or is added by a member."""
        self._change_member(chat_id, by or user_id, Member(user_id))
        self._say_service(chat_id, by or user_id, {"new_chat_members": [user_shape(self.state, user_id)]})

    def leave(self, user_id: int, chat_id: int, *, by: int | None = None) -> None:
        """A person leaves, or is removed by an administrator."""
        self._get_present(chat_id, user_id)
        self._change_member(chat_id, by or user_id, Member(user_id, "kicked" if by else "left"))
        self._say_service(chat_id, by or user_id, {"left_chat_member": user_shape(self.state, user_id)})

    def vanish(self, user_id: int, chat_id: int, by: int) -> None:
        """An administrator removes a person without a service message, as after removals of many at once."""
        self._get_present(chat_id, user_id)
        self._change_member(chat_id, by, Member(user_id, "kicked"))

    def promote(self, user_id: int, chat_id: int, by: int, rights: Sequence[str] = FULL_RIGHTS) -> None:
        """Make a member an administrator with these rights."""
        self._get_present(chat_id, user_id)
        self._change_member(chat_id, by, Member(user_id, "administrator", list(rights)))

    def demote(self, user_id: int, chat_id: int, by: int) -> None:
        """Make an administrator a member again."""
        self._get_present(chat_id, user_id)
        self._change_member(chat_id, by, Member(user_id))

    def add_bot(self, chat_id: int, by: int) -> None:
        """A member adds our bot to the group."""
        self._get_present(chat_id, by)
        self.join(self.bot_id, chat_id, by=by)

    def promote_bot(
        self, chat_id: int, by: int, *, can_delete_messages: bool = True, can_pin_messages: bool = False
    ) -> None:
        """Make our bot an administrator, which then hears everything."""
        wishes = {"can_delete_messages": can_delete_messages, "can_pin_messages": can_pin_messages}
        self.promote(self.bot_id, chat_id, by, [right for right, given in wishes.items() if given])

    def demote_bot(self, chat_id: int, by: int) -> None:
        """Make our bot a plain member again."""
        self.demote(self.bot_id, chat_id, by)

    def mute_bot(self, chat_id: int, by: int) -> None:
        """Our bot stays in the supergroup and may not write there, until `demote_bot`."""
        self._get_present(chat_id, self.bot_id)
        self._change_member(chat_id, by, Member(self.bot_id, "restricted"))

    def kick_bot(self, chat_id: int, by: int) -> None:
        """Our bot is removed from the group."""
        self._get_present(chat_id, self.bot_id)
        self._change_member(chat_id, by, Member(self.bot_id, "kicked"))
        self._say_service(chat_id, by, {"left_chat_member": user_shape(self.state, self.bot_id)})

    def block_bot(self, user_id: int) -> None:
        """The person blocks the bot."""
        if not self.state.people[user_id].has_blocked:
            self.state.people[user_id].has_blocked = True
            self._tell_own_change(user_id, "member", "kicked")

    def unblock_bot(self, user_id: int) -> None:
        """The bot may write to the person again."""
        if self.state.people[user_id].has_blocked:
            self.state.people[user_id].has_blocked = False
            self._tell_own_change(user_id, "kicked", "member")

    def migrate(self, chat_id: int, new_chat_id: int) -> Chat:
        """The group becomes a supergroup with another id. Its old messages stay behind."""
        old = self.state.chats[chat_id]
        if old.kind != "group":
            raise Impossible("Only a basic group becomes a supergroup.")
        new = self.add_chat(Chat(new_chat_id, "supergroup", old.title, members=dict(old.members)))
        by = next(member.user_id for member in old.members.values() if member.status == "creator")
        self._say_service(chat_id, by, {"migrate_to_chat_id": new_chat_id})
        old.migrated_to = new_chat_id
        self._say_service(new_chat_id, by, {"migrate_from_chat_id": chat_id})
        return new

    def _tell_own_change(self, user_id: int, before: str, after: str) -> None:
        """Send the bot its new status in a person's private chat."""
        statuses = Member(self.bot_id, before), Member(self.bot_id, after)
        self._tell_member_change(self.state.chats[user_id], user_id, *statuses)
        self.changed()

    def _get_present(self, chat_id: int, user_id: int) -> Member:
        member = self.state.chats[chat_id].members.get(user_id)
        if member is None or not member.is_present:
            raise Impossible("Not a member of this chat.")
        return member

    def _change_member(self, chat_id: int, by: int, after: Member) -> None:
        chat = self.state.chats[chat_id]
        before = chat.members.get(after.user_id, Member(after.user_id, "left"))
        chat.members[after.user_id] = after
        self._tell_member_change(chat, by, before, after)
        self.changed()

    def _tell_member_change(self, chat: Chat, by: int, before: Member, after: Member) -> None:
        shape = member_change_shape(self.state, chat, by, before, after) | {"date": self.now()}
        if after.user_id == self.bot_id:
            self.updates.put("my_chat_member", shape, f"member {chat.chat_id}", DAY_SECONDS)
            return
        us = chat.members.get(self.bot_id)
        if us is not None and us.is_admin:
            self.updates.put("chat_member", shape, f"members {by}", DAY_SECONDS)

    def _say_service(self, chat_id: int, by: int, service: Json, topic_id: int | None = None) -> Message:
        return self.add_message(Message(0, chat_id, by, self.now(), topic_id=topic_id, service=service))
