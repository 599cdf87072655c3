"""A mail server on loopback that keeps every e-mail, and can refuse e-mails or be down."""

import asyncio
import contextlib
import email
import email.policy
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.sandbox.changes import Changes
from bot.sandbox.clock import Watch
from bot.sandbox.json_store import read_json, write_json

EMAILS_KEPT = 500
_LINK = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True, slots=True)
class Email:
    """One e-mail as received. `html` may be empty. `links` are in order, each once."""

    email_id: int
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    links: tuple[str, ...]
    received_at: datetime


class Mailbox:
    """One mailbox for all addresses, newest e-mail last. `refuse` is a refusal's SMTP status (450, 550)."""

    def __init__(self, clock: Watch, path: Path | None = None) -> None:
        self.changes = Changes()
        self.refuse: int | None = None
        self._clock = clock
        self._path = path
        self._server: asyncio.Server | None = None
        self._sessions: set[_Smtp] = set()
        self._port = 0
        kept = read_json(path)
        self.emails: list[Email] = [_revive(row) for row in kept] if isinstance(kept, list) else []

    @property
    def smtp_url(self) -> str:
        """Address of the server. Known once started."""
        return f"smtp://127.0.0.1:{self._port}"

    @property
    def is_down(self) -> bool:
        """Whether the server is off."""
        return self._server is None

    async def start(self) -> None:
        """Listen on loopback: on a free port the first time, on the same one after being down."""
        if self._server is None:
            loop = asyncio.get_running_loop()
            self._server = await loop.create_server(lambda: _Smtp(self, self._sessions), "127.0.0.1", self._port)
            self._port = self._server.sockets[0].getsockname()[1]
            self.changes.ring()

    async def stop(self) -> None:
        """Stop listening and cut connections. Calls fail until `start`."""
        if self._server is not None:
            server, self._server = self._server, None
            server.close()
            for session in list(self._sessions):
                session.hang_up()
            await server.wait_closed()
            self.changes.ring()

    def list_to(self, address: str) -> list[Email]:
        """E-mails to one address, oldest first."""
        return [received for received in self.emails if address.casefold() in (to.casefold() for to in received.to)]

    def find(self, email_id: int) -> Email | None:
        """The e-mail with this number, or None."""
        return next((received for received in self.emails if received.email_id == email_id), None)

    def take(self, to: list[str], raw: bytes) -> Email:
        """Store an e-mail as sent over the wire. `to` are the addresses of the envelope."""
        message = email.message_from_bytes(raw, policy=email.policy.default)
        text, html = _read_part(message, "plain"), _read_part(message, "html")
        received = Email(
            email_id=self.emails[-1].email_id + 1 if self.emails else 1,
            sender=str(message.get("From", "")),
            to=tuple(to),
            subject=str(message.get("Subject", "")),
            text=text,
            html=html,
            links=_list_links(text, html),
            received_at=self._clock.now(),
        )
        self.emails = [*self.emails, received][-EMAILS_KEPT:]
        write_json(self._path, [asdict(kept) | {"received_at": kept.received_at.isoformat()} for kept in self.emails])
        self.changes.ring()
        return received

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Answer one e-mail with the status line that the sender's mail library will see."""
        match self.refuse:
            case None:
                content = envelope.content or b""
                self.take(envelope.rcpt_tos, content if isinstance(content, bytes) else content.encode())
                return "250 OK"
            case status if status < 500:
                return f"{status} Mailbox busy, try again later"
            case status:
                return f"{status} Mailbox unavailable"


class _Smtp(SMTP):
    def __init__(self, mailbox: Mailbox, sessions: set["_Smtp"]) -> None:
        super().__init__(mailbox, hostname="localhost", ident="Sandbox mailbox", enable_SMTPUTF8=True)
        self._open_sessions = sessions

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._open_sessions.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._open_sessions.discard(self)
        super().connection_lost(error)

    def hang_up(self) -> None:
        if self.transport is not None:
            cast("asyncio.Transport", self.transport).abort()


class _LinkReader(HTMLParser):
    def __init__(self, keep: Callable[[str], None]) -> None:
        super().__init__()
        self._keep = keep

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") if tag == "a" else None
        if address is not None and _LINK.fullmatch(address):
            self._keep(address)


def _read_part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    with contextlib.suppress(LookupError):
        return str(part.get_content()).replace("\r\n", "\n").strip()
    return ""


def _list_links(text: str, html: str) -> tuple[str, ...]:
    links = [link.rstrip(".,;:!?)") for link in _LINK.findall(text)]
    _LinkReader(links.append).feed(html)
    return tuple(dict.fromkeys(links))


def _revive(row: dict[str, object]) -> Email:
    moment = datetime.fromisoformat(str(row["received_at"]))
    to, links = row["to"], row["links"]
    return Email(
        email_id=int(str(row.get("email_id", row.get("letter_id")))),
        sender=str(row["sender"]),
        to=tuple(str(address) for address in to) if isinstance(to, list) else (),
        subject=str(row["subject"]),
        text=str(row["text"]),
        html=str(row["html"]),
        links=tuple(str(link) for link in links) if isinstance(links, list) else (),
        received_at=moment,
    )
