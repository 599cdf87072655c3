"""Mutated sheets: any bytes give a sheet or a refusal, soon and in bounded memory.

Run by hand: `python -m tests.bench.fuzz_sheets [how many] [seed]`, 100,000 by default. The test suite runs a few.
"""

import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from random import Random

from bot.rules.address_sheet import AddressSheet, annotate, list_cells, read_address_sheet
from bot.rules.coin_table import shipped_table
from bot.rules.csv_rows import write_rows
from bot.rules.sheet_text import SIZE_LIMIT, read_text
from bot.rules.verdict import Refused
from tests.bench.sheets import write

MEMORY_LIMIT = 96 * 1024
"""Kilobytes that the process may grow by, for any input."""

_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "gb18030", "cp1251")
_SCRAPS = (
    *(b",", b";", b"\t", b'"', b"'", b"\n", b"\r", b"\r\n", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"#"),
    *(b"USDT", b"TRC20", b"ERC20", b"0x", b"bc1q", b"=1+1", b"1.2E+09", b"Remark", b"Memo", b"Line", b"\xed\xa0\x80"),
    *("\u200b\u202e\u0430é".encode(), b"," * 200, b'"' * 99, b"\n" * 500, b"x" * 5000),
)
_Mutation = Callable[[Random, bytearray, int], None]


def _flip(chance: Random, data: bytearray, place: int) -> None:
    data[place] ^= 1 << chance.randrange(8)


def _insert(chance: Random, data: bytearray, place: int) -> None:
    data[place:place] = chance.choice(_SCRAPS)


def _cut(chance: Random, data: bytearray, place: int) -> None:
    del data[place : place + chance.randrange(1, 40)]


def _repeat(chance: Random, data: bytearray, place: int) -> None:
    data[place:place] = data[place : place + chance.randrange(1, 200)] * chance.randrange(1, 30)


def _end(_chance: Random, data: bytearray, place: int) -> None:
    del data[place + 1 :]


_MUTATIONS: tuple[_Mutation, ...] = (_flip, _flip, _insert, _insert, _cut, _repeat, _end)


def read(data: bytes) -> str:
    """Do with the bytes all that is done with a sheet, and return the result."""
    text = read_text(data)
    if isinstance(text, Refused):
        return text.reason
    sheet = read_address_sheet(text.text, table=shipped_table(), known=())
    if isinstance(sheet, Refused):
        return sheet.reason
    write_rows([cell if isinstance(cell, str) else cell.sentence for cell in row] for row in annotate(sheet))
    written = read_address_sheet(write_rows(list_cells(sheet.rows)), table=shipped_table(), known=())
    if sheet.rows and not (isinstance(written, AddressSheet) and not written.problems):
        raise AssertionError(f"what was read cannot be read again: {sheet.rows}")
    return "wrong rows" if sheet.problems else "right"


def fuzz(sheets: int, seed: int) -> Counter[str]:
    """Read so many mutated sheets, and return the results.

    Raises what reading raises, with the sheet in a note.
    """
    chance = Random(seed)  # noqa: S311 - repeatable on purpose
    originals = [write(rows).encode(encoding) for rows in (1, 3, 12, 101) for encoding in _ENCODINGS]
    ends: Counter[str] = Counter()
    for _ in range(sheets):
        data = bytearray(chance.choice(originals))
        for _ in range(chance.randrange(1, 6)):
            if data:
                chance.choice(_MUTATIONS)(chance, data, chance.randrange(len(data)))
        try:
            ends[read(bytes(data))] += 1
        except Exception as error:
            error.add_note(f"while reading {bytes(data)!r}")
            raise
    return ends


def read_monsters() -> None:
    """Read the largest and worst files that are still taken."""
    for scrap in (
        b",",
        b"\n",
        b"a\n",
        b'"',
        b'""',
        b",\n",
        b"a,b,c,d,e\n",
        b"'",
        b"1",
        b"\xc3\xa4",
        b"\xe4",
        b"a\0",
        b" ",
    ):
        read(scrap * (SIZE_LIMIT // len(scrap)))


def memory() -> int:
    """Return the peak memory of this process, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(sheets: int, seed: int) -> int:
    """Fuzz and print. Return 1 if the process grew too much."""
    fuzz(100, seed)
    before, begin = memory(), time.process_time()
    ends = fuzz(sheets, seed)
    read_monsters()
    grown = memory() - before
    sys.stdout.write(f"{sheets} sheets in {time.process_time() - begin:.0f} s, grown by {grown} kB\n")
    sys.stdout.writelines(f"{number:>8}  {end}\n" for end, number in ends.most_common())
    return int(grown > MEMORY_LIMIT)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*[*given, *(100_000, 1)[len(given) :]]))
