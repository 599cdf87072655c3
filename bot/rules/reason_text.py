"""The reason that a person gives in their own words."""

from bot.rules.one_time_code import read_code
from bot.rules.remark import clean, find_unseen
from bot.rules.verdict import Reason, Refused

REASON_LIMIT = 200
"""Characters. It stays in the audit trail."""


def read_reason(typed: str) -> str | Refused:
    """Tidy a reason. Refuse one that is empty, too long, not what it shows, or a code typed twice."""
    text = clean(typed)
    if read_code(text) is not None:
        return Refused(Reason.REASON_CODE)
    unseen = find_unseen(text)
    if not text or len(text) > REASON_LIMIT or unseen is not None:
        return Refused(Reason.REASON_TEXT, {"length": len(text), "limit": REASON_LIMIT, "character": unseen})
    return text
