"""A request is named in a few words: the verb, and the things by name or by their number."""

from dataclasses import replace

import pytest

from bot.chat.sentences import Sentences
from bot.operations.ticket.subject import subject_of
from storage.records import Action, Message
from tests.storage.examples import NOW, VERA, ticket


@pytest.mark.parametrize(
    ("action", "payload", "said"),
    [
        (Action.KEY_RENEW, {"remarks": ["a", "b", "c", "d", "e"]}, "renew a, b, c and 2 more"),
        (Action.KEY_CREATE, {"remark": "trading-eu", "ips": []}, "make trading-eu"),
        (Action.KEY_TRACK, {"keys": [{"remark": "old"}]}, "watch old"),
        (Action.KEY_BIND, {"remarks": ["hedge"], "ips": ["1", "2"]}, "bind 2 IPs to hedge"),
        (Action.KEY_EDIT, {"remarks": ["hedge"], "remark": "new"}, "edit hedge"),
        (Action.KEY_ADOPT, {"drift_ids": ["1"]}, "accept 1 change made at the exchange"),
        (Action.WHITELIST_ADD, {"addresses": [{}, {}, {}]}, "add 3 addresses to the whitelist"),
        (Action.WHITELIST_REMOVE, {"address": "TX", "remark": None}, "remove an address from the whitelist"),
        (Action.MEMBER_ROLE, {"user_id": VERA}, "change the role of Vera"),
        (Action.ACCOUNT_DISCONNECT, {"account": "coinex"}, "disconnect coinex"),
    ],
)
def test_a_request_is_named_in_a_few_words(action: Action, payload: dict[str, object], said: str) -> None:
    plan = Message("plan", {"who": "Vera"})
    subject = subject_of(replace(ticket(1), action=action, payload=payload, plan=plan))
    assert Sentences().plain(subject, zone="UTC", now=NOW) == said


def test_every_action_has_words_of_its_own() -> None:
    said = {Sentences().plain(subject_of(replace(ticket(1), action=action)), zone="UTC", now=NOW) for action in Action}
    assert len(said) == len(Action)
