"""An address as an exchange's page takes it: one notation, and a memo apart from it."""

from bot.rules.addresses.chains import CHAINS
from bot.rules.addresses.family import Found


def write_for_exchange(chain: str, address: str, memo: str | None, *, has_memo: bool) -> tuple[str, str | None]:
    """The address and its memo; as they are on a chain without a rule.

    A memo that the address carries in itself goes apart where the exchange has a field for it (`has_memo`).
    """
    family = CHAINS.get(chain.upper())
    found = family.parse(address) if family is not None else None
    if family is None or not isinstance(found, Found) or (found.memo is not None and not has_memo):
        return address, memo
    return family.write(address, found.canonical), memo if found.memo is None else found.memo
