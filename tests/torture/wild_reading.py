"""Read many wild updates, and ask the rules whether their senders may: no database, no bot.

By hand: `python -m tests.torture.wild_reading --count 1000000 --seed 1`
"""

import argparse
import random
import time
from collections import Counter
from uuid import UUID

from bot.chat.commands import COMMANDS
from bot.chat.telegram.incoming import Incoming, Kind, read_update
from bot.operations.model.button_data import CommandPress, decode
from bot.rules.authorization import may_ask, may_read
from bot.rules.policy import POLICY
from bot.rules.verdict import Allowed
from storage.records import Membership, MembershipStatus, Role
from tests.app import BEGINNING, MAX, OLGA, STRANGER, TEAM
from tests.torture.wild import Wild

PEOPLE = (OLGA, MAX, STRANGER)
TEAM_ID = UUID(int=1)


def run_reading(count: int, seed: int) -> Counter[str]:
    """Return how many updates could not be read, meant nothing, were refused, or were allowed.

    Raises every error but those of an update that cannot be read.
    """
    wild, chosen = Wild(seed, [TEAM, *PEOPLE], PEOPLE), random.Random(seed)  # noqa: S311 - the same again
    return Counter(_judge(wild.update(number), chosen) for number in range(count))


def _judge(update: dict[str, object], chosen: random.Random) -> str:
    try:
        incoming = read_update(update, "keyminder_bot")
    except Exception:
        # As the update queue does: no other code sees such an update.
        return "unreadable"
    word = _word_of(incoming)
    if word is None:
        return "without a command"
    membership, is_enrolled = _any_membership(chosen, incoming.user_id), chosen.random() < 0.5
    action = chosen.choice([one for one, rule in POLICY.items() if rule.least is not None])
    verdicts = (may_read(membership), may_ask(action, membership, is_enrolled=is_enrolled))
    if verdicts != (Allowed(), Allowed()):
        return "refused"
    if membership is None or membership.standing is not MembershipStatus.ACTIVE:
        raise AssertionError(f"{action} is allowed to {membership}")
    return "allowed"


def _word_of(incoming: Incoming) -> str | None:
    """Return the command that is typed or in the button, if a person wrote it and it exists."""
    if incoming.problem is not None or incoming.kind not in {Kind.MESSAGE, Kind.DOCUMENT, Kind.PRESS}:
        return None
    pressed = decode(incoming.data) if incoming.kind is Kind.PRESS else None
    word = pressed.words[0] if isinstance(pressed, CommandPress) else incoming.command
    return word if word in COMMANDS else None


def _any_membership(chosen: random.Random, user_id: int) -> Membership | None:
    if chosen.random() < 0.2:
        return None
    role, status = chosen.choice(list(Role)), chosen.choice(list(MembershipStatus))
    return Membership(TEAM_ID, user_id, role, status, BEGINNING)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    began = time.monotonic()
    found = run_reading(chosen.count, chosen.seed)
    took = time.monotonic() - began
    print(f"{chosen.count} updates, seed {chosen.seed}: {took:.0f} s, {chosen.count / took:.0f} a second")  # noqa: T201
    for what, times in found.most_common():
        print(f"{times:9} {what}")  # noqa: T201


if __name__ == "__main__":
    main()
