"""The personas' authenticators: what they scan, and what they show over time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest

from bot.sandbox.authenticators import Authenticators, find_seed
from bot.sandbox.clock import SandboxClock

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OLGA = 7001
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def clock() -> SandboxClock:
    return SandboxClock(read_real_time=lambda: NOON)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (SEED, SEED),
        (f"Scan this, or type the seed: {SEED}.", SEED),
        ("Seed: JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP", SEED),
        (
            f"otpauth://totp/Keyminder:Olga?secret={SEED}&issuer=Keyminder",
            f"otpauth://totp/Keyminder:Olga?secret={SEED}&issuer=Keyminder",
        ),
        ("Your code was 123456, thank you.", None),
        ("USDT on POLKADOTASSETHUB", None),
        ("GDQP2KPQGKIHYJGXNUIYOMHARUARCA7DJT5FO2FFOOKY3B2WSQHG4W37", None),
        ("VCMJKWOY5P5P7SKMZFFOCEROPJCZOTIJMNIYNUCKH7LRO45JMJP6UYBIJA", None),
        ("ACCESS-ID 0F1E2D3C4B5A69788796A5B4C3D2E1F0", None),
    ],
)
def test_a_seed_in_a_text_is_found(text: str, found: str | None) -> None:
    assert find_seed(text) == found


def test_the_code_is_the_one_every_authenticator_shows(clock: SandboxClock) -> None:
    phones = Authenticators(clock)

    assert phones.scan(OLGA, f"Type the seed: {SEED}") == pyotp.TOTP(SEED).at(NOON) == phones.code(OLGA)


def test_an_address_from_a_qr_picture_scans_as_well(clock: SandboxClock) -> None:
    phones = Authenticators(clock)

    assert phones.scan(OLGA, pyotp.TOTP(SEED).provisioning_uri(name="Olga", issuer_name="Keyminder")) == pyotp.TOTP(
        SEED
    ).at(NOON)


def test_small_letters_and_spaces_are_read_like_the_seed_itself(clock: SandboxClock) -> None:
    assert Authenticators(clock).scan(OLGA, "jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp") == pyotp.TOTP(SEED).at(NOON)


def test_codes_follow_the_clock_of_the_sandbox(clock: SandboxClock) -> None:
    phones = Authenticators(clock)
    first = phones.scan(OLGA, SEED)

    clock.jump(timedelta(seconds=12))
    assert phones.code(OLGA) == first
    assert phones.show(OLGA).seconds_left == 18

    clock.jump(timedelta(seconds=18))
    assert phones.code(OLGA) == pyotp.TOTP(SEED).at(NOON + timedelta(seconds=30)) != first


def test_text_that_is_not_a_seed_is_not_scanned(clock: SandboxClock) -> None:
    phones = Authenticators(clock)

    with pytest.raises(ValueError, match="no authenticator seed"):
        phones.scan(OLGA, "Welcome to the team!")

    assert not phones.has(OLGA)


def test_seeds_survive_a_restart(clock: SandboxClock, tmp_path: Path) -> None:
    file = tmp_path / "authenticators.json"
    Authenticators(clock, file).scan(OLGA, SEED)

    assert Authenticators(clock, file).code(OLGA) == pyotp.TOTP(SEED).at(NOON)


def test_a_lost_phone_shows_nothing(clock: SandboxClock) -> None:
    phones = Authenticators(clock)
    phones.scan(OLGA, SEED)

    phones.forget(OLGA)

    with pytest.raises(KeyError):
        phones.code(OLGA)
