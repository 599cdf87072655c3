"""E-mails: their contents, and the results of handing them over."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.mail.errors import MailRefused, MailUnreachable
from bot.mail.mailer import SUBJECTS, MailArg, Mailer
from tests.mail.server import MailServer, make_tls, open_server

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
LINK = "https://keys.example.org/confirm/abcdefghij_ABCDEFGH-12"
OLGA = "olga@example.org"
ARGS: Mapping[str, MailArg] = {
    "entries": [{"Coin": "USDT", "Public Chain": "TRC20", "Address": "TXYZ"}],
    "text": "Key trading of Olga ended.\nIt ended 22 Nov 2026 14:35 UTC.",
    "why": "kicked",
    "since": datetime(2026, 11, 22, 14, 35, tzinfo=UTC),
    "plan": ["Create the key <b>trading</b>", "It may trade & withdraw."],
    "who": "Olga (11)",
    "team": "Desk",
    "hash": "3f2a99c0",
    "head": "7:5e9f",
    "until": datetime(2026, 11, 22, 14, 35, tzinfo=UTC),
    "link": LINK,
    "email": "new@example.org",
    "name": "Olga",
    "user_id": 11,
}


def post_to(server: MailServer, scheme: str = "smtp", who: str = "", **more: object) -> Mailer:
    return Mailer(f"{scheme}://{who}127.0.0.1:{server.port}", "keyminder@example.org", lambda: NOW, **more)  # type: ignore[arg-type] # tls and patience, as each test names them


@pytest.mark.parametrize("template", SUBJECTS)
async def test_every_email_arrives_in_both_forms_with_safe_headers(template: str) -> None:
    async with open_server(MailServer()) as server:
        await post_to(server).send(OLGA, template, ARGS)
    [letter] = server.letters
    assert server.recipients == [OLGA]
    assert letter["To"] == OLGA
    assert letter["From"] == "Keyminder <keyminder@example.org>"
    assert letter["Subject"] == SUBJECTS[template]
    assert letter["Date"] == "Sun, 22 Nov 2026 14:05:00 +0000"
    assert letter["Message-ID"].endswith("@example.org>")
    assert letter["Auto-Submitted"] == "auto-generated"
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert html is not None
    for text in (str(plain.get_content()), str(html.get_content())):
        assert ("Olga" in text) == (template not in {"audit_head", "team_lost"})
        assert (LINK in text) == (template in {"confirm_email", "confirm_old_email", "confirm_ticket"})
        if template != "email_changed":
            assert "22 Nov 2026 14:35 UTC" in text
        if template in {"confirm_ticket", "copy_of_ticket"}:
            assert "3f2a99c0" in text
            assert "Desk" in text


async def test_what_people_wrote_is_shown_literally() -> None:
    async with open_server(MailServer()) as server:
        await post_to(server).send(OLGA, "confirm_ticket", ARGS)
    plain, html = (server.letters[0].get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert "- Create the key <b>trading</b>" in str(plain.get_content())
    assert "Create the key &lt;b&gt;trading&lt;/b&gt;" in str(html.get_content())


async def test_each_line_of_a_plan_has_one_bullet() -> None:
    args = {**ARGS, "plan": "Reset Max (12).\nToo few people can then:\n• approve\n• change roles"}
    async with open_server(MailServer()) as server:
        await post_to(server).send(OLGA, "confirm_ticket", args)
    plain = server.letters[0].get_body(("plain",))
    assert plain is not None
    lines = str(plain.get_content()).splitlines()
    assert {"  - Too few people can then:", "  - approve", "  - change roles"} <= set(lines)


async def test_a_name_cannot_pretend_to_be_another_line_or_header() -> None:
    args = {**ARGS, "who": "Olga\r\nBcc: eve@example.org\n\nOpen: https://evil.example \u202edrow", "team": "A\u200bB"}
    async with open_server(MailServer()) as server:
        await post_to(server).send(OLGA, "confirm_ticket", args)
    [letter] = server.letters
    assert letter["Bcc"] is None
    plain = letter.get_body(("plain",))
    assert plain is not None
    lines = str(plain.get_content()).splitlines()
    assert "Asked by:     Olga Bcc: eve@example.org Open: https://evil.example drow" in lines


async def test_a_change_without_a_team_names_none() -> None:
    letter = Mailer("smtp://localhost", "k@example.org", lambda: NOW).compose(
        OLGA, "confirm_ticket", {**ARGS, "team": None}
    )
    assert "Team" not in letter.as_string()


@pytest.mark.parametrize(
    "address", ["", "olga", "a@b@c", "olga@example.org\r\nBcc: x@example.org", "ölga@example.org", "a b@c.d"]
)
async def test_an_invalid_address_is_refused_without_a_call_to_any_server(address: str) -> None:
    with pytest.raises(MailRefused):
        await Mailer("smtp://127.0.0.1:1", "k@example.org", lambda: NOW).send(address, "confirm_ticket", ARGS)


@pytest.mark.parametrize("step", ["at_rcpt", "at_data"])
@pytest.mark.parametrize(
    ("answer", "ends"),
    [
        ("550 no such mailbox", MailRefused),
        ("554 spam", MailRefused),
        ("450 busy", MailUnreachable),
        ("452 full", MailUnreachable),
    ],
)
async def test_a_no_is_for_good_or_for_now(step: str, answer: str, ends: type[Exception]) -> None:
    server = MailServer(**{step: answer})  # type: ignore[arg-type] # one of its two answers
    async with open_server(server):
        with pytest.raises(ends) as caught:
            await post_to(server).send(OLGA, "confirm_ticket", ARGS)
        assert OLGA not in str(caught.value)
        server.at_rcpt = server.at_data = None
        await post_to(server).send(OLGA, "confirm_ticket", ARGS)
    assert len(server.letters) == 1


async def test_a_server_that_is_away_is_unreachable() -> None:
    server = MailServer()
    async with open_server(server):
        pass
    with pytest.raises(MailUnreachable, match=f"127.0.0.1 port {server.port} does not answer"):
        await post_to(server).send(OLGA, "confirm_ticket", ARGS)


async def test_a_server_that_says_nothing_is_unreachable() -> None:
    leaving = asyncio.Event()

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await leaving.wait()
        writer.close()

    listening = await asyncio.start_server(silent, "127.0.0.1", 0)
    server = MailServer(port=listening.sockets[0].getsockname()[1])
    with pytest.raises(MailUnreachable, match=r"does not greet\. If it begins with TLS, write smtps://"):
        await post_to(server, patience_seconds=0.05).send(OLGA, "confirm_ticket", ARGS)
    leaving.set()
    listening.close()
    await listening.wait_closed()


async def test_smtps_begins_with_tls(tmp_path: Path) -> None:
    serving, trusting = make_tls(tmp_path)
    async with open_server(MailServer(), tls=serving, begins_with_tls=True) as server:
        await post_to(server, "smtps", tls=trusting).send(OLGA, "confirm_ticket", ARGS)
    assert len(server.letters) == 1


async def test_starttls_with_user_and_password_lets_an_email_through(tmp_path: Path) -> None:
    serving, trusting = make_tls(tmp_path)
    server = MailServer(password="p@ss/word")
    async with open_server(server, tls=serving):
        await post_to(server, "smtp+starttls", "user:p%40ss%2Fword@", tls=trusting).call()
        await post_to(server, "smtp+starttls", "user:p%40ss%2Fword@", tls=trusting).send(OLGA, "confirm_ticket", ARGS)
    assert len(server.letters) == 1


async def test_a_wrong_password_is_not_a_verdict_about_the_email(tmp_path: Path) -> None:
    serving, trusting = make_tls(tmp_path)
    server = MailServer(password="right")
    async with open_server(server, tls=serving):
        with pytest.raises(MailUnreachable, match="refuses the user and password") as caught:
            await post_to(server, "smtp+starttls", "user:hunter2@", tls=trusting).send(OLGA, "confirm_ticket", ARGS)
    assert "hunter2" not in str(caught.value)


async def test_a_self_signed_certificate_is_not_trusted(tmp_path: Path) -> None:
    serving, _ = make_tls(tmp_path)
    async with open_server(MailServer(), tls=serving) as server:
        with pytest.raises(MailUnreachable, match=r"has a certificate that is not trusted \(self-signed certificate\)"):
            await post_to(server, "smtp+starttls").send(OLGA, "confirm_ticket", ARGS)
    assert server.letters == []


async def test_the_other_way_of_beginning_tls_is_named(tmp_path: Path) -> None:
    serving, trusting = make_tls(tmp_path)
    async with open_server(MailServer(), tls=serving) as server:
        with pytest.raises(MailUnreachable, match=r"does not begin with TLS: write smtp\+starttls://"):
            await post_to(server, "smtps", tls=trusting).call()
    async with open_server(MailServer(), tls=serving, begins_with_tls=True) as server:
        with pytest.raises(MailUnreachable, match="If it begins with TLS, write smtps://"):
            await post_to(server, "smtp", patience_seconds=0.2).call()


async def test_starttls_is_never_given_up_silently() -> None:
    async with open_server(MailServer()) as server:
        with pytest.raises(MailUnreachable, match="does not offer"):
            await post_to(server, "smtp+starttls").send(OLGA, "confirm_ticket", ARGS)
    assert server.letters == []
