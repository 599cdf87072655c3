"""Recipient of an inter-user transfer: an e-mail, phone number or user id at the same exchange.

Only its form is checked.

Source: ITU-T E.164 and the numbering plans in phonenumbers. CoinEx API v2 account/info (user ids of eight hexadecimal
digits), Bybit API v5 user/query-api (decimal ones), both checked 2026-11-25.
"""

import re
from dataclasses import dataclass

from bot.rules.addresses.leaked import is_hash_or_key, is_secret
from bot.rules.email_address import read_email
from bot.rules.full_width import narrow
from bot.rules.verdict import Reason, Refused

_PHONE = re.compile(r"\+[0-9 ()./-]{6,30}", re.ASCII)
_SHORTEST = 7
"""Digits of a number with its country. Shorter ones reach services."""
_PHONE_MARKS = str.maketrans("", "", " ()-./")
_USER_ID = re.compile(r"[0-9A-Fa-f]{8}|[0-9]{4,12}", re.ASCII)
_NAMED_ID = re.compile(r"(?:u?id)[ :#]*([0-9A-Fa-f]{4,12})", re.ASCII | re.IGNORECASE)
_EITHER = re.compile(r"0[0-9]{5,14}|[0-9]{10,15}", re.ASCII)
"""As long as a phone number, or begun like a dialled one: it looks the same as a user id."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A user of the same exchange."""

    given: str
    canonical: str
    is_other: bool = False
    """Whether the canonical form differs from the typed text, so that people must see it."""


@dataclass(frozen=True, slots=True)
class PhoneOrId:
    """Digits that are a user id, or a phone number without its country."""

    digits: str


def read_recipient(text: str, exchange: str) -> Recipient | PhoneOrId | Refused:
    """Read an e-mail, a phone number with its country (`+49 151 23456789`) or a user id of `exchange`.

    `id 13800138000` is always a user id.
    """
    given = text.strip()
    plain = narrow(given)
    if "@" in plain:
        return _read_email(given)
    if plain.startswith("+"):
        return _read_phone(given, plain) or _refuse(given, exchange)
    if _EITHER.fullmatch(plain):
        return PhoneOrId(plain)
    named = _NAMED_ID.fullmatch(plain)
    user_id = named[1] if named else plain
    if _USER_ID.fullmatch(user_id):
        return Recipient(user_id, user_id.upper())
    return _refuse(given, exchange)


def _refuse(given: str, exchange: str) -> Refused:
    """Refuse with the typed text, unless it is a secret or may be one."""
    if is_secret(given):
        return Refused(Reason.ADDRESS_SECRET)
    if is_hash_or_key(given):
        return Refused(Reason.ADDRESS_HASH_OR_KEY)
    return Refused(Reason.RECIPIENT_BAD, {"recipient": given[:60], "exchange": exchange})


def _read_email(given: str) -> Recipient | Refused:
    email = read_email(given)
    if isinstance(email, Refused):
        return email
    canonical = email.casefold()
    return Recipient(given, canonical, is_other=canonical != given.casefold())


def _read_phone(given: str, plain: str) -> Recipient | None:
    """Read a number by its country's numbering plan.

    A zero that is only dialled inside the country is removed.
    """
    import phonenumbers  # noqa: PLC0415 - slow to load, and few people whitelist a phone number

    if _PHONE.fullmatch(plain) is None:
        return None
    try:
        number = phonenumbers.parse(plain)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    canonical = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if len(canonical) <= _SHORTEST:
        return None
    return Recipient(given, canonical, is_other=canonical != plain.translate(_PHONE_MARKS))
