"""An address in the form an exchange's page takes: one notation, with the memo apart."""

from bot.rules.addresses.chains import CHAINS
from bot.rules.addresses.family import Found


def write_for_exchange(chain: str, address: str, memo: str | None, *, has_memo: bool) -> tuple[str, str | None]:
    """Return the address and its memo. On a chain without a rule they stay as they are.

    A memo inside the address is separated if the exchange has a field for it (`has_memo`).
    """
    family = CHAINS.get(chain.upper())
    found = family.parse(address) if family is not None else None
    if family is None or not isinstance(found, Found) or (found.memo is not None and not has_memo):
        return address, memo
    return family.write(address, found.canonical), memo if found.memo is None else found.memo
