"""Search a whitelist by words: addresses with the whole words first, then those with parts of them."""

from collections.abc import Iterable, Sequence

from bot.rules.remark import fold, words_in
from storage.records import Account, Address


def search_addresses(
    addresses: Iterable[tuple[Address, Account]], words: Sequence[str]
) -> list[tuple[Address, Account]]:
    """Return those that every word fits, by number. Without words return all."""
    wanted = [fold(word) for word in words]
    found = [(pair, _rank(*pair, wanted)) for pair in addresses]
    fitting = [(rank, pair) for pair, rank in found if rank is not None]
    return [pair for _, pair in sorted(fitting, key=lambda one: (one[0], one[1][0].number))]


def _rank(address: Address, account: Account, words: Sequence[str]) -> int | None:
    """Number of words that are only a part of something. None: a word is not there at all."""
    texts = [fold(text or "") for text in (address.coin, address.remark, address.address, address.memo, account.name)]
    whole = {*texts, *words_in(fold(address.remark)), fold(address.chain or ""), str(address.number)}
    parts = [word for word in words if word.removeprefix("#") not in whole]
    return len(parts) if all(any(part in text for text in texts) for part in parts) else None
