"""The answer about an address."""

from enum import StrEnum
from typing import NamedTuple

from bot.rules.verdict import Reason, Refused
from storage.records import Message


class Outcome(StrEnum):
    """What is known of an address on its chain."""

    VALID = "valid"
    INVALID = "invalid"
    UNCHECKED = "unchecked"
    """The house has no rule for the chain: nobody may call it valid."""


class AddressVerdict(NamedTuple):
    """What is known of an address on its chain."""

    outcome: Outcome
    canonical: str
    """The form in which two notations of one address are equal; `<address>#<memo>` when the notation carries a memo.

    Empty for an invalid address, so that a secret typed by mistake goes nowhere.
    """
    refused: Refused | None = None
    """Set exactly when the outcome is invalid."""
    notices: tuple[Message, ...] = ()
    memo: str | None = None
    """The tag, memo or payment id that the address carries in itself (XRP X-address, XLM M…, XMR integrated)."""
    is_lost: bool = False
    """Whether coins sent there are lost: a token's contract, a program of the network, or a key that nobody has."""

    @property
    def reason(self) -> Reason | None:
        """The reason of the refusal, or None."""
        return self.refused.reason if self.refused else None

    def destination(self, memo: str | None) -> str:
        """The canonical address together with the memo given beside it: equal when the money ends in the same place."""
        return f"{self.canonical}#{memo}" if memo and self.memo is None else self.canonical
