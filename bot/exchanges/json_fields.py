"""Lenient reading of an exchange's JSON: numbers may come as text, and fields may be missing.

    Unreadable      the answer has an unexpected form, so the result is unknown

Errors name no value: an answer may hold a secret.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.rules.ip_text import normal_ip

MESSAGE_LIMIT = 200


class Unreadable(Exception):
    """The answer has an unexpected form."""


class Fields(dict[str, object]):
    """A JSON object. A missing field raises Unreadable."""

    def __missing__(self, name: str) -> object:
        raise Unreadable(f"the answer has no {name}")


def as_object(value: object) -> Fields:
    """Read a JSON object."""
    if not isinstance(value, Mapping):
        raise Unreadable("the answer has no object where one belongs")
    return Fields(value)


def as_list(value: object) -> Sequence[object]:
    """Read a JSON array. None is an empty one."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Unreadable("the answer has no list where one belongs")
    return value


def as_text(value: object) -> str:
    """Read text that is not empty. A number is taken as it is written."""
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise Unreadable("the answer has no text where some belongs")
    return str(value)


def as_int(value: object) -> int:
    """Read a whole number, also as text or with a point and nothing behind it."""
    try:
        if isinstance(value, int | float | str) and not isinstance(value, bool):
            number = Decimal(str(value).strip())
            if number == int(number):
                return int(number)
    except (ArithmeticError, ValueError):
        pass
    raise Unreadable("the answer has no number where one belongs")


def as_bool(value: object) -> bool:
    """Read a truth value, also as 0 and 1 or as words."""
    match value:
        case bool():
            return value
        case 0 | "0" | "false" | "False":
            return False
        case 1 | "1" | "true" | "True":
            return True
        case _:
            raise Unreadable("the answer has no truth where one belongs")


def read_ips_leniently(value: object) -> tuple[str, ...]:
    """Normalise bound addresses. One that we could not bind ourselves stays as the exchange has it."""
    ips = []
    for word in as_list(value):
        bare = str(word).strip()
        ips.append(normal_ip(bare) or bare)
    return tuple(dict.fromkeys(ips))


def as_harmless(message: str, *secrets: str) -> str:
    """Make an exchange's own words fit to show: one line, limited, without secrets."""
    for secret in secrets:
        if secret:
            message = message.replace(secret, "…")
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in message).split())
    return line if len(line) <= MESSAGE_LIMIT else f"{line[: MESSAGE_LIMIT - 1]}…"
