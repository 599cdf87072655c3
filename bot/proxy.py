"""The proxy that the environment names for outgoing requests."""

import ipaddress
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


def find_proxy(url: str) -> str | None:
    """Return the proxy that the environment names for this address. None: ask directly, as for this machine itself."""
    address = urlsplit(url)
    host = address.hostname or ""
    if is_loopback(host):
        return None
    proxies = getproxies()
    proxy = proxies.get(address.scheme) or proxies.get("all")
    return None if proxy is None or proxy_bypass(host) else proxy


def is_loopback(host: str) -> bool:
    """Whether a host name or IP is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def opens_only_here(url: str) -> bool:
    """Whether only this machine can open an address that begins like this."""
    host = urlsplit(url).hostname or ""
    return is_loopback(host) or host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not listened on
