"""The mailbox, used by a real mail library over a real socket."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import aiosmtplib
import pytest

from bot.sandbox.clock import SandboxClock
from bot.sandbox.mailbox import Mailbox

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LINK = "http://127.0.0.1:8700/confirm/abc"


@pytest.fixture
def clock() -> SandboxClock:
    return SandboxClock(read_real_time=lambda: NOON)


@pytest.fixture
async def mailbox(clock: SandboxClock, tmp_path: Path) -> AsyncIterator[Mailbox]:
    mailbox = Mailbox(clock, tmp_path / "mailbox.json")
    await mailbox.start()
    yield mailbox
    await mailbox.stop()


async def send(mailbox: Mailbox, to: str = "olga@example.com", subject: str = "Please confirm") -> None:
    received = EmailMessage()
    received["From"] = "Keyminder <bot@example.com>"
    received["To"] = to
    received["Subject"] = subject
    received.set_content(f"Grüße! Open {LINK}.\n\nOr not.")
    received.add_alternative(
        f'<p>Grüße!</p><a href="{LINK}">Open</a><a href="javascript:alert(1)">x</a>', subtype="html"
    )
    address = urlsplit(mailbox.smtp_url)
    await aiosmtplib.send(received, hostname=address.hostname, port=address.port, start_tls=False)


async def test_an_email_is_kept_with_everything_in_it(mailbox: Mailbox) -> None:
    await send(mailbox)

    (received,) = mailbox.emails
    assert received.sender == "Keyminder <bot@example.com>"
    assert received.to == ("olga@example.com",)
    assert received.subject == "Please confirm"
    assert received.text == f"Grüße! Open {LINK}.\n\nOr not."
    assert received.html.startswith("<p>Grüße!</p>")
    assert received.links == (LINK,)
    assert received.received_at == NOON


async def test_emails_are_found_by_address_and_number(mailbox: Mailbox) -> None:
    await send(mailbox)
    await send(mailbox, to="Ivan@example.com")

    assert [received.email_id for received in mailbox.list_to("ivan@EXAMPLE.com")] == [2]
    assert mailbox.find(2) == mailbox.emails[1]
    assert mailbox.find(3) is None


async def test_a_plain_email_has_no_html(mailbox: Mailbox) -> None:
    received = mailbox.take(["olga@example.com"], b"Subject: Hi\r\n\r\nJust text\r\n")

    assert (received.text, received.html, received.links) == ("Just text", "", ())


@pytest.mark.parametrize("status", [450, 550])
async def test_a_refusing_mailbox_answers_the_sender_and_keeps_nothing(mailbox: Mailbox, status: int) -> None:
    mailbox.refuse = status

    with pytest.raises(aiosmtplib.SMTPDataError) as refused:
        await send(mailbox)

    assert refused.value.code == status
    assert mailbox.emails == []


async def test_a_mailbox_that_is_down_takes_no_calls_until_it_is_up_at_the_same_address(mailbox: Mailbox) -> None:
    address = mailbox.smtp_url
    await mailbox.stop()
    assert mailbox.is_down

    with pytest.raises(aiosmtplib.SMTPConnectError):
        await send(mailbox)

    await mailbox.start()
    await send(mailbox)
    assert mailbox.smtp_url == address
    assert len(mailbox.emails) == 1


async def test_emails_survive_a_restart(mailbox: Mailbox, clock: SandboxClock, tmp_path: Path) -> None:
    await send(mailbox)

    assert Mailbox(clock, tmp_path / "mailbox.json").emails == mailbox.emails


async def test_a_new_email_wakes_waiting_readers(mailbox: Mailbox) -> None:
    seen = mailbox.changes.count

    await send(mailbox)

    assert await mailbox.changes.wait(seen, 5) > seen
