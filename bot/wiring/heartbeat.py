"""One HTTP GET that tells a monitor that the scans go on.

The address may hold a secret, so no error carries it further.
"""

import aiohttp

TIMEOUT_SECONDS = 10.0


class Heartbeat:
    """Pings one address."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def ping(self) -> str | None:
        """Sends one ping; None: it was taken, else what went wrong."""
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
                session.get(self._url, allow_redirects=False) as answer,
            ):
                return None if answer.status < 400 else f"the monitor answered {answer.status}"
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return f"the monitor could not be reached ({type(error).__name__})"
