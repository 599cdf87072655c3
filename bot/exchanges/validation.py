"""Our own rules, asked before an exchange is. They refuse in our words and without a call."""

from collections.abc import Iterable, Sequence

from bot.exchanges.exchange import ExchangeRefused
from bot.rules.ip_binding import read_ips
from bot.rules.remark import check_remark, clean
from bot.rules.verdict import Reason, Refused


def raise_if_refused(verdict: object) -> None:
    """Raise ExchangeRefused if the verdict is a refusal."""
    if isinstance(verdict, Refused):
        raise ExchangeRefused(verdict)


def read_wished_ips(ips: Sequence[str]) -> tuple[str, ...]:
    """Normalise IPs, possibly none. Raises ExchangeRefused."""
    if not ips:
        return ()
    read = read_ips(ips)
    if isinstance(read, Refused):
        raise ExchangeRefused(read)
    return read.ips


def read_wished_remark(remark: str, taken: Iterable[str], limit: int) -> str:
    """Return a valid name for which the exchange has room. Raises ExchangeRefused."""
    raise_if_refused(check_remark(remark, taken))
    cleaned = clean(remark)
    if len(cleaned) > limit:
        raise ExchangeRefused(Refused(Reason.REMARK_TOO_LONG, {"length": len(cleaned), "limit": limit}))
    return cleaned
