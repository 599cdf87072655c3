"""What every change of a key records and says after the exchange's answer."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from uuid import uuid4

from bot.operations.drifts.merge import Change, as_answered, follow, look_soon, of_ips
from bot.operations.lookup.keys import display_name, expiry_text, failed_line
from bot.operations.model.operation import PartOutcome
from bot.rules.verdict import Reason
from storage.records import Account, Arg, Key, KeyFacts, Message
from storage.work import Work


def add_made(work: Work, account: Account, made: KeyFacts, made_by: int, now: datetime) -> Key:
    """Store a key that a person had created at the exchange, with a number of its own.

    A key that works at once is reported with its creation and not announced later.
    """
    works = made.live_at is not None and made.live_at <= now
    key = Key(
        **asdict(made),
        id=uuid4(),
        team_id=account.team_id,
        account_id=account.id,
        number=work.keys.next_number(account.team_id),
        announced_live_at=now if works else None,
        made_by=made_by,
    )
    work.keys.add(key)
    return key


SAME_IPS = of_ips(tuple)
"""A change that keeps the IPs. The expiry may change."""


def outcome_lines(
    work: Work,
    outcomes: Sequence[PartOutcome],
    done: Message,
    now: datetime,
    change: Change = SAME_IPS,
) -> list[Message]:
    """Return one line for each part: `done` with the key's facts at the exchange, or why it failed."""
    lines = []
    for outcome in outcomes:
        if outcome.refused is not None:
            lines.append(failed_line(outcome.subject.name, outcome.refused))
            if outcome.refused.reason is Reason.KEY_DIFFERS:
                look_soon(work, outcome.subject.the_account.id, now)
        elif isinstance(outcome.answer, KeyFacts):
            followed = follow(work, outcome.subject.the_key, outcome.answer, change, now)
            shown = as_answered(followed, outcome.answer)
            facts: dict[str, Arg] = {
                "key": display_name(work, shown),
                "ends": expiry_text(shown, now),
                "ips": list(shown.ips),
            }
            lines.append(replace(done, args={**facts, **done.args}))
    return lines
