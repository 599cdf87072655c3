"""Messages with secrets can always be removed: they ask for no reply, and what is left over is swept away."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import bot.chat
from bot.jobs.sweep_secrets import OLDEST, SweepSecrets
from bot.operations.members.change_phone import SCAN_WITHIN
from bot.operations.members.recovery_codes import replace_codes
from bot.operations.members.seed_messages import show_seed
from bot.operations.model.notifications import SECRET_KEPT, tell_secret
from storage.notice_queues import LONGEST_DELAY
from storage.records import Channel, Message, MessageContent, Notice
from storage.work import Work
from tests.operations.office import OLGA, Office

CHAT_HOME = Path(bot.chat.__path__[0])
TELEGRAM_DELETES = timedelta(hours=48)


def leases(office: Office, work: Work) -> list[Notice]:
    return work.deliveries.lease_due(office.watch.now(), datetime.now(UTC), datetime.now(UTC), 100)


async def shows(office: Office, kind: str) -> int:
    """Show Olga a secret of this kind, and return its message."""

    def body(work: Work) -> int:
        now = office.watch.now()
        if kind == "seed":
            show_seed(work, work.people.get(OLGA), now)
        else:
            saying = replace_codes(work, OLGA, "recovery-codes") if kind == "codes" else Message("key-secret")
            tell_secret(work, OLGA, saying, now)
        [notice] = leases(office, work)
        assert notice.content is not None
        assert (notice.content.protected, notice.content.expects_reply) == (True, False)
        work.deliveries.delivered(notice, 9001, now)
        return 9001

    return await office.database.write(body)


async def sweeps(office: Office) -> list[int | None]:
    """Sweep, and return the messages whose deletion is due."""
    await SweepSecrets(office.database, office.watch).run()

    def body(work: Work) -> list[int | None]:
        return [one.card.message_id for one in leases(office, work) if one.card and one.channel is Channel.DELETE]

    return await office.database.write(body)


@pytest.mark.parametrize("name", ["secret", "seed", "codes"])
def test_a_message_with_a_secret_is_protected_and_so_asks_for_no_reply(name: str) -> None:
    with pytest.raises(ValueError, match="is protected"):
        MessageContent(Message("key-secret", {name: "x"}))
    with pytest.raises(ValueError, match="cannot ask for a reply"):
        MessageContent(Message("key-secret", {name: "x"}), protected=True, expects_reply=True)


def test_no_message_has_a_reply_keyboard_and_one_place_asks_for_replies() -> None:
    files = {path.relative_to(CHAT_HOME).as_posix(): path.read_text() for path in CHAT_HOME.rglob("*.py")}
    markups = re.compile(r"ReplyKeyboard|remove_keyboard|\"keyboard\"|ForceReply\(")
    assert [name for name, text in files.items() if markups.search(text)] == []
    assert [name for name, text in files.items() if "force_reply" in text] == ["messages.py"]


async def test_a_seed_that_no_code_has_proven_is_swept_before_telegram_keeps_it(office: Office) -> None:
    message_id = await shows(office, "seed")
    office.watch.moment += OLDEST - timedelta(seconds=1)
    assert await sweeps(office) == []
    office.watch.moment += timedelta(seconds=1)
    assert await sweeps(office) == [message_id]
    assert OLDEST < TELEGRAM_DELETES


@pytest.mark.parametrize("kind", ["secret", "codes", "seed"])
async def test_a_deletion_that_was_given_up_is_tried_again(office: Office, kind: str) -> None:
    message_id = await shows(office, kind)

    def gives_up(work: Work) -> None:
        for notice in leases(office, work):
            work.deliveries.give_up(notice.id, "the chat was lost")

    office.watch.moment += timedelta(minutes=10)
    await office.database.write(gives_up)
    office.watch.moment += OLDEST
    assert await sweeps(office) == [message_id]
    await office.database.write(gives_up)
    office.watch.moment += timedelta(hours=1)
    assert await sweeps(office) == []
    office.watch.moment += OLDEST
    assert await sweeps(office) == [message_id]


async def test_a_deletion_that_waits_is_not_queued_twice(office: Office) -> None:
    message_id = await shows(office, "secret")
    office.watch.moment += OLDEST
    assert await sweeps(office) == [message_id]


async def test_what_is_deleted_is_swept_no_more(office: Office) -> None:
    await shows(office, "secret")
    office.watch.moment += timedelta(minutes=10)

    def deletes(work: Work) -> None:
        for notice in leases(office, work):
            work.deliveries.delivered(notice, None, office.watch.now())

    await office.database.write(deletes)
    office.watch.moment += OLDEST
    assert await sweeps(office) == []


@pytest.mark.parametrize("kept", [SECRET_KEPT, SCAN_WITHIN])
def test_no_message_is_kept_so_long_that_its_deletion_counts_as_due_at_once(kept: timedelta) -> None:
    assert kept < LONGEST_DELAY
