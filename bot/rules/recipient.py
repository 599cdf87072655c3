"""To whom an inter-user transfer goes: an e-mail, phone number or user id at the same exchange, checked as such.

It must not know whether anybody is there.

Source: ITU-T E.164 (at most 15 digits, the first none of a trunk prefix); CoinEx API v2 account/info (user ids of eight
hexadecimal digits), Bybit API v5 user/query-api (decimal ones), both checked 2026-11-25.
"""

import re
from dataclasses import dataclass

from bot.rules.addresses.leaked import is_secret
from bot.rules.email_address import read_email
from bot.rules.verdict import Reason, Refused

_PHONE = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_PHONE_MARKS = str.maketrans("", "", " ()-.")
_USER_ID = re.compile(r"[0-9A-Fa-f]{8}|[0-9]{4,12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A user of the same exchange."""

    given: str
    canonical: str


def read_recipient(text: str, exchange: str) -> Recipient | Refused:
    """Read an e-mail, a phone number with its country (`+49 151 23456789`) or a user id of the exchange so called."""
    given = text.strip()
    if "@" in given:
        email = read_email(given)
        return email if isinstance(email, Refused) else Recipient(given, email.casefold())
    phone = given.translate(_PHONE_MARKS)
    if _PHONE.fullmatch(phone):
        return Recipient(given, phone)
    if _USER_ID.fullmatch(given):
        return Recipient(given, given.upper())
    if is_secret(given):
        return Refused(Reason.ADDRESS_SECRET)
    return Refused(Reason.RECIPIENT_BAD, {"recipient": given[:60], "exchange": exchange})
