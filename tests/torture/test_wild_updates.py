"""Updates that no app sends end in an answer or in silence, never in a fault."""

from structlog.testing import capture_logs

from bot.chat.telegram.incoming import read_update
from tests.app import MAX, OLGA, STRANGER, TEAM, TestApp
from tests.torture.wild import Wild
from tests.torture.wild_reading import run_reading
from tests.torture.wild_updates import people_come, run_wild


async def test_wild_updates_end_without_a_fault(app: TestApp) -> None:
    await people_come(app)

    assert await run_wild(app, 1500, seed=11) == []


def test_the_wild_updates_are_the_same_for_one_seed_and_reach_every_kind() -> None:
    people = [OLGA, MAX, STRANGER]
    first, second = (Wild(3, [TEAM, *people], people) for _ in range(2))
    kinds: set[str] = set()
    for number in range(3000):
        made = first.update(number)
        assert made == second.update(number)
        kinds |= made.keys()
    assert {"message", "callback_query", "my_chat_member", "chat_member", "poll", "edited_message"} <= kinds


def test_wild_updates_are_read_and_judged_without_a_fault() -> None:
    found = run_reading(3000, seed=4)

    assert found.keys() == {"unreadable", "without a command", "refused", "allowed"}
    assert found.total() == 3000


async def test_an_update_that_cannot_be_read_holds_up_nothing(app: TestApp, olga: object) -> None:
    chat, sender = {"id": TEAM, "type": "supergroup"}, {"id": OLGA, "is_bot": False, "first_name": "Olga"}
    broken = [
        {"message_id": 1, "date": 1, "chat": {"id": {}}, "from": sender, "text": "/keys"},
        {"message_id": 1, "date": 1, "chat": chat, "from": {"id": 2**63}, "text": "/keys"},
        {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": "/keys \ud800"},
        {"message_id": "1", "date": 1, "chat": chat, "from": sender, "text": "/keys"},
        {},
    ]

    with capture_logs() as lines:
        await app.app.update_queue.take(
            [{"update_id": 900 + number, "message": one} for number, one in enumerate(broken)]
        )
        await app.settle()

    assert [line["event"] for line in lines].count("an update cannot be read") == len(broken)
    assert [line for line in lines if line["log_level"] == "error"] == []
    assert read_update({"update_id": 1, "message": broken[0] | {"chat": chat}}, "b").user_id == OLGA
