"""Compose an e-mail from its template and hand it to the mail server.

    MailError
    ├── MailRefused       the server will never take this e-mail
    └── MailUnreachable   no server, no access or no room at the moment: try again

The address is the only user input in a header.
"""

import contextlib
import re
import ssl
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import aiosmtplib

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

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}

MailArg = str | int | datetime | None | Sequence[str] | Sequence[Mapping[str, str]]
"""A value in a template.

A datetime is written in UTC, a sequence line by line, mappings as labels and values.
"""


class MailError(Exception):
    """An e-mail was not handed over."""


class MailRefused(MailError):
    """The server refused this e-mail or this address for good."""


class MailUnreachable(MailError):
    """The e-mail may be tried again later."""


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
        parts = urlsplit(smtp_url)
        self._scheme = parts.scheme
        self._host = parts.hostname or "localhost"
        self._port = parts.port or PORTS[parts.scheme]
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
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
        message = self.compose(to, template, args)
        client = self._client()
        try:
            await self._log_in(client)
            await client.send_message(message)
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _as_ours([one.code for one in error.recipients]) from error
        except aiosmtplib.SMTPResponseException as error:
            raise _as_ours([error.code]) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailUnreachable("The mail server closed the connection before it had the e-mail.") from error
        finally:
            # The e-mail is sent or refused by now, so a server that breaks off here changes nothing.
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await client.quit()
            client.close()

    async def call(self) -> None:
        """Check that the server answers and accepts our login, without an e-mail. Raises MailUnreachable."""
        client = self._client()
        try:
            await self._log_in(client)
        finally:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await client.quit()
            client.close()

    def _client(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            use_tls=self._scheme == "smtps",
            start_tls=self._scheme == "smtp+starttls",
            tls_context=self._tls,
            timeout=self._patience,
            local_hostname=self._from.domain,
        )

    async def _log_in(self, client: aiosmtplib.SMTP) -> None:
        """Log in. A refused login is not about an e-mail: the operator of the bot must correct it."""
        try:
            await client.connect()
            if self._user is not None:
                await client.login(self._user, self._password or "")
        except aiosmtplib.SMTPAuthenticationError as error:
            raise MailUnreachable(
                f"The mail server refuses the user and password of KEYMINDER_SMTP_URL ({error.code})."
            ) from error
        except (aiosmtplib.SMTPConnectError, aiosmtplib.SMTPServerDisconnected, OSError) as error:
            raise MailUnreachable(self._explain(error)) from error
        except aiosmtplib.SMTPException as error:
            raise MailUnreachable("The mail server does not offer what KEYMINDER_SMTP_URL asks for.") from error

    def _explain(self, error: Exception) -> str:
        """Explain why the server cannot be used, and what to change if it is the start of TLS."""
        place = f"The mail server at {self._host} port {self._port}"
        tls = next((one for one in (error, error.__cause__) if isinstance(one, ssl.SSLError)), None)
        if isinstance(tls, ssl.SSLCertVerificationError):
            return f"{place} has a certificate that is not trusted ({tls.verify_message})."
        if tls is not None and self._scheme == "smtps":
            return f"{place} does not begin with TLS: write smtp+starttls:// in KEYMINDER_SMTP_URL."
        if tls is not None:
            return f"{place} offers no TLS that can be trusted."
        if isinstance(error.__cause__, aiosmtplib.SMTPTimeoutError) and self._scheme != "smtps":
            # Connected without a greeting: a server that begins with TLS waits for us to begin.
            return f"{place} does not greet. If it begins with TLS, write smtps:// in KEYMINDER_SMTP_URL."
        return f"{place} does not answer."


def _as_ours(codes: Sequence[int]) -> MailError:
    code = max(codes, default=0)
    if codes and min(codes) >= 500:
        return MailRefused(f"The mail server refused the e-mail for good ({code}).")
    return MailUnreachable(f"The mail server does not take e-mail now ({code}).")
