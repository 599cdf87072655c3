"""Updates as Telegram sends them, read into one value."""

from typing import Any

import pytest

from bot.chat.telegram.authorship import SenderProblem
from bot.chat.telegram.incoming import Incoming, Kind, read_update
from bot.chat.telegram.typed_text import clean_name, split_words
from bot.chat.telegram.users import is_in_chat
from bot.operations.model.operation import About

OLGA = {"id": 5000000001, "is_bot": False, "first_name": "Olga", "last_name": "Petrova", "language_code": "de"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Desk", "is_forum": True}
PRIVATE = {"id": 5000000001, "type": "private", "first_name": "Olga"}


def message(text: str = "", **more: Any) -> Incoming:
    said = {"message_id": 7, "date": 1, "chat": GROUP, "from": OLGA, "text": text} | more
    return read_update({"update_id": 1, "message": said}, "keyminder_bot")


def test_a_command_is_read_with_its_words() -> None:
    said = message("/Renew@KeyMinder_bot trading-eu  'x' 7")
    assert (said.kind, said.command, said.words) == (Kind.MESSAGE, "renew", ("trading-eu", "'x'", "7"))
    assert (said.user_id, said.name) == (5000000001, "Olga Petrova")
    assert (said.place.chat_id, said.place.message_id, said.place.is_private) == (-1001, 7, False)
    assert (said.chat_title, said.problem) == ("Desk", None)


def test_a_command_to_another_bot_is_not_ours() -> None:
    assert message("/renew@other_bot trading-eu").kind is Kind.OTHER


def test_text_without_a_command_is_words_too() -> None:
    said = message("123 456", chat=PRIVATE)
    assert (said.command, said.words, said.place.is_private) == ("", ("123", "456"), True)


@pytest.mark.parametrize(("chat_id", "kind", "is_private"), [(-1001, "private", False), (1001, "supergroup", True)])
def test_a_chat_is_private_by_its_id_whatever_type_it_claims(chat_id: int, kind: str, is_private: bool) -> None:
    said = message("123456", chat={"id": chat_id, "type": kind})
    assert (said.place.is_private, said.chat_title) == (is_private, "" if is_private else "-1001")


@pytest.mark.parametrize("news", [{"new_chat_title": "x"}, {"left_chat_member": OLGA}, {"migrate_to_chat_id": -1002}])
def test_nothing_of_a_group_happens_to_a_private_chat(news: dict[str, Any]) -> None:
    said = message(chat=PRIVATE, **news)
    assert (said.kind, said.left_user, said.moved_to) == (Kind.OTHER, None, None)


def test_a_group_does_not_become_a_private_chat() -> None:
    assert message(migrate_to_chat_id=1001).kind is Kind.OTHER


@pytest.mark.parametrize("text", ["/", "/ renew", "//renew", "see /renew", "/renéw"])
def test_what_only_looks_like_a_command_is_text(text: str) -> None:
    assert message(text).command == ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ('"trading eu" 1.2.3.4', ("trading eu", "1.2.3.4")),
        ("\u201ctrading eu\u201d x", ("trading eu", "x")),
        ("\u201etrading eu\u201c", ("trading eu",)),
        ("\u00abtrading eu\u00bb", ("trading eu",)),
        ("trading\u2013eu \u2014", ("trading-eu", "-")),
        ('"open end', ("open end",)),
        ('""', ("",)),
        ("a\nb\u00a0c", ("a", "b", "c")),
        ("1.2.3.4 # my office\n5.6.7.8 #7 // at home", ("1.2.3.4", "# my office", "5.6.7.8", "#7", "// at home")),
        ("cafe\u0301", ("caf\u00e9",)),
        ("", ()),
    ],
)
def test_words_are_split_as_people_type_them(typed: str, words: tuple[str, ...]) -> None:
    assert split_words(typed) == words


def test_a_thread_is_a_topic_only_when_telegram_says_so() -> None:
    assert message("/keys", message_thread_id=3, is_topic_message=True).place.topic_id == 3
    assert message("/keys", message_thread_id=3).place.topic_id is None


def test_in_a_topic_the_first_message_is_not_a_reply() -> None:
    opening = {"message_id": 3, "chat": GROUP, "from": OLGA, "forum_topic_created": {"name": "Keys", "icon_color": 1}}
    assert message("/keys", message_thread_id=3, is_topic_message=True, reply_to_message=opening).reply_to is None


def test_a_reply_names_its_human_author_only() -> None:
    by_olga = message("/role owner", reply_to_message={"message_id": 3, "chat": GROUP, "from": OLGA}).reply_to
    assert by_olga is not None
    assert (by_olga.message_id, by_olga.user_id, by_olga.name, by_olga.is_ours) == (
        3,
        5000000001,
        "Olga Petrova",
        False,
    )
    robot = {"id": 9, "is_bot": True, "first_name": "K", "username": "keyminder_bot"}
    by_us = message("x", reply_to_message={"message_id": 3, "chat": GROUP, "from": robot}).reply_to
    assert by_us is not None
    assert (by_us.user_id, by_us.is_ours) == (None, True)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}, "sender_chat": GROUP}, "anonymous-admin"),
        ({"from": {"id": 136817688, "is_bot": True, "first_name": "Channel"}, "sender_chat": {"id": -5}}, "channel"),
        ({"from": {"id": 777000, "is_bot": False, "first_name": "T"}, "sender_chat": {"id": -5}}, "channel"),
        ({"from": {"id": 9, "is_bot": True, "first_name": "Bot"}}, "bot"),
        ({"from": None}, "channel"),
        (
            {
                "from": {"id": 777000, "is_bot": False, "first_name": "T"},
                "sender_chat": {"id": -5},
                "is_automatic_forward": True,
                "forward_origin": {"type": "channel"},
            },
            "linked-channel",
        ),
        ({"forward_origin": {"type": "user", "date": 1}}, "forwarded"),
        ({"forward_date": 1}, "forwarded"),
        ({"via_bot": {"id": 9, "is_bot": True, "first_name": "Bot"}}, "via-bot"),
        ({"sender_business_bot": {"id": 9, "is_bot": True, "first_name": "Bot"}}, "via-bot"),
    ],
)
def test_a_person_is_not_bound_by_words_that_others_sent_in_their_name(more: dict[str, Any], problem: str) -> None:
    assert message("/keys", **more).problem is SenderProblem(problem)


def test_a_reply_to_a_message_of_another_chat_is_about_no_person_here() -> None:
    elsewhere = {"origin": {"type": "user", "date": 1, "sender_user": OLGA}, "message_id": 3}
    quoted = {"text": "/suspend 7", "position": 0}
    said = message("/keys", external_reply=elsewhere, quote=quoted)
    assert said.reply_to is not None
    assert (said.command, said.reply_to.user_id, said.reply_to.is_ours) == ("keys", None, False)


def test_a_reply_to_a_forwarded_message_is_about_no_person() -> None:
    replied = {"message_id": 3, "chat": GROUP, "from": OLGA, "forward_origin": {"type": "hidden_user"}}
    said = message("/suspend", reply_to_message=replied)
    assert said.reply_to is not None
    assert said.reply_to.user_id is None


@pytest.mark.parametrize(("author", "is_own"), [(OLGA, True), ({**OLGA, "id": 9}, False)])
def test_a_reply_to_an_own_file_has_that_file(author: dict[str, Any], is_own: bool) -> None:
    replied = {"message_id": 3, "chat": GROUP, "from": author, "document": {"file_id": "F", "file_name": "a.csv"}}
    said = message("/whitelist", reply_to_message=replied)
    assert said.reply_to is not None
    assert (said.reply_to.own_document is not None) is is_own


def test_a_document_has_its_caption() -> None:
    sent = message(
        "",
        caption="/whitelist",
        document={"file_id": "F", "file_unique_id": "u", "file_name": "a.csv", "file_size": 12},
    )
    assert sent.document is not None
    assert (sent.kind, sent.command, sent.document.file_name, sent.document.size) == (
        Kind.DOCUMENT,
        "whitelist",
        "a.csv",
        12,
    )


def press(**more: Any) -> Incoming:
    pressed = {"id": "q", "from": OLGA, "chat_instance": "c", "data": "page:keys:2"} | more
    return read_update({"update_id": 2, "callback_query": pressed}, "b")


def test_a_press_has_its_presser_and_its_message() -> None:
    keyboard = {
        "inline_keyboard": [[{"text": "▶", "callback_data": "page:keys:2"}, {"text": "→", "url": "https://t.me"}]]
    }
    incoming = press(message={"message_id": 4, "date": 1, "chat": GROUP, "reply_markup": keyboard})
    assert (incoming.kind, incoming.user_id, incoming.data, incoming.query_id) == (
        Kind.PRESS,
        OLGA["id"],
        "page:keys:2",
        "q",
    )
    assert incoming.place.message_id == 4
    assert incoming.offered == frozenset({"page:keys:2", ""})
    assert press(message={"message_id": 4, "date": 1, "chat": GROUP}).offered is None


@pytest.mark.parametrize(
    "more",
    [
        {"message": {"message_id": 4, "date": 0, "chat": GROUP}},
        {"message": {"message_id": 0, "date": 1, "chat": GROUP}},
        {"inline_message_id": "i"},
        {},
        {"message": {"message_id": 4, "date": 1, "chat": GROUP}, "data": "", "game_short_name": "g"},
    ],
)
def test_a_press_on_what_cannot_be_seen_says_nothing_and_can_be_answered(more: dict[str, Any]) -> None:
    incoming = press(**more)
    assert (incoming.kind, incoming.user_id, incoming.data, incoming.query_id) == (Kind.PRESS, OLGA["id"], "", "q")


def test_the_bots_own_membership_is_read() -> None:
    change = {
        "chat": GROUP,
        "from": OLGA,
        "date": 1,
        "old_chat_member": {"status": "left", "user": {"id": 9}},
        "new_chat_member": {"status": "member", "user": {"id": 9}},
    }
    incoming = read_update({"update_id": 3, "my_chat_member": change}, "b")
    assert (incoming.kind, incoming.old_status, incoming.new_status) == (Kind.MEMBERSHIP, "left", "member")


MAX = {"id": 5000000002, "is_bot": False, "first_name": "Max"}


def test_who_left_is_read_from_the_message_and_not_from_its_sender() -> None:
    senders: list[dict[str, Any]] = [{"from": OLGA}, {"from": MAX}, {"from": OLGA, "sender_chat": GROUP}]
    for sender in senders:
        left = message(left_chat_member=MAX, **sender)
        assert (left.kind, left.left_user, left.place.chat_id) == (Kind.DEPARTURE, MAX["id"], -1001)


@pytest.mark.parametrize(
    ("member", "is_there"),
    [
        ({"status": "creator"}, True),
        ({"status": "administrator"}, True),
        ({"status": "member"}, True),
        ({"status": "restricted", "is_member": True}, True),
        ({"status": "restricted", "is_member": False}, False),
        ({"status": "left"}, False),
        ({"status": "kicked"}, False),
        ({"status": "something-new"}, False),
        ({"status": "member", "user": MAX | {"first_name": ""}}, False),
        ({"status": "restricted", "is_member": True, "user": MAX | {"first_name": ""}}, False),
    ],
)
def test_only_a_known_status_of_a_living_account_is_in_the_chat(member: dict[str, Any], is_there: bool) -> None:
    new = {"user": MAX, **member}
    change = {"chat": GROUP, "from": OLGA, "date": 1, "old_chat_member": {}, "new_chat_member": new}

    incoming = read_update({"update_id": 3, "chat_member": change}, "b")

    assert is_in_chat(new) is is_there
    assert incoming.kind is (Kind.OTHER if is_there else Kind.DEPARTURE)
    assert incoming.left_user == (None if is_there else MAX["id"])


def test_a_person_named_in_a_command_is_read_and_the_name_is_not_a_word() -> None:
    text = "/role 🔑 Max Power approver"
    entities = [{"type": "text_mention", "offset": 9, "length": 9, "user": MAX}]

    read = message(text=text, entities=entities)

    assert read.about == About(5000000002, "Max")
    assert read.words == ("🔑", "approver")
    assert read.text == text


def test_a_user_name_is_read_in_lower_case() -> None:
    sender: dict[str, Any] = {"from": OLGA | {"username": "Olga_P"}}
    assert message(**sender).username == "olga_p"
    assert message().username is None


def test_a_group_that_moved_is_noticed_from_either_side() -> None:
    old = message(chat={"id": -5, "type": "group", "title": "Desk"}, migrate_to_chat_id=-1001)
    new = message(migrate_from_chat_id=-5)
    for incoming in (old, new):
        assert (incoming.kind, incoming.moved_from, incoming.moved_to) == (Kind.MOVED, -5, -1001)


@pytest.mark.parametrize(
    "update", [{"update_id": 4, "edited_message": {}}, {"update_id": 4}, {"update_id": 4, "poll": {"id": "p"}}]
)
def test_unused_kinds_of_updates_are_other(update: dict[str, Any]) -> None:
    assert read_update(update, "b").kind is Kind.OTHER


def test_a_service_message_is_other() -> None:
    assert message(new_chat_photo=[]).kind is Kind.OTHER
    assert message(forum_topic_edited={"icon_custom_emoji_id": "5"}).kind is Kind.OTHER


def test_a_new_name_of_a_group_or_topic_is_read() -> None:
    assert message(new_chat_title="Desk 2").kind is Kind.RENAMED
    edited = message(forum_topic_edited={"name": "Grid"}, message_thread_id=5, is_topic_message=True)
    assert (edited.kind, edited.topic_name, edited.place.topic_id) == (Kind.RENAMED, "Grid", 5)


def test_a_name_cannot_turn_text_around_or_hide() -> None:
    assert clean_name("Ol\u202ega\n", " P\u200b", "7") == "Olga P"
    assert clean_name("\u2066", "", "7") == "7"
    assert clean_name(" Zoë ", "van  Łoś", "7") == "Zoë van Łoś"


def test_nothing_said_is_in_a_repr() -> None:
    assert "trading" not in repr(message("/renew trading-eu"))


@pytest.mark.parametrize(("title", "shown"), [("De\u202esk\n", "Desk"), (" \u200b", "-1001")])
def test_a_title_cannot_turn_text_around_or_hide(title: str, shown: str) -> None:
    assert message("/keys", chat=GROUP | {"title": title}).chat_title == shown


def test_a_title_and_a_file_name_are_cut_to_what_a_sentence_can_hold() -> None:
    document = {"file_id": "F", "file_name": "x" * 5000 + ".csv"}
    sent = message("", chat=GROUP | {"title": "D" * 5000}, document=document)
    assert sent.document is not None
    assert (len(sent.chat_title), len(sent.document.file_name)) == (128, 255)
    assert sent.document.file_name.endswith("x.csv")
