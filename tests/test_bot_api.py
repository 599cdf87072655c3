"""The schema of the Bot API refuses what Telegram would not send."""

import pytest

from tests.bot_api import find_faults, read

OLGA = {"id": 1, "is_bot": False, "first_name": "Olga"}
MESSAGE = {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private"}, "from": OLGA}
LEFT = {"status": "left", "user": OLGA}


def test_an_object_is_read_with_every_field_of_its_type() -> None:
    pressed = read("CallbackQuery", {"id": "1", "from": OLGA, "chat_instance": "2", "message": MESSAGE})

    assert (pressed.data, pressed.from_user.first_name, pressed.message.text) == (None, "Olga", None)
    assert read("ChatMember", LEFT).user.first_name == "Olga"
    with pytest.raises(AttributeError):
        _ = pressed.words


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("Message", {name: value for name, value in MESSAGE.items() if name != "date"}),
        ("Message", {**MESSAGE, "words": "hello"}),
        ("Message", {**MESSAGE, "text": 1}),
        ("Message", {**MESSAGE, "message_id": True}),
        ("Message", {**MESSAGE, "from": {**OLGA, "is_bot": "no"}}),
        ("Message", {**MESSAGE, "photo": [{"width": 1}]}),
        ("Message", {**MESSAGE, "photo": {}}),
        ("Message", [MESSAGE]),
        ("ChatMember", {**LEFT, "status": "gone"}),
        ("ChatMemberAdministrator", LEFT),
    ],
)
def test_what_telegram_would_not_send_is_refused(kind: str, body: object) -> None:
    with pytest.raises(AssertionError):
        read(kind, body)


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("makeCoffee", {}),
        ("sendMessage", {"chat_id": 1}),
        ("sendMessage", {"chat_id": 1, "text": "x", "words": "x"}),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}),
    ],
)
def test_what_telegram_would_not_take_is_found(method: str, parameters: dict[str, object]) -> None:
    assert find_faults(method, parameters)


def test_what_telegram_takes_has_no_faults() -> None:
    assert find_faults("SENDMESSAGE", {"chat_id": "@desk", "text": "x"}) == []
    assert find_faults("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 1}}) == []
