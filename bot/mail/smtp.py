"""Talk to the mail server."""

import contextlib
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib

from bot.mail.errors import MailError, MailRefused, MailUnreachable

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Smtp:
    """A mail server by its URL, greeted in the name of `domain`."""

    def __init__(self, url: str, domain: str, tls: ssl.SSLContext | None, patience_seconds: float) -> None:
        parts = urlsplit(url)
        self._scheme = parts.scheme
        self._host = parts.hostname or "localhost"
        self._port = parts.port or PORTS[parts.scheme]
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._domain = domain
        self._tls = tls
        self._patience = patience_seconds

    async def send(self, message: EmailMessage) -> None:
        """Hand one e-mail over. Raises MailRefused or MailUnreachable. Neither names the address or the text."""
        async with self._connected() as client:
            try:
                await client.send_message(message)
            except aiosmtplib.SMTPRecipientsRefused as error:
                raise _as_ours([one.code for one in error.recipients]) from error
            except aiosmtplib.SMTPResponseException as error:
                raise _as_ours([error.code]) from error
            except (aiosmtplib.SMTPException, OSError) as error:
                raise MailUnreachable("The mail server closed the connection before it had the e-mail.") from error

    async def call(self) -> None:
        """Check that the server answers and accepts our login. Raises MailUnreachable."""
        async with self._connected():
            pass

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[aiosmtplib.SMTP]:
        client = self._client()
        try:
            await self._log_in(client)
            yield client
        finally:
            # The e-mail is sent or refused by now, so a server that breaks off here changes nothing.
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
            local_hostname=self._domain,
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
