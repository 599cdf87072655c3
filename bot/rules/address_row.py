"""One row of a whitelist sheet: all its faults at once, or the entry it would become and how that stands to the list.

It must not know how many rows there are, nor where they come from.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from bot.rules.addresses import AddressVerdict, Outcome, check_address
from bot.rules.addresses.characters import bare_address
from bot.rules.chain_names import find_chain, list_nearest_chains
from bot.rules.coin_table import Coin, CoinChain, CoinTable
from bot.rules.known_addresses import KnownAddresses, split_memo
from bot.rules.memo import misses_memo
from bot.rules.memo_text import NO_MEMO, ReadMemo, read_memo
from bot.rules.remark import check_label, clean, fold, is_plain
from bot.rules.verdict import Reason, Refused
from storage.records import Message


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


_NEW, _VALID = RowStanding.NEW, Outcome.VALID
"""Looked up once: on Python 3.11 a member of an enumeration is found by code."""


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
    notices: tuple[Message, ...] = ()

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

    def as_saying(self) -> Message:
        """The report: where, and why."""
        sentence = "sheet-mismatch" if self.is_mismatch else "sheet-problem"
        return Message(sentence, {"line": self.line, "why": self.refused.as_saying()})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell."""

    refused: Refused
    is_mismatch: bool = True


class Cells(NamedTuple):
    """What a row says in its own words; empty where it has no such cell."""

    remark: str
    coin: str
    network: str
    address: str
    memo: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A coin on a chain, and the rows that go there.

    Texts and numbers only: many small containers would keep the collector busy in a long sheet.
    """

    coin: Coin
    chain: CoinChain
    needs_memo: bool
    lines: dict[str, int] = field(default_factory=dict)
    """Canonical address without memo → the first line that has it."""
    lines_with_memo: dict[str, int] = field(default_factory=dict)
    """The same with `#` and its memo, where there is one → the line it is on."""


@dataclass(slots=True)
class Book:
    """What a row is held against: the coins, the account's list, and the rows before it."""

    table: CoinTable
    known: KnownAddresses
    _pairs: dict[tuple[str, str], _Place] = field(default_factory=dict)
    """Cells of a coin and a network that were right before."""
    _places: dict[tuple[str, str], _Place] = field(default_factory=dict)
    """By the names of coin and chain."""

    def read_row(self, line: int, cells: Sequence[str]) -> SheetRow | tuple[Fault, ...]:
        """Check the five `Cells` of a row, and remember it for the rows to come."""
        remark, name, network, address, memo = cells
        faults: list[Fault] = []
        if not is_plain(remark):
            remark = clean(remark)
            label = check_label(remark)
            faults += [Fault(label, is_mismatch=False)] if label is not None else []
        address = bare_address(address)
        if not (name and network and address):
            faults += [
                Fault(Refused(Reason.CELL_EMPTY, {"column": column}), is_mismatch=False)
                for column, cell in zip(("Coin", "Network", "Address"), cells[1:4], strict=True)
                if not cell
            ]
        place = self._pairs.get((name, network)) or self._find_place(name, network, faults)
        chain = place.chain if place is not None else None
        verdict = check_address(chain.chain if chain else "", address) if address else None
        if verdict is not None and verdict.refused is not None:
            faults.append(Fault(verdict.refused))
        read = _read_memo(memo, chain, verdict) if memo and chain is not None else NO_MEMO
        if isinstance(read, Refused):
            return (*faults, Fault(read))
        if faults or verdict is None or place is None:
            return tuple(faults)
        return self._enter(line, remark, address, read, place, verdict)

    def _find_place(self, name: str, network: str, faults: list[Fault]) -> _Place | None:
        """Where the row goes, remembered for the next when it was named rightly."""
        coin, chain = self._read_pair(name, network, faults)
        if chain is None or faults:
            return _Place(coin, chain, needs_memo=False) if chain is not None else None
        new = _Place(coin, chain, needs_memo=misses_memo(None, chain))
        place = self._places.setdefault((coin.name, chain.chain), new)
        self._pairs[name, network] = place
        return place

    def _read_pair(self, name: str, network: str, faults: list[Fault]) -> tuple[Coin, CoinChain | None]:
        """The coin and its chain; after a slip the one that was surely meant, so that the rest is checked as well."""
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
        return coin, chain

    def _guess_coin(self, name: str) -> Coin:
        """The one coin that was surely meant, else one that lives everywhere."""
        nearest = self.table.list_nearest(name)
        coin = self.table.find_coin(nearest[0]) if len(nearest) == 1 else None
        return coin if isinstance(coin, Coin) else Coin(name, self.table.chains)

    def _enter(  # noqa: PLR0913, PLR0917 - bundling them would make one object more for each row
        self, line: int, remark: str, address: str, read: ReadMemo, place: _Place, verdict: AddressVerdict
    ) -> SheetRow | tuple[Fault, ...]:
        coin, chain, on = place.coin, place.chain, place.chain.chain
        outcome, canonical, _, notices, _, is_lost = verdict
        bare, memo = split_memo(canonical, read.memo) if "#" in canonical else (canonical, read.memo)
        destination = f"{bare}#{memo}" if memo else bare
        before = place.lines_with_memo.get(destination)
        if before is not None:
            return (Fault(Refused(Reason.ROW_TWICE, {"line": before}), is_mismatch=False),)
        place.lines_with_memo[destination] = line
        first = place.lines.setdefault(bare, line)
        standing, more = (_NEW, []) if self.known.is_empty else self._compare(remark, place, bare, memo)
        if first != line:
            more.append(Message("sheet-other-memo-beside", {"line": first}))
        is_missing = place.needs_memo and not memo
        if is_missing:
            more.append(Message("sheet-memo-missing", {"label": chain.memo_label, "chain": on}))
        if not (coin.withdraw_enabled and chain.withdraw_enabled):
            more.append(Message("sheet-withdrawals-off", {"coin": coin.name, "chain": on}))
        if more or read.notices:
            notices = (*notices, *read.notices, *more)
        # In the order of the fields: naming twelve of them takes as long as all that is above.
        is_checked, named = outcome is _VALID, read.memo or None
        return SheetRow(
            line, remark, coin.name, on, address, canonical, named, is_checked, is_missing, is_lost, standing, notices
        )

    def _compare(self, remark: str, place: _Place, bare: str, memo: str) -> tuple[RowStanding, list[Message]]:
        """How a row stands to the entries of the list with its address or remark, and what is worth a look."""
        where = place.coin.name, place.chain.chain
        entries = self.known.find(*where, bare)
        if not entries:
            namesake = self.known.find_namesake(*where, remark) if remark else None
            if namesake is None:
                return _NEW, []
            return _NEW, [Message("sheet-same-remark", {"remark": remark, "address": namesake.address})]
        there = entries.get(memo)
        if there is None:
            other_memo, other = next(iter(entries.items()))
            args = {"memo": other_memo or None, "remark": other.remark or None}
            return RowStanding.CONFLICT, [Message("sheet-other-memo", args)]
        if not remark or fold(there.remark) == fold(remark):
            return RowStanding.SAME, []
        return RowStanding.RENAMED, [Message("sheet-other-remark", {"remark": there.remark})]


def _read_memo(typed: str, chain: CoinChain, verdict: AddressVerdict | None) -> ReadMemo | Refused:
    """A memo must fit the chain, and agree with one that the address carries in itself."""
    read = read_memo(typed, chain)
    carried = verdict.memo if verdict is not None else None
    if carried is None or isinstance(read, Refused) or not read.memo or read.memo == carried:
        return read
    return Refused(Reason.MEMO_DIFFERS, {"memo": carried})
