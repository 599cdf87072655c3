"""Who sends an update of the matrix, and how the Bot API shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.telegram.models import StoredFile
from tests.app import BEGINNING
from tests.stories.planted import Planted

STRANGER = 1999
_DATE = int(BEGINNING.timestamp())
_HIDDEN = {"type": "hidden_user", "sender_user_name": "X", "date": _DATE}
_SERVICE_BOT = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
_OTHER_BOT = {"id": 4242, "is_bot": True, "first_name": "Helper", "username": "helper_bot"}


@dataclass(frozen=True)
class Sender:
    """A person of the team, of the other team or of none, and further fields of their messages."""

    who: str = "owner"
    """One of the team's people."""
    is_of_other: bool = False
    """Of the other team instead."""
    more: Mapping[str, Any] = field(default_factory=dict)
    kind: str = "message"

    def user(self, team: Planted, other: Planted) -> int:
        """User id."""
        return STRANGER if self.who == "stranger" else (other if self.is_of_other else team).user(self.who)

    def name(self, team: Planted, other: Planted) -> str:
        """Name, as Telegram shows it."""
        return "Somebody" if self.who == "stranger" else (other if self.is_of_other else team).name(self.who)


OUTSIDERS: Mapping[str, Sender] = {
    "stranger": Sender("stranger"),
    "member of another team": Sender(is_of_other=True),
    "left a second ago": Sender("left"),
    "suspended": Sender("suspended"),
    "not admitted yet": Sender("waiting"),
}
"""People who may read and change nothing of the team."""
MEMBERS: Mapping[str, Sender] = {role: Sender(role) for role in ("viewer", "operator", "approver", "owner")}
LIMITED = Sender("limited")
"""An approver of the team who is limited to another account than that of its keys."""
GUEST = Sender("guest")
"""Who is in both teams."""
UNWRITTEN: Mapping[str, Sender] = {
    "anonymous admin": Sender(more={"from": _SERVICE_BOT, "sender_chat": "the group"}),
    "channel": Sender(more={"from": _CHANNEL_BOT, "sender_chat": {"id": -1009, "type": "channel", "title": "News"}}),
    "linked channel": Sender(more={"sender_chat": {"id": -1009, "type": "channel"}, "is_automatic_forward": True}),
    "other bot": Sender(more={"from": _OTHER_BOT}),
    "forwarded": Sender(more={"forward_origin": _HIDDEN, "forward_date": _DATE}),
    "edited": Sender(kind="edited_message"),
    "via inline bot": Sender(more={"via_bot": _OTHER_BOT}),
}
"""Messages of the team's owner, or in the owner's name, that no person has written there and then."""


@dataclass
class Writer:
    """A sender in one chat."""

    sender: Sender
    user_id: int
    name: str
    chat_id: int

    def says(self, number: int, text: str) -> dict[str, Any]:
        """The update with a message."""
        more = {
            name: _chat(self.chat_id) if value == "the group" else value for name, value in self.sender.more.items()
        }
        return {"update_id": number, self.sender.kind: self._message(number, text) | more}

    def sends(self, number: int, file: StoredFile, caption: str) -> dict[str, Any]:
        """The update with a file."""
        message = self._message(number, "") | {"document": _document(file), "caption": caption}
        return {"update_id": number, self.sender.kind: message}

    def presses(self, number: int, below: int, data: str, file: StoredFile | None = None) -> dict[str, Any]:
        """The update with a press. A client can send any data for a message with a button, or with a file."""
        keyboard = {"inline_keyboard": [[{"text": "Button", "callback_data": data}]]}
        shown = self._message(below, "A message") | {"reply_markup": keyboard}
        if file is not None:
            shown |= {"document": _document(file)}
        press = {"id": str(number), "from": self._user(), "message": shown, "chat_instance": "1", "data": data}
        return {"update_id": number, "callback_query": press}

    def _message(self, number: int, text: str) -> dict[str, Any]:
        chat = _chat(self.chat_id)
        return {"message_id": number, "date": _DATE, "chat": chat, "from": self._user(), "text": text}

    def _user(self) -> dict[str, Any]:
        return {"id": self.user_id, "is_bot": False, "first_name": self.name}


def _chat(chat_id: int) -> dict[str, Any]:
    return {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup", "title": "A chat"}


def _document(file: StoredFile) -> dict[str, Any]:
    return {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_name": file.name, "file_size": 100}
