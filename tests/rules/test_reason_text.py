"""A reason is tidy text of visible characters."""

import pytest

from bot.rules.reason_text import REASON_LIMIT, read_reason
from bot.rules.verdict import Refused


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("  urgent   payout ", "urgent payout"), ("line\nline", "line line"), ("Ödön", "Ödön"), ("x" * 200, "x" * 200)],
)
def test_a_reason_is_tidied(typed: str, reason: str) -> None:
    assert read_reason(typed) == reason


@pytest.mark.parametrize(
    "typed", ["", "  \n", "x" * (REASON_LIMIT + 1), "pay\u202eout", "pay\u200bout", "123456", "123 456"]
)
def test_an_empty_long_or_misleading_reason_is_refused(typed: str) -> None:
    assert isinstance(read_reason(typed), Refused)
