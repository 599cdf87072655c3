"""One row of a whitelist sheet: all its faults at once, or the entry it makes.

A row without fault is also compared with the account's list.
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
from bot.rules.memo import needs_memo
from bot.rules.memo_text import NO_MEMO, ReadMemo, read_memo
from bot.rules.remark import check_label, clean, fold, is_plain
from bot.rules.verdict import Reason, Refused
from storage.records import Message


class RowStanding(StrEnum):
    """How a row relates to the account's list."""

    NEW = "new"
    SAME = "same"
    """The list has it: nothing to do."""
    RENAMED = "renamed"
    """The list has it under another remark. Nothing to do: the remark there stays."""
    CONFLICT = "conflict"
    """The list has the address for this coin and chain with another memo.

    Different memos are common, because one address of an exchange serves many customers. The row is added, with a
    notice.
    """


_NEW, _VALID = RowStanding.NEW, Outcome.VALID
"""Looked up once, because Python 3.11 finds an enumeration member by code."""


class SheetRow(NamedTuple):
    """A row without fault: a normal withdrawal of a single coin."""

    line: int
    remark: str
    """May be empty and need not be unique, because addresses are also named by number."""
    coin: str
    chain: str
    address: str
    """Exactly as given, without the blanks around it."""
    canonical: str
    memo: str | None
    is_checked: bool
    """Whether there is a rule for addresses of that chain."""
    misses_memo: bool
    """Deposits there need a memo and there is none. The requester must acknowledge that."""
    is_lost: bool
    """Coins sent there are lost. The requester must acknowledge that."""
    standing: RowStanding
    notices: tuple[Message, ...] = ()

    @property
    def is_to_add(self) -> bool:
        """Whether the list does not have it yet."""
        return self.standing in {RowStanding.NEW, RowStanding.CONFLICT}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One fault of a row. A row may have several."""

    line: int
    cells: tuple[str, ...]
    refused: Refused
    is_mismatch: bool
    """The row has a wrong number of fields, or a network, address or memo that does not fit.

    The report then opens with the words `Number of Fields Does not Match`.
    """

    @property
    def suggestion(self) -> str | None:
        """The one network that was surely meant. None: no such network, or another fault."""
        near = self.refused.args["nearest"] if self.refused.reason is Reason.NETWORK_UNKNOWN else ()
        return str(near[0]) if isinstance(near, tuple) and len(near) == 1 else None

    def as_saying(self) -> Message:
        """The report of the fault: its line and its reason."""
        sentence = "sheet-mismatch" if self.is_mismatch else "sheet-problem"
        return Message(sentence, {"line": self.line, "why": self.refused.as_saying()})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell."""

    refused: Refused
    is_mismatch: bool = True


class Cells(NamedTuple):
    """The cells of a row as typed. A missing cell is empty."""

    remark: str
    coin: str
    network: str
    address: str
    memo: str


@dataclass(frozen=True, slots=True)
class _Place:
    """The rows for one coin on one chain.

    It holds texts and numbers only: many small containers would keep the garbage collector busy in a long sheet.
    """

    coin: Coin
    chain: CoinChain
    needs_memo: bool
    lines: dict[str, int] = field(default_factory=dict)
    """Canonical address without memo → the first line that has it."""
    lines_with_memo: dict[str, int] = field(default_factory=dict)
    """Canonical address with `#` and its memo → the line it is on."""


@dataclass(slots=True)
class Book:
    """The context of a row: the coins, the account's list, and the rows before it."""

    table: CoinTable
    known: KnownAddresses
    _pairs: dict[tuple[str, str], _Place] = field(default_factory=dict)
    """Coin and network cells that were right before → their place."""
    _places: dict[tuple[str, str], _Place] = field(default_factory=dict)
    """Names of coin and chain → their place."""

    def read_row(self, line: int, cells: Sequence[str]) -> SheetRow | tuple[Fault, ...]:
        """Check the five `Cells` of a row, and remember it for later rows."""
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
        """Find the place of the row, and remember it if the row named it rightly."""
        coin, chain = self._read_pair(name, network, faults)
        if chain is None or faults:
            return _Place(coin, chain, needs_memo=False) if chain is not None else None
        new = _Place(coin, chain, needs_memo=needs_memo(chain))
        place = self._places.setdefault((coin.name, chain.chain), new)
        self._pairs[name, network] = place
        return place

    def _read_pair(self, name: str, network: str, faults: list[Fault]) -> tuple[Coin, CoinChain | None]:
        """Find coin and chain.

        After a slip, return the one that was surely meant, so that the rest is checked too.
        """
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
        """Return the one coin that was surely meant, or else a coin that lives on every chain."""
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
        before = place.lines_with_memo.setdefault(destination, line)
        if before != line:
            return (Fault(Refused(Reason.ROW_TWICE, {"line": before}), is_mismatch=False),)
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
        # In the order of the fields: naming twelve of them takes as long as everything above.
        is_checked, named = outcome is _VALID, read.memo or None
        return SheetRow(
            line, remark, coin.name, on, address, canonical, named, is_checked, is_missing, is_lost, standing, notices
        )

    def _compare(self, remark: str, place: _Place, bare: str, memo: str) -> tuple[RowStanding, list[Message]]:
        """Compare a row with the list's entries of the same address or remark, and collect notices."""
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
    """Read a memo, which must fit the chain and agree with a memo inside the address."""
    read = read_memo(typed, chain)
    carried = verdict.memo if verdict is not None else None
    if carried is None or isinstance(read, Refused) or not read.memo or read.memo == carried:
        return read
    return Refused(Reason.MEMO_DIFFERS, {"memo": carried})
