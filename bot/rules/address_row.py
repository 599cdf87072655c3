"""One row of a whitelist sheet: all its faults at once, or the entry it would become and how that stands to the list.

It must not know how many rows there are, nor where they come from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from bot.rules.addresses import AddressVerdict, Outcome, check_address
from bot.rules.coin_table import Coin, CoinChain, CoinTable, find_chain, list_nearest_chains
from bot.rules.known_addresses import KnownAddresses, memo_of, without_memo
from bot.rules.memo import check_memo, misses_memo
from bot.rules.remark import check_label, clean, fold
from bot.rules.verdict import Reason, Refused
from storage.records import Saying


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


@dataclass(frozen=True, slots=True)
class SheetRow:
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
    standing: RowStanding
    notices: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One fault of a row; a row may have several."""

    line: int
    cells: tuple[str, ...]
    refused: Refused
    is_mismatch: bool
    """A wrong number of fields, or a network, address or memo that does not fit: the report then opens with the words
    `Number of Fields does not Match`."""

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


@dataclass(slots=True)
class Book:
    """What a row is held against: the coins, the account's list, and the rows before it."""

    table: CoinTable
    known: KnownAddresses
    _lines: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """(coin, chain, destination) → the line it is on."""
    _first_lines: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """(coin, chain, canonical address without memo) → the first line it is on."""

    def read_row(self, line: int, cells: Mapping[str, str]) -> SheetRow | tuple[Fault, ...]:
        """Check a row whose number of cells is right, and remember it for the rows to come."""
        remark = clean(cells.get("Remark", ""))
        label = check_label(remark)
        faults = [Fault(label, is_mismatch=False)] if label is not None else []
        faults += [
            Fault(Refused(Reason.CELL_EMPTY, {"column": column}), is_mismatch=False)
            for column in ("Coin", "Network", "Address")
            if not cells[column]
        ]
        coin, chain = self._read_pair(cells["Coin"], cells["Network"], faults)
        memo = cells.get("Memo", "")
        verdict = check_address(chain.chain if chain else "", cells["Address"]) if cells["Address"] else None
        if verdict is not None and verdict.refused is not None:
            faults.append(Fault(verdict.refused))
        wrong = _check_memo(memo, chain, verdict) if chain is not None else None
        if wrong is not None:
            faults.append(Fault(wrong))
        if faults or verdict is None or chain is None:
            return tuple(faults)
        return self._place(_Given(line, remark, cells["Address"], memo or None), coin, chain, verdict)

    def _read_pair(self, name: str, network: str, faults: list[Fault]) -> tuple[Coin, CoinChain | None]:
        """The coin and its chain; after a slip the one that was surely meant, so that the rest is checked as well."""
        coin = self.table.find_coin(name)
        if isinstance(coin, Refused):
            if name:
                faults.append(Fault(coin, is_mismatch=False))
            nearest = self.table.list_nearest(name)
            meant = self.table.find_coin(nearest[0]) if len(nearest) == 1 else None
            coin = meant if isinstance(meant, Coin) else Coin(name, self.table.list_chains())
        chain = find_chain(coin, network)
        if not isinstance(chain, Refused):
            return coin, chain
        if network:
            faults.append(Fault(chain))
        near = list_nearest_chains(coin, network)
        sure = find_chain(coin, near[0]) if len(near) == 1 else None
        return coin, sure if isinstance(sure, CoinChain) else None

    def _place(
        self, given: _Given, coin: Coin, chain: CoinChain, verdict: AddressVerdict
    ) -> SheetRow | tuple[Fault, ...]:
        pair = (coin.name, chain.chain)
        destination, bare = verdict.destination(given.memo), without_memo(verdict.canonical)
        first = self._lines.setdefault((*pair, destination), given.line)
        if first != given.line:
            return (Fault(Refused(Reason.ROW_TWICE, {"line": first}), is_mismatch=False),)
        beside = self._first_lines.setdefault((*pair, bare), given.line)
        standing, notices = self._compare(given, pair, destination, bare)
        if beside != given.line:
            notices.append(Saying("sheet-other-memo-beside", {"line": beside}))
        is_missing = misses_memo(given.memo or verdict.memo, chain)
        if is_missing:
            notices.append(Saying("sheet-memo-missing", {"label": chain.memo_label, "chain": chain.chain}))
        if not (coin.withdraw_enabled and chain.withdraw_enabled):
            notices.append(Saying("sheet-withdrawals-off", {"coin": coin.name, "chain": chain.chain}))
        return SheetRow(
            line=given.line,
            remark=given.remark,
            coin=coin.name,
            chain=chain.chain,
            address=given.address,
            canonical=verdict.canonical,
            memo=given.memo,
            is_checked=verdict.outcome is Outcome.VALID,
            misses_memo=is_missing,
            standing=standing,
            notices=(*verdict.notices, *notices),
        )

    def _compare(
        self, given: _Given, pair: tuple[str, str], destination: str, bare: str
    ) -> tuple[RowStanding, list[Saying]]:
        """How the row stands to the list, and what is worth a look."""
        there = self.known.find(*pair, destination)
        if there is not None:
            if not given.remark or fold(there.remark) == fold(given.remark):
                return RowStanding.SAME, []
            return RowStanding.RENAMED, [Saying("sheet-other-remark", {"remark": there.remark})]
        other = self.known.find_address(*pair, bare)
        if other is not None:
            args = {"memo": memo_of(other), "remark": other.remark or None}
            return RowStanding.CONFLICT, [Saying("sheet-other-memo", args)]
        namesake = self.known.find_namesake(*pair, given.remark) if given.remark else None
        if namesake is not None:
            args = {"remark": given.remark, "address": namesake.address}
            return RowStanding.NEW, [Saying("sheet-same-remark", args)]
        return RowStanding.NEW, []


def _check_memo(memo: str, chain: CoinChain, verdict: AddressVerdict | None) -> Refused | None:
    """A memo must fit the chain, and agree with one that the address carries in itself."""
    carried = verdict.memo if verdict is not None else None
    if memo and carried is not None and memo != carried:
        return Refused(Reason.MEMO_DIFFERS, {"memo": carried})
    return check_memo(memo, chain) if carried is None else None
