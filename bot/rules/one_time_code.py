"""Time steps of one-time codes, the lock after wrong codes, and recovery codes.

Source: RFC 6238 (30 seconds, T0 = 0), RFC 4226 section 5.3 (six digits, HMAC-SHA-1).
"""

import hmac
import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pyotp

from bot.rules.full_width import narrow
from bot.rules.verdict import Reason, Refused
from storage.records import Person

STEP_SECONDS = 30
LOCK_AFTER = 5
LOCK_FOR = timedelta(minutes=15)
RECOVERY_CODES = 8

_RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_RECOVERY_HALF = 5
_HALF = rf"[{_RECOVERY_ALPHABET}]{{{_RECOVERY_HALF}}}"
_IPV4 = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_CODE = re.compile(r"[0-9](?: ?[0-9]){5}")
_RECOVERY = re.compile(rf"({_HALF}) ?({_HALF})")
_CODE_WITHIN = re.compile(r"(?<![0-9])(?=([0-9]{3} ?[0-9]{3})(?![0-9]))")
_RECOVERY_WITHIN = re.compile(rf"(?<![a-z0-9])(?=({_HALF}) ?({_HALF})(?![a-z0-9]))")

_NO_SEPARATORS = frozenset("#@%&*/\\")
"""Punctuation that makes digits something other than a code."""
_AROUND = " .,;:!?\"'`()[]<>_~\u00ab\u00bb\u2018\u2019\u201a\u201c\u201d\u201e\u2026"
"""Characters around a code in a sentence or in a copied text."""
_MINUS = "\u2212"


def new_seed() -> str:
    """Make a seed of 160 bits, base32."""
    return pyotp.random_base32()


def provisioning_uri(seed: str, name: str, issuer: str) -> str:
    """Write the otpauth link that an authenticator scans."""
    return pyotp.TOTP(seed).provisioning_uri(name=name, issuer_name=issuer)


def read_code(text: str) -> str | None:
    """Read six digits of any script with any single separators between them. None for anything else.

    An IP such as 10.0.0.12 has six digits too and is refused.
    """
    plain = _plain(text)
    if _IPV4.fullmatch(narrow(text).strip()):
        return None
    return plain.replace(" ", "") if _CODE.fullmatch(plain) else None


def read_recovery_code(text: str) -> str | None:
    """Read a recovery code in any case, with one separator between its halves or none.

    None for anything else.
    """
    match = _RECOVERY.fullmatch(_plain(text))
    return None if match is None else f"{match[1]}-{match[2]}"


def find_codes(text: str) -> frozenset[str]:
    """Find every possible code within a text."""
    whole = read_code(text)
    within = {digits.replace(" ", "") for digits in _CODE_WITHIN.findall(_plain(text))}
    return frozenset(within if whole is None else {whole, *within})


def find_recovery_codes(text: str) -> frozenset[str]:
    """Find every possible recovery code within a text."""
    return frozenset(f"{first}-{second}" for first, second in _RECOVERY_WITHIN.findall(_plain(text)))


def _plain(text: str) -> str:
    """Normalise: lower case, ASCII digits, one blank per separator, no invisible characters, trimmed."""
    visible = "".join(char for char in narrow(text) if unicodedata.category(char) not in {"Cf", "Mn", "Me"})
    return "".join(" " if _separates(char) else char for char in visible.strip().strip(_AROUND).lower()).strip()


def _separates(char: str) -> bool:
    kind = unicodedata.category(char)[0]
    return char.isspace() or char == _MINUS or (kind in {"Z", "P"} and char not in _NO_SEPARATORS)


def current_step(now: datetime) -> int:
    """Return the number of the time step of a moment."""
    return int(now.timestamp()) // STEP_SECONDS


def seconds_to_next(now: datetime) -> int:
    """Return whole seconds, 1 to 30, until the next code."""
    return STEP_SECONDS - int(now.timestamp()) % STEP_SECONDS


def matching_step(seed: str, code: str, now: datetime) -> int | None:
    """Find the latest step, at most one away from now, with this code.

    Takes the same time for any code.
    """
    totp = pyotp.TOTP(seed)
    here = current_step(now)
    found: int | None = None
    for step in range(max(0, here - 1), here + 2):
        is_equal = hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
        found = step if is_equal else found
    return found


def codes_around(seed: str, now: datetime) -> Mapping[str, int]:
    """Return the codes that are valid now → their steps."""
    totp, here = pyotp.TOTP(seed), current_step(now)
    return {totp.generate_otp(step): step for step in range(max(0, here - 1), here + 2)}


def check_code(
    person: Person, code: str, now: datetime, *, wall_now: datetime | None = None, seed: str | None = None
) -> int | Refused:
    """Return the step that a person's code spends, or the refusal.

    `wall_now` is what the machine's clock shows after it was set back. It is unknown which of the two is right, so a
    code of either counts. `seed` replaces the person's own while a new one is being enrolled. Only CODE_WRONG and a
    LOCKED that the person was not under before come from a wrong code: the caller then calls `after_wrong_code`.
    """
    if is_locked(person, now):
        return Refused(Reason.LOCKED, {"until": person.locked_until})
    chosen = seed or person.totp_seed_secret
    if chosen is None:
        return Refused(Reason.NOT_ENROLLED)
    moment, step = now, matching_step(chosen, code, now)
    if step is None and wall_now is not None:
        moment, step = wall_now, matching_step(chosen, code, wall_now)
    if step is None:
        left = LOCK_AFTER - person.failed_codes - 1
        if left <= 0:
            return Refused(Reason.LOCKED, {"until": now + LOCK_FOR})
        return Refused(Reason.CODE_WRONG, {"left": left})
    if person.last_step is not None and step <= person.last_step:
        return refuse_spent(person.last_step, moment)
    return step


def refuse_spent(last_step: int, now: datetime) -> Refused:
    """Refuse a spent code, with the seconds until a newer one.

    `until` is set if the last step is in the future, which happens only after a clock was set back. Accepted steps
    strictly rise all the same.
    """
    seconds = seconds_to_unspent(last_step, now)
    is_ahead = seconds > 3 * STEP_SECONDS
    return Refused(
        Reason.CODE_USED, {"seconds": seconds, "until": now + timedelta(seconds=seconds) if is_ahead else None}
    )


def seconds_to_unspent(last_step: int, now: datetime) -> int:
    """Return whole seconds until a code newer than the last spent one."""
    behind = last_step - current_step(now) - 1
    return seconds_to_next(now) + max(0, behind) * STEP_SECONDS


def is_locked(person: Person, now: datetime) -> bool:
    """Whether a person must wait after too many wrong codes.

    A lock that ends much later than any lock can was set before the clock was set back, and no longer counts. Twice its
    length is allowed, for replicas with different clocks.
    """
    return person.locked_until is not None and now < person.locked_until <= now + 2 * LOCK_FOR


def is_setting_up(person: Person, now: datetime) -> bool:
    """Whether the first code of a new authenticator counts. In place of an older one it counts for a limited time."""
    if person.pending_seed_secret is None or person.enrolled_at is None:
        return person.pending_seed_secret is not None
    return person.may_enrol_until is not None and now < person.may_enrol_until


def after_wrong_code(person: Person, now: datetime) -> Person:
    """Count a wrong code. The fifth locks and resets the count."""
    failed = person.failed_codes + 1
    if failed < LOCK_AFTER:
        return replace(person, failed_codes=failed)
    return replace(person, failed_codes=0, locked_until=now + LOCK_FOR)


def after_right_code(person: Person, step: int) -> Person:
    """Forget the wrong codes and remember the step."""
    return replace(person, failed_codes=0, locked_until=None, last_step=step)


def new_recovery_codes(choose: Callable[[Sequence[str]], str] = secrets.choice) -> tuple[str, ...]:
    """Make eight different codes such as `k7fqm-2xw9c`, of letters and digits that people do not confuse."""
    codes: dict[str, None] = {}
    while len(codes) < RECOVERY_CODES:
        letters = [choose(_RECOVERY_ALPHABET) for _ in range(2 * _RECOVERY_HALF)]
        codes["".join(letters[:_RECOVERY_HALF]) + "-" + "".join(letters[_RECOVERY_HALF:])] = None
    return tuple(codes)
