"""Find an exchange's error code in a pasted text, and explain codes of exchanges without a driver.

Source: developers.binance.com/en/docs/products/spot/errors and docs.kraken.com/exchange/guides/general/errors, checked
2026-11-27. Also okx.com/docs-v5 (Error Code), kucoin.com/docs (Errors), gate.com/docs (Labels), huobiapi.github.io
(Error code).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.rules.full_width import narrow


class Meaning(StrEnum):
    """Meaning of a code. Each is one variant of a sentence."""

    CLOCK = "clock"
    SIGNATURE = "signature"
    KEY_MALFORMED = "key-malformed"
    KEY_UNKNOWN = "key-unknown"
    KEY_OR_IP_OR_RIGHT = "key-or-ip-or-right"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a meaning
    IP = "ip"
    RIGHT = "right"
    WRONG_SITE = "wrong-site"
    FROZEN = "frozen"
    RATE = "rate"
    BUSY = "busy"
    OUTCOME_UNKNOWN = "outcome-unknown"
    PARAMETER = "parameter"
    KEYS_FULL = "keys-full"
    IPS_FULL = "ips-full"
    NAME_TAKEN = "name-taken"
    SUB_ACCOUNT = "sub-account"
    ADDRESS_UNKNOWN = "address-unknown"


@dataclass(frozen=True, slots=True)
class Explained:
    """A code of an exchange that the bot does not drive."""

    code: str
    exchange: str
    meaning: Meaning


_CODES: Mapping[str, Mapping[Meaning, tuple[str, ...]]] = {
    "Binance": {
        Meaning.CLOCK: ("-1021",),
        Meaning.SIGNATURE: ("-1022",),
        Meaning.KEY_MALFORMED: ("-2014",),
        Meaning.KEY_OR_IP_OR_RIGHT: ("-2015", "-2008", "-1002"),
        Meaning.RATE: ("-1003", "-1015"),
        Meaning.BUSY: ("-1000", "-1001", "-1008"),
        Meaning.OUTCOME_UNKNOWN: ("-1006", "-1007"),
        Meaning.PARAMETER: ("-1100", "-1101", "-1102", "-1103", "-1104", "-1105", "-1106", "-1130"),
    },
    "OKX": {
        Meaning.CLOCK: ("50102", "50112"),
        Meaning.SIGNATURE: ("50113",),
        Meaning.KEY_UNKNOWN: ("50111", "50119"),
        Meaning.PASSPHRASE: ("50105",),
        Meaning.IP: ("50110", "50035"),
        Meaning.WRONG_SITE: ("50101",),
        Meaning.RIGHT: ("50120", "50030"),
        Meaning.FROZEN: ("50100", "50007"),
        Meaning.KEYS_FULL: ("59501",),
        Meaning.NAME_TAKEN: ("59502",),
        Meaning.IPS_FULL: ("59503",),
        Meaning.SUB_ACCOUNT: ("59510", "59508", "59500", "59604"),
        Meaning.RATE: ("50011", "50040"),
        Meaning.BUSY: ("50001", "50013", "50026", "50046"),
        Meaning.OUTCOME_UNKNOWN: ("50004",),
        Meaning.PARAMETER: ("50000", "50002", "50006", "50014", "50025"),
    },
    "KuCoin": {
        Meaning.CLOCK: ("400002",),
        Meaning.SIGNATURE: ("400005",),
        Meaning.KEY_UNKNOWN: ("400003",),
        Meaning.PASSPHRASE: ("400004",),
        Meaning.IP: ("400006",),
        Meaning.RIGHT: ("400007",),
        Meaning.FROZEN: ("411100",),
        Meaning.RATE: ("429000",),
        Meaning.BUSY: ("500000",),
        Meaning.PARAMETER: ("400001", "400100", "404000", "415000", "400000"),
    },
    "Gate": {
        Meaning.CLOCK: ("REQUEST_EXPIRED",),
        Meaning.SIGNATURE: ("INVALID_SIGNATURE",),
        Meaning.KEY_UNKNOWN: ("INVALID_KEY",),
        Meaning.IP: ("IP_FORBIDDEN",),
        Meaning.RIGHT: ("READ_ONLY", "FORBIDDEN"),
        Meaning.SUB_ACCOUNT: ("SUB_ACCOUNT_NOT_FOUND", "SUB_ACCOUNT_LOCKED"),
        Meaning.RATE: ("TOO_MANY_REQUESTS",),
        Meaning.BUSY: ("TOO_BUSY", "SERVER_ERROR"),
        Meaning.PARAMETER: ("MISSING_REQUIRED_HEADER",),
    },
    "HTX": {
        Meaning.SIGNATURE: ("api-signature-not-valid",),
        Meaning.RIGHT: ("1002", "1003"),
        Meaning.RATE: ("base-request-exceed-frequency-limit",),
        Meaning.BUSY: ("system-maintenance",),
        Meaning.PARAMETER: ("2002",),
        Meaning.KEYS_FULL: ("2014",),
    },
    "Kraken": {
        Meaning.CLOCK: ("EAPI:Invalid nonce",),
        Meaning.SIGNATURE: ("EAPI:Invalid signature",),
        Meaning.KEY_UNKNOWN: ("EAPI:Invalid key",),
        Meaning.RIGHT: ("EGeneral:Permission denied",),
        Meaning.FROZEN: ("EGeneral:Temporary lockout",),
        Meaning.RATE: ("EAPI:Rate limit exceeded", "EOrder:Rate limit exceeded"),
        Meaning.BUSY: ("EService:Unavailable", "EService:Busy"),
        Meaning.OUTCOME_UNKNOWN: ("EService:Deadline elapsed",),
        Meaning.PARAMETER: ("EGeneral:Invalid arguments",),
        Meaning.ADDRESS_UNKNOWN: ("EFunding:Unknown withdraw key",),
    },
}
_EXPLAINED = {
    code.casefold(): Explained(code, exchange, meaning)
    for exchange, meanings in _CODES.items()
    for meaning, codes in meanings.items()
    for code in codes
}
_MINUS = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")
_NAMED = re.compile(
    r"\b(?:ret_?code|err(?:or)?[-_]?code|code|label)\b[\"']?\s*[:=]\s*[\"']?(-?[0-9]{1,6}(?![0-9])|[a-z][a-z0-9_-]*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.])-?[0-9]{1,6}(?![\w])")


def find_code(text: str) -> str | None:
    """Return the code in a pasted answer, JSON or not, or in a line of it. None: no code."""
    plain = narrow(text).translate(_MINUS)
    if named := _NAMED.search(plain):
        return named[1]
    folded = plain.casefold()
    words = (code for code in _EXPLAINED if not code.lstrip("-").isdigit())
    spelled = next((code for code in sorted(words, key=len, reverse=True) if code in folded), None)
    if spelled is not None:
        return _EXPLAINED[spelled].code
    numbers = _NUMBER.findall(plain)
    return next((number for number in numbers if number in _EXPLAINED), numbers[0] if numbers else None)


def explain(code: str) -> Explained | None:
    """Explain a code of an exchange that the bot does not drive. A missing minus is put back."""
    return _EXPLAINED.get(code.casefold()) or _EXPLAINED.get(f"-{code}")
