"""One HTTP GET that shows a monitor that the scans run.

The address may hold a secret, so errors leave it out.
"""

import aiohttp

TIMEOUT_SECONDS = 10.0


class Heartbeat:
    """Pings one address."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def ping(self) -> str | None:
        """Send one ping. Return what went wrong, or None if it was taken."""
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
                session.get(self._url, allow_redirects=False) as answer,
            ):
                return None if answer.status < 400 else f"the monitor answered {answer.status}"
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return f"the monitor could not be reached ({type(error).__name__})"
