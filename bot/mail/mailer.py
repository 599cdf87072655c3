"""Compose an e-mail from its template and hand it to the mail server.

The address is the only user input in a header.
"""

import re
import ssl
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import uuid4

from bot.mail.errors import MailRefused

SUBJECTS = {
    "audit_head": "Keyminder: proof of your team’s audit trail",
    "confirm_email": "Keyminder: confirm your e-mail address",
    "confirm_old_email": "Keyminder: confirm the change of your e-mail address",
    "confirm_ticket": "Keyminder: confirm the change you asked for",
    "copy_of_ticket": "Keyminder: a change was asked for in your team",
    "email_changed": "Keyminder: your e-mail address was changed",
    "ends_by_mail": "Keyminder: your team needs an owner",
    "glass_broken": "Keyminder: a change runs without your approval",
    "news_by_mail": "Keyminder: news of your team",
    "team_lost": "Keyminder cannot write to your team any more",
}
"""Template → subject. Every template is listed."""

PATIENCE_SECONDS = 20.0
"""Time limit of each step of talking to the server."""

MailArg = str | int | datetime | None | Sequence[str] | Sequence[Mapping[str, str]]
"""A value in a template.

A datetime is written in UTC, a sequence line by line, mappings as labels and values.
"""


class Mailer:
    """One mail server, and the sender's address."""

    def __init__(
        self,
        smtp_url: str,
        mail_from: str,
        now: Callable[[], datetime],
        *,
        tls: ssl.SSLContext | None = None,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        """Set up the server. `smtp://` is plain, `smtp+starttls://` insists on TLS, `smtps://` begins with it.

        `tls` None: certificates are checked against the machine's authorities.
        """
        self._url = smtp_url
        self._from = Address("Keyminder", addr_spec=mail_from)
        self._now = now
        self._tls = tls
        self._patience = patience_seconds

    def compose(self, to: str, template: str, args: Mapping[str, MailArg]) -> EmailMessage:
        """Compose the e-mail as it would be sent. Raises MailRefused for an invalid address."""
        from bot.mail.email_templates import render  # noqa: PLC0415 - brings Jinja, and most starts write no e-mail

        message = EmailMessage()
        if not (to.isascii() and re.fullmatch(r"[^@\s]+@[^@\s]+", to)):
            raise MailRefused("No e-mail can go to this address.")
        try:
            message["To"] = Address(addr_spec=to)
        except (ValueError, HeaderParseError) as error:
            raise MailRefused("No e-mail can go to this address.") from error
        message["From"] = self._from
        message["Subject"] = SUBJECTS[template]
        message["Date"] = format_datetime(self._now().astimezone(UTC))
        message["Message-ID"] = f"<{uuid4().hex}@{self._from.domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        filled = {"subject": SUBJECTS[template], **args}
        message.set_content(render(f"{template}.txt", filled))
        message.add_alternative(render(f"{template}.html", filled), subtype="html")
        return message

    async def send(self, to: str, template: str, args: Mapping[str, MailArg]) -> None:
        """Hand one e-mail over. Raises MailRefused or MailUnreachable. Neither names the address or the text."""
        from bot.mail.smtp import Smtp  # noqa: PLC0415 - brings aiosmtplib, and most starts write no e-mail

        message = self.compose(to, template, args)
        await Smtp(self._url, self._from.domain, self._tls, self._patience).send(message)

    async def call(self) -> None:
        """Check that the server answers and accepts our login, without an e-mail. Raises MailUnreachable."""
        from bot.mail.smtp import Smtp  # noqa: PLC0415 - as above

        await Smtp(self._url, self._from.domain, self._tls, self._patience).call()
