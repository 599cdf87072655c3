"""The result of checking an address."""

from enum import StrEnum
from typing import NamedTuple

from bot.rules.verdict import Reason, Refused
from storage.records import Message


class Outcome(StrEnum):
    """Validity of an address on its chain."""

    VALID = "valid"
    INVALID = "invalid"
    UNCHECKED = "unchecked"
    """The chain has no rule here, so the address must not count as valid."""


class AddressVerdict(NamedTuple):
    """Validity of an address on its chain, with its canonical form and notices."""

    outcome: Outcome
    canonical: str
    """Equal for two notations of one address. `<address>#<memo>` if the notation holds a memo.

    Empty for an invalid address, so that a secret typed by mistake is not passed on.
    """
    refused: Refused | None = None
    """Set exactly when the outcome is invalid."""
    notices: tuple[Message, ...] = ()
    memo: str | None = None
    """The tag, memo or payment id inside the address (XRP X-address, XLM M…, XMR integrated)."""
    is_lost: bool = False
    """Whether coins sent there are lost.

    It is a token's contract, a program of the network, or a key without an owner.
    """

    @property
    def reason(self) -> Reason | None:
        """The reason of the refusal, or None."""
        return self.refused.reason if self.refused else None

    def destination(self, memo: str | None) -> str:
        """Canonical address with the memo given beside it: equal if the money arrives in the same place."""
        return f"{self.canonical}#{memo}" if memo and self.memo is None else self.canonical
