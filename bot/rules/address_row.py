"""One row of a whitelist sheet: all its faults at once, or the entry it would become and how that stands to the list.

It must not know how many rows there are, nor where they come from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from bot.rules.addresses import AddressVerdict, Outcome, check_address
from bot.rules.addresses.characters import bare_address
from bot.rules.chain_names import find_chain, list_nearest_chains
from bot.rules.coin_table import Coin, CoinChain, CoinTable
from bot.rules.known_addresses import KnownAddresses, split_memo
from bot.rules.memo import misses_memo
from bot.rules.memo_text import ReadMemo, read_memo
from bot.rules.remark import check_label, clean, fold
from bot.rules.verdict import Reason, Refused
from storage.records import Address, Saying


class RowStanding(StrEnum):
    """How a row stands to what the account's list has already."""

    NEW = "new"
    SAME = "same"
    """The list has it: nothing to do."""
    RENAMED = "renamed"
    """The list has it under another remark: nothing to do, and the remark stays as it is."""
    CONFLICT = "conflict"
    """The list has the address for this coin and chain with another memo. That may be right, one exchange's address
    serves many customers, so it is taken like a new one, with a notice."""


class SheetRow(NamedTuple):
    """A row without fault. All of them are normal withdrawals of a single coin."""

    line: int
    remark: str
    """May be empty, and need not be unique: addresses are also named by number."""
    coin: str
    chain: str
    address: str
    """Exactly as given, without the blanks around it."""
    canonical: str
    memo: str | None
    is_checked: bool
    """Whether there is a rule for addresses of that chain."""
    misses_memo: bool
    """Deposits there need a memo, and there is none: the requester has to tick that this is right."""
    is_lost: bool
    """Coins sent there are lost: the requester has to tick that they are meant to be."""
    standing: RowStanding
    notices: tuple[Saying, ...] = ()

    @property
    def is_to_add(self) -> bool:
        """Whether the list does not have it yet."""
        return self.standing in {RowStanding.NEW, RowStanding.CONFLICT}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One fault of a row; a row may have several."""

    line: int
    cells: tuple[str, ...]
    refused: Refused
    is_mismatch: bool
    """A wrong number of fields, or a network, address or memo that does not fit: the report then opens with the words
    `Number of Fields Does not Match`."""

    @property
    def suggestion(self) -> str | None:
        """The one network that was surely meant; None: there is none, or something else is wrong."""
        near = self.refused.args["nearest"] if self.refused.reason is Reason.NETWORK_UNKNOWN else ()
        return str(near[0]) if isinstance(near, tuple) and len(near) == 1 else None

    def as_saying(self) -> Saying:
        """The report: where, and why."""
        sentence = "sheet-mismatch" if self.is_mismatch else "sheet-problem"
        return Saying(sentence, {"line": self.line, "why": self.refused.as_saying()})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell."""

    refused: Refused
    is_mismatch: bool = True


class _Given(NamedTuple):
    """What a row says in its own words."""

    line: int
    remark: str
    address: str
    memo: str | None
    notices: tuple[Saying, ...]
    """What is to be said of its address and its memo."""


@dataclass(slots=True)
class Book:
    """What a row is held against: the coins, the account's list, and the rows before it."""

    table: CoinTable
    known: KnownAddresses
    _pairs: dict[tuple[str, str], tuple[Coin, CoinChain]] = field(default_factory=dict)
    """Cells of a coin and a network that were right before."""
    _lines: dict[tuple[str, str, str], dict[str, int]] = field(default_factory=dict)
    """(coin, chain, canonical address without memo) → memo → the line it is on."""

    def read_row(self, line: int, cells: Mapping[str, str]) -> SheetRow | tuple[Fault, ...]:
        """Check a row whose number of cells is right, and remember it for the rows to come."""
        remark = clean(cells.get("Remark", ""))
        label = check_label(remark)
        faults = [Fault(label, is_mismatch=False)] if label is not None else []
        name, network, address, memo = (
            cells["Coin"],
            cells["Network"],
            bare_address(cells["Address"]),
            cells.get("Memo", ""),
        )
        if not (name and network and address):
            faults += [
                Fault(Refused(Reason.CELL_EMPTY, {"column": column}), is_mismatch=False)
                for column in ("Coin", "Network", "Address")
                if not cells[column]
            ]
        coin, chain = self._read_pair(name, network, faults)
        verdict = check_address(chain.chain if chain else "", address) if address else None
        if verdict is not None and verdict.refused is not None:
            faults.append(Fault(verdict.refused))
        read = _read_memo(memo, chain, verdict) if chain is not None else ReadMemo("")
        if isinstance(read, Refused):
            return (*faults, Fault(read))
        if faults or verdict is None or chain is None:
            return tuple(faults)
        given = _Given(line, remark, address, read.memo or None, (*verdict.notices, *read.notices))
        return self._place(given, coin, chain, verdict)

    def _read_pair(self, name: str, network: str, faults: list[Fault]) -> tuple[Coin, CoinChain | None]:
        """The coin and its chain; after a slip the one that was surely meant, so that the rest is checked as well."""
        right = self._pairs.get((name, network))
        if right is not None:
            return right
        coin = self.table.find_coin(name)
        if isinstance(coin, Refused):
            if name:
                faults.append(Fault(coin, is_mismatch=False))
            coin = self._guess_coin(name)
        chain = find_chain(coin, network)
        if isinstance(chain, Refused):
            if network:
                faults.append(Fault(chain))
            near = list_nearest_chains(coin, network)
            return coin, coin.chains.get(near[0].upper()) if len(near) == 1 else None
        if not faults:
            self._pairs[name, network] = (coin, chain)
        return coin, chain

    def _guess_coin(self, name: str) -> Coin:
        """The one coin that was surely meant, else one that lives everywhere."""
        nearest = self.table.list_nearest(name)
        coin = self.table.find_coin(nearest[0]) if len(nearest) == 1 else None
        return coin if isinstance(coin, Coin) else Coin(name, self.table.chains)

    def _place(
        self, given: _Given, coin: Coin, chain: CoinChain, verdict: AddressVerdict
    ) -> SheetRow | tuple[Fault, ...]:
        name, on = coin.name, chain.chain
        bare, memo = split_memo(verdict.canonical, given.memo)
        lines = self._lines.setdefault((name, on, bare), {})
        if memo in lines:
            return (Fault(Refused(Reason.ROW_TWICE, {"line": lines[memo]}), is_mismatch=False),)
        standing, notices = _compare(given, self.known.find(name, on, bare), memo)
        namesake = self.known.find_namesake(name, on, given.remark) if given.remark else None
        if namesake is not None and standing is RowStanding.NEW:
            notices.append(Saying("sheet-same-remark", {"remark": given.remark, "address": namesake.address}))
        if lines:
            notices.append(Saying("sheet-other-memo-beside", {"line": min(lines.values())}))
        lines[memo] = given.line
        is_missing = misses_memo(memo, chain)
        if is_missing:
            notices.append(Saying("sheet-memo-missing", {"label": chain.memo_label, "chain": on}))
        if not (coin.withdraw_enabled and chain.withdraw_enabled):
            notices.append(Saying("sheet-withdrawals-off", {"coin": name, "chain": on}))
        return SheetRow(
            line=given.line,
            remark=given.remark,
            coin=name,
            chain=on,
            address=given.address,
            canonical=verdict.canonical,
            memo=given.memo,
            is_checked=verdict.outcome is Outcome.VALID,
            misses_memo=is_missing,
            is_lost=verdict.is_lost,
            standing=standing,
            notices=(*given.notices, *notices) if notices else given.notices,
        )


def _compare(given: _Given, entries: Mapping[str, Address], memo: str) -> tuple[RowStanding, list[Saying]]:
    """How a row stands to the entries of the list with its address, and what is worth a look."""
    if not entries:
        return RowStanding.NEW, []
    there = entries.get(memo)
    if there is None:
        other_memo, other = next(iter(entries.items()))
        args = {"memo": other_memo or None, "remark": other.remark or None}
        return RowStanding.CONFLICT, [Saying("sheet-other-memo", args)]
    if not given.remark or fold(there.remark) == fold(given.remark):
        return RowStanding.SAME, []
    return RowStanding.RENAMED, [Saying("sheet-other-remark", {"remark": there.remark})]


def _read_memo(typed: str, chain: CoinChain, verdict: AddressVerdict | None) -> ReadMemo | Refused:
    """A memo must fit the chain, and agree with one that the address carries in itself."""
    read = read_memo(typed, chain)
    carried = verdict.memo if verdict is not None else None
    if carried is None or isinstance(read, Refused) or not read.memo or read.memo == carried:
        return read
    return Refused(Reason.MEMO_DIFFERS, {"memo": carried})
