"""Ask the outside what ends: the certificate of the public address, and the webhook."""

import asyncio
import ssl
from datetime import UTC, datetime
from urllib.parse import urlsplit

import structlog

from bot.chat.telegram.client import SayError, TelegramClient
from bot.chat.telegram.telegram_check import is_stopped
from bot.operations.model.outside_ends import CertificateSeen

PATIENCE_SECONDS = 10.0
_EXPIRED = 10
"""Code of OpenSSL's verification. Source: X509_V_ERR_CERT_HAS_EXPIRED, man X509_STORE_CTX_get_error."""

log = structlog.get_logger(__name__)


class Outside:
    """What a job that watches other ends asks."""

    def __init__(self, line: TelegramClient, mode: str, public_url: str, trust: ssl.SSLContext | None = None) -> None:
        """`mode` is `polling` or `webhook`. `trust` None: the machine's authorities."""
        self._line = line
        self._mode = mode
        self._address = urlsplit(public_url)
        self._trust = trust

    async def look_at_certificate(self) -> CertificateSeen | None:
        """Read it as a browser would. None: the address has none, or it could not be read."""
        host = self._address.hostname
        if self._address.scheme != "https" or host is None:
            return None
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                trust = self._trust or await asyncio.to_thread(ssl.create_default_context)
                _, writer = await asyncio.open_connection(host, self._address.port or 443, ssl=trust)
            certificate = writer.get_extra_info("peercert")
            writer.transport.abort()  # Without a request there is no answer to wait for.
        except ssl.SSLCertVerificationError as error:
            return CertificateSeen(None) if error.verify_code == _EXPIRED else None
        except (OSError, TimeoutError) as error:
            log.info("certificate_unknown", host=host, why=str(error))
            return None
        return CertificateSeen(datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC))

    async def is_webhook_stopped(self, now: datetime) -> bool | None:
        """Whether Telegram cannot deliver updates. None: it polls, or did not say."""
        if self._mode != "webhook":
            return None
        try:
            return is_stopped(await self._line.call("getWebhookInfo", {}), now)
        except SayError as error:
            log.info("webhook_unknown", why=str(error))
            return None
