"""A whitelist sheet: every row read and compared with the list, or every fault of every row at once.

Rule 8 of the design.
"""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.address_row import RowProblem, RowStanding, SheetRow
from bot.rules.address_sheet import ROWS_LIMIT, AddressSheet, annotate, list_cells, read_address_sheet
from bot.rules.addresses import base58
from bot.rules.coin_table import Coin, CoinTable, shipped_table
from bot.rules.csv_rows import write_rows
from bot.rules.memo_text import ReadMemo, read_memo
from bot.rules.remark import check_label, clean
from bot.rules.sheet_columns import COLUMNS
from bot.rules.verdict import Reason, Refused
from storage.records import Address, AddressKind, AddressStatus, AddressType, Message
from tests.rules.facts import NOW

TABLE = shipped_table()
HEADER = "Remark,Coin,Network,Address,Memo\n"
EVM = "0x52908400098527886E0F7030069857D2E4169EE7"
EVM_MIXED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"  # the first example of EIP-55
EVM_2 = "0x8617E340B3D01FA5F11F306F4090FD50E238070D"
TRON = "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC"
BTC = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
SOL = "7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv"
XRP = "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh"
WIF = "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"  # the example of the Bitcoin wiki, Wallet import format
FIELDS = "Number of Fields Does not Match"


def read(text: str, known: Iterable[Address] = (), table: CoinTable = TABLE) -> AddressSheet:
    sheet = read_address_sheet(text, table=table, known=known)
    assert isinstance(sheet, AddressSheet), sheet
    return sheet


def read_row(row: str, known: Iterable[Address] = (), table: CoinTable = TABLE) -> SheetRow:
    sheet = read(HEADER + row, known, table)
    assert sheet.problems == ()
    return sheet.rows[0]


def faults(sheet: AddressSheet) -> list[tuple[int, Reason, bool]]:
    return [(problem.line, problem.refused.reason, problem.is_mismatch) for problem in sheet.problems]


def holds_secret(sheet: AddressSheet) -> bool:
    return Reason.ADDRESS_SECRET in [reason for _, reason, _ in faults(sheet)]


def known(coin: str = "USDT", chain: str | None = "ERC20", address: str = EVM, **changes: object) -> Address:
    entry = Address(
        id=UUID(int=1),
        team_id=UUID(int=2),
        account_id=UUID(int=3),
        number=1,
        kind=AddressKind.WITHDRAWAL,
        address_type=AddressType.SINGLE_COIN,
        status=AddressStatus.ACTIVE,
        remark="cold",
        coin=coin,
        chain=chain,
        address=address,
        canonical=address.lower() if address.startswith("0x") else address,
        memo=None,
        created_at=NOW,
        remote_id="",
    )
    return replace(entry, **changes)  # type: ignore[arg-type]  # each test names fields that exist


def filled_in(network: str, problem: Message) -> Message:
    return Message("sheet-filled-in", {"problem": problem, "network": network})


TWO = [("cold", "USDT", "ERC20", EVM, None), ("", "USDT", "TRC20", TRON, None)]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}cold,USDT,ERC20,{EVM},\n,USDT,TRC20,{TRON},\n",
        f"\ufeff{HEADER}cold,USDT,ERC20,{EVM},\r\n,USDT,TRC20,{TRON},\r\n",
        f"{HEADER}cold,USDT,ERC20,{EVM},\r,USDT,TRC20,{TRON},\r".replace("\n", "\r"),
        f"{HEADER}cold,USDT,ERC20,{EVM},\n,USDT,TRC20,{TRON},\n".replace(",", ";"),
        f"{HEADER}cold,USDT,ERC20,{EVM},\n,USDT,TRC20,{TRON},\n".replace(",", "\t"),
        f"\n{HEADER}\n\n cold , usdt,erc20,  {EVM},\n,,,,\n,Usdt,Trc20,{TRON},,,\n",
        f'"Remark","Coin","Network","Address","Memo"\n"cold","USDT","ERC20","{EVM}",""\n"","USDT","TRC20","{TRON}",""\n',
        f"Address,Memo,Coin,Remark,Network\n{EVM},,USDT,cold,ERC20\n{TRON},,USDT,,TRC20\n",
        f"Label,Asset,Chain,Wallet Address,Destination Tag\ncold,USDT,ERC20,{EVM},\n,USDT,TRC20,{TRON},\n",
        f"NAME;Currency;Protocol;to_address;payment id\ncold;USDT;ERC20;{EVM};\n;USDT;TRC20;{TRON};\n",
        f"note,token,public chain,addr,Memo/Tag\ncold,USDT,ERC20,{EVM},\n,USDT,TRC20,{TRON},\n",
        f"Remark,Coin,Network,Address,Memo,,\ncold,USDT,ERC20,{EVM},,,\n,USDT,TRC20,{TRON},\n",
        f"Remark,Coin,Network,Address\ncold,USDT,ERC20,{EVM}\n,USDT,TRC20,{TRON},\n",
        f"cold,USDT,ERC20,{EVM},\n,USDT,TRC20,{TRON},\n",
        f"{HEADER}cold,USDT,ERC20,'{EVM},\n,USDT,TRC20,{TRON},'\n",
        f"Remark,Coin,Network,Address,Memo,Line,Problem\ncold,USDT,ERC20,{EVM},,2,wrong\n,USDT,TRC20,{TRON},\n",
        f"Line,Problem,Remark,Coin,Network,Address,Memo\n2,x,cold,USDT,ERC20,{EVM},\n,,,USDT,TRC20,{TRON},\n",
    ],
)
def test_a_sheet_of_any_usual_program_is_read(text: str) -> None:
    sheet = read(text)
    assert [(row.remark, row.coin, row.chain, row.address, row.memo) for row in sheet.rows] == TWO
    assert sheet.problems == ()


ROWS = f"cold,USDT,ERC20,{EVM},\n,USDT,TRC20,{TRON},\n"


@pytest.mark.parametrize(
    "text",
    [
        f"Whitelist of May\n{HEADER}{ROWS}",
        f"Whitelist of May,,,,\nDesk,Olga,,,\n\n{HEADER}{ROWS}",
        f"# exported, by, a, tool, in May\n{HEADER}{ROWS}",
        f"Please leave the line with the names of the columns as it is, and add one row for each.\n{HEADER}{ROWS}",
        f"1\n2\n3\n4\n{HEADER}{ROWS}",
        f"sep=;\n{HEADER}{ROWS}".replace(",", ";"),
    ],
)
def test_the_header_is_found_within_the_first_five_lines(text: str) -> None:
    assert [(row.remark, row.coin, row.chain, row.address, row.memo) for row in read(text).rows] == TWO


def test_a_header_below_the_fifth_line_is_not_looked_for() -> None:
    assert faults(read(f"1\n2\n3\n4\n5\n{HEADER}{ROWS}"))[:1] == [(1, Reason.SHEET_FIELDS, True)]


def test_a_row_above_the_header_is_a_row_and_not_a_title() -> None:
    sheet = read(f"cold,USDT,ERC20,{EVM},\n{HEADER},USDT,TRC20,{TRON},\n")
    assert [(row.remark, row.coin, row.chain, row.address, row.memo) for row in sheet.rows] == TWO


@pytest.mark.parametrize("secret", [WIF, "legal winner thank year wave sausage worth useful legal winner thank yellow"])
def test_a_secret_above_the_header_is_reported(secret: str) -> None:
    sheet = read(f"{secret}\n{HEADER}{ROWS}")
    assert faults(sheet) == [(1, Reason.ADDRESS_SECRET, True)]
    assert secret not in repr(annotate(sheet))


@pytest.mark.parametrize(
    "header",
    [
        "Address Label,Coin,Network,Address,Memo/Tag",
        "Address name,Currency,Chain,Address,Tag",
        "Note,Coin*,Network*,Address*,Memo",
        "Remark (optional),Coin(required),Network(required),Address(required),Memo [if any]",
        "Label:,Token Symbol:,Chain Type:,Withdrawal Address:,Memo (Tag):",
        "备注,币种,公链,提币地址,附言",
        "備註（選填）,幣種,網路,錢包地址,Memo/Tag",  # noqa: RUF001 - as exchanges write it
        "Примечание,Монета,Сеть,Адрес кошелька,Тег",  # noqa: RUF001 - as people write it
        "НАЗВАНИЕ,Валюта,Блокчейн,Адрес,Memo/Тег",  # noqa: RUF001 - as people write it
    ],
)
def test_the_header_of_another_template_is_understood(header: str) -> None:
    assert [(row.remark, row.coin, row.chain, row.address, row.memo) for row in read(f"{header}\n{ROWS}").rows] == TWO


@pytest.mark.parametrize(
    ("header", "wrong"),
    [
        ("备注,币种,公链,地址,标签", "标签"),
        ("Remark,Coin,Network,Address (Memo)", "Address (Memo)"),
        (",Coin,Network,Address", "1"),
    ],
)
def test_a_column_that_could_be_two_things_is_refused(header: str, wrong: str) -> None:
    refused = Refused(Reason.SHEET_COLUMNS, {"wrong": wrong, "columns": COLUMNS})
    assert read_address_sheet(f"{header}\n{ROWS}", table=TABLE, known=()) == refused


@pytest.mark.parametrize(
    ("name", "first"), [("No.", 1), ("#", 1), ("序号", 1), ("№ п/п", 1), ("Index", 7), ("", 0), ("", 1)]
)
def test_a_column_that_counts_the_rows_is_passed_over(name: str, first: int) -> None:
    text = f"{name},{HEADER}" + "".join(f"{first + place},{row}\n" for place, row in enumerate(ROWS.splitlines()))
    sheet = read(text)
    assert [(row.remark, row.coin, row.chain, row.address, row.memo) for row in sheet.rows] == TWO
    assert annotate(sheet)[1][2:4] == [str(first), "cold"]


def test_a_header_that_is_repeated_is_passed_over() -> None:
    sheet = read(f"{HEADER}cold,USDT,ERC20,{EVM},\n{HEADER},USDT,TRC20,{TRON},\n{HEADER}")
    assert [(row.remark, row.coin, row.chain, row.address, row.memo) for row in sheet.rows] == TWO
    full = "".join(f"{HEADER}{number},XRP,XRP,{XRP},{number}\n" for number in range(ROWS_LIMIT))
    assert len(read(full).rows) == ROWS_LIMIT


def test_lines_that_were_quoted_whole_are_parted() -> None:
    quoted = "".join(f'"{line}"\n' for line in f"{HEADER}{ROWS}".splitlines())
    assert [(row.line, row.remark, row.address) for row in read(quoted).rows] == [(2, "cold", EVM), (3, "", TRON)]


@pytest.mark.parametrize("text", [f"USDT,TRC20,{TRON},\n", f"Coin,Network,Address,Memo\nUSDT,TRC20,{TRON},\n"])
def test_the_remark_may_be_absent(text: str) -> None:
    row = read(text).rows[0]
    assert (row.remark, row.coin, row.chain, row.address) == ("", "USDT", "TRC20", TRON)


@pytest.mark.parametrize(
    ("text", "remark", "memo"),
    [
        (f"BTC,BTC,{BTC},\n", "", None),
        (f"BTC,BTC,BTC,{BTC},\n", "BTC", None),
        (f"XRP,XRP,{XRP},12\n", "", "12"),
        (f"XRP,XRP,XRP,{XRP},12\n", "XRP", "12"),
        (f"USDT,TRC20,{TRON},,\n", "", None),
    ],
)
def test_a_sheet_without_a_header_is_understood_by_its_cells(text: str, remark: str, memo: str | None) -> None:
    sheet = read(text)
    assert [(row.remark, row.memo) for row in sheet.rows] == [(remark, memo)]
    assert sheet.problems == ()


def test_one_bad_row_does_not_change_how_the_others_are_understood() -> None:
    sheet = read(f"cold,TRC20,{TRON},\ncold,USDT,ERC20,{EVM},\nhot,USDT,TRC20,{TRON},\n")
    assert faults(sheet) == [(1, Reason.SHEET_FIELDS, True)]
    assert [row.line for row in sheet.rows] == [2, 3]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("", Refused(Reason.SHEET_EMPTY)),
        ("\n,,,\n", Refused(Reason.SHEET_EMPTY)),
        (HEADER, Refused(Reason.SHEET_EMPTY)),
        (HEADER + ",,,,\n", Refused(Reason.SHEET_EMPTY)),
        ("Coin,Network,Memo\na,b,c\n", Refused(Reason.SHEET_HEADER, {"columns": COLUMNS})),
        ("Coin,Network,Address,Sum\na,b,c,d\n", Refused(Reason.SHEET_COLUMNS, {"wrong": "Sum", "columns": COLUMNS})),
        (
            "Coin,Asset,Network,Address\na,b,c,d\n",
            Refused(Reason.SHEET_COLUMNS, {"wrong": "Asset", "columns": COLUMNS}),
        ),
        ("Coin,,Network,Address\na,b,c,d\n", Refused(Reason.SHEET_COLUMNS, {"wrong": "2", "columns": COLUMNS})),
        (HEADER + 'a,b,c,"d,e\n', Refused(Reason.SHEET_UNREADABLE, {"line": 2})),
        (HEADER + "a\n" * 101, Refused(Reason.SHEET_TOO_LONG, {"limit": 100})),
        ("a\n" * 101, Refused(Reason.SHEET_TOO_LONG, {"limit": 100})),
        ("Coin,Coin\n" + "a\n" * 101, Refused(Reason.SHEET_TOO_LONG, {"limit": 100})),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused_whole(text: str, refused: Refused) -> None:
    assert read_address_sheet(text, table=TABLE, known=()) == refused


def test_a_hundred_rows_fit() -> None:
    rows = [f"{number},XRP,XRP,{XRP},{number}\n" for number in range(ROWS_LIMIT)]
    assert len(read(HEADER + "".join(rows)).rows) == ROWS_LIMIT == 100
    assert len(read("".join(rows)).rows) == ROWS_LIMIT


@pytest.mark.parametrize(
    ("row", "reasons"),
    [
        (f"a,USDT,ERC20,{EVM}", [(Reason.SHEET_FIELDS, True)]),
        (f"a,USDT,ERC20,{EVM},,x", [(Reason.SHEET_FIELDS, True)]),
        ("a", [(Reason.SHEET_FIELDS, True)]),
        (f"a,USDT,TRX,{TRON},", [(Reason.NETWORK_UNKNOWN, True)]),
        (f"a,USDT,BTC,{BTC},", [(Reason.NETWORK_UNKNOWN, True)]),
        (f"a,USDT,ERC20,{EVM[:-1]},", [(Reason.ADDRESS_MISTYPED, True)]),
        (f"a,USDT,ERC20,{TRON},", [(Reason.ADDRESS_OTHER_CHAIN, True)]),
        (f"a,USDT,ERC20,{EVM},12", [(Reason.MEMO_NOT_POSSIBLE, True)]),
        (f"a,XRP,XRP,{XRP},x", [(Reason.MEMO_NUMBER, True)]),
        (f"a,UDST,ERC20,{EVM},", [(Reason.COIN_UNKNOWN, False)]),
        (f"{'a' * 51},USDT,ERC20,{EVM},", [(Reason.REMARK_TOO_LONG, False)]),
        (f"a\u200bb,USDT,ERC20,{EVM},", [(Reason.REMARK_CHARACTERS, False)]),
        (f"''=a,USDT,ERC20,{EVM},", []),
        (f"=a,USDT,ERC20,{EVM},", [(Reason.REMARK_CHARACTERS, False)]),
        (f"a,,ERC20,{EVM},", [(Reason.CELL_EMPTY, False)]),
        (f"a,USDT,,{EVM},", [(Reason.CELL_EMPTY, False)]),
        ("a,USDT,ERC20,,", [(Reason.CELL_EMPTY, False)]),
        ("a,,,,", [(Reason.CELL_EMPTY, False)] * 3),
        (
            f"=a,USTD,TRX,{EVM},7",
            [
                (Reason.REMARK_CHARACTERS, False),
                (Reason.COIN_UNKNOWN, False),
                (Reason.NETWORK_UNKNOWN, True),
                (Reason.ADDRESS_OTHER_CHAIN, True),
                (Reason.MEMO_NOT_POSSIBLE, True),
            ],
        ),
        (
            f"a,FOOBAR,BARFOO,0x\u0430{EVM},",
            [(Reason.COIN_UNKNOWN, False), (Reason.NETWORK_UNKNOWN, True), (Reason.ADDRESS_CHARACTER, True)],
        ),
    ],
)
def test_every_fault_of_a_row_is_reported_at_once(row: str, reasons: list[tuple[Reason, bool]]) -> None:
    """Rule 8: a mismatch in number or kind opens with the same words. A remark or coin does not."""
    sheet = read(f"{HEADER}{row}\nb,TRX,TRC20,{TRON},\n")
    assert faults(sheet) == [(2, *reason) for reason in reasons]
    assert [row.line for row in sheet.rows][-1] == 3


def test_the_report_of_a_row_that_does_not_fit_is_another_sentence_with_line_and_reason() -> None:
    fields, coin = read(f"{HEADER}a,b\na,UDST,ERC20,{EVM},\n").problems
    assert fields.as_saying() == Message("sheet-mismatch", {"line": 2, "why": fields.refused.as_saying()})
    assert coin.as_saying() == Message("sheet-problem", {"line": 3, "why": coin.refused.as_saying()})
    assert coin.cells == ("a", "UDST", "ERC20", EVM, "")


@pytest.mark.parametrize("again", [EVM, EVM.lower(), f"0x{EVM[2:].upper()}"])
def test_an_address_may_be_in_a_sheet_once_in_any_notation(again: str) -> None:
    sheet = read(f"{HEADER}a,USDT,ERC20,{EVM},\nb,USDC,ERC20,{EVM},\n\nb,USDT,ERC20,{again},\n")
    assert sheet.problems == (
        RowProblem(
            line=5,
            cells=("b", "USDT", "ERC20", again, ""),
            refused=Refused(Reason.ROW_TWICE, {"line": 2}),
            is_mismatch=False,
        ),
    )


def test_one_address_with_two_memos_is_two_places_and_worth_a_look() -> None:
    sheet = read(f"{HEADER}a,XRP,XRP,{XRP},1\nb,XRP,XRP,{XRP},2\nc,XRP,XRP,{XRP},\nd,XRP,XRP,{XRP},2\n")
    assert [row.memo for row in sheet.rows] == ["1", "2", None]
    assert sheet.rows[1].notices == (Message("sheet-other-memo-beside", {"line": 2}),)
    assert faults(sheet) == [(5, Reason.ROW_TWICE, False)]


def test_a_memo_that_the_address_carries_is_the_same_as_one_beside_it() -> None:
    body = base58.decode_ripple(XRP)
    assert body is not None
    carrying = base58.encode_ripple(b"\x05\x44" + body[1:] + b"\x01" + (12).to_bytes(8, "little"))  # XLS-5d
    assert not read_row(f"a,XRP,XRP,{carrying},\n").misses_memo
    assert read_row(f"a,XRP,XRP,{carrying},12\n").standing is RowStanding.NEW
    assert read_row(f"cold,XRP,XRP,{carrying},\n", [known("XRP", "XRP", XRP, memo="12")]).standing is RowStanding.SAME
    assert faults(read(f"{HEADER}a,XRP,XRP,{carrying},\nb,XRP,XRP,{XRP},12\n")) == [(3, Reason.ROW_TWICE, False)]
    assert faults(read(f"{HEADER}a,XRP,XRP,{carrying},13\n")) == [(2, Reason.MEMO_DIFFERS, True)]


def test_a_memo_that_deposits_need_is_missed_but_not_refused() -> None:
    row = read_row(f"a,XRP,XRP,{XRP},\n")
    assert row.misses_memo
    assert Message("sheet-memo-missing", {"label": "Tag", "chain": "XRP"}) in row.notices
    assert not read_row(f"a,XRP,XRP,{XRP},1\n").misses_memo


@pytest.mark.parametrize("cell", ["-", "N/A", "none", '"=""-"""'])
def test_a_memo_cell_that_means_nothing_does_not_silence_the_missing_memo(cell: str) -> None:
    row = read_row(f"a,XRP,XRP,{XRP},{cell}\n")
    assert (row.memo, row.misses_memo) == (None, True)
    assert [notice.sentence for notice in row.notices] == ["memo-none", "sheet-memo-missing"]


@pytest.mark.parametrize("cell", ['"=""0012345"""', "12345.0", "'12345'", '"12,345"'])
def test_what_a_spreadsheet_added_to_a_memo_is_put_right_and_said(cell: str) -> None:
    row = read_row(f"a,XRP,XRP,{XRP},{cell}\n")
    assert row.memo == "12345"
    assert [notice.sentence for notice in row.notices] == ["memo-read"]


def test_a_memo_cell_that_means_nothing_is_nothing_to_say_where_there_are_no_memos() -> None:
    row = read_row(f"a,USDT,ERC20,{EVM_MIXED},-\n")
    assert (row.memo, row.notices) == (None, ())


def test_a_memo_put_right_is_held_against_the_one_that_the_address_carries() -> None:
    carrying = "X7AcgcsBL6XDcUb289X4mJ8djcdyKaGZMhc9YTE92ehJ2Fu"  # XLS-5d
    assert read_row(f"a,XRP,XRP,{carrying},1.0\n").memo == "1"
    assert faults(read(f"{HEADER}a,XRP,XRP,{carrying},2.0\n")) == [(2, Reason.MEMO_DIFFERS, True)]


def test_a_paused_chain_is_a_notice() -> None:
    usdt = TABLE.coins["USDT"]
    chains = {**usdt.chains, "ERC20": replace(usdt.chains["ERC20"], withdraw_enabled=False)}
    table = replace(TABLE, coins={"USDT": Coin("USDT", chains)})
    assert read_row(f"a,USDT,ERC20,{EVM_MIXED},\n", table=table).notices == (
        Message("sheet-withdrawals-off", {"coin": "USDT", "chain": "ERC20"}),
    )


@pytest.mark.parametrize(
    ("row", "entry", "standing", "sentence"),
    [
        (f"cold,USDT,ERC20,{EVM},", known(), RowStanding.SAME, None),
        (f"Cold,USDT,ERC20,{EVM},", known(), RowStanding.SAME, None),
        (f",USDT,ERC20,{EVM.lower()},", known(), RowStanding.SAME, None),
        (f"hot,USDT,ERC20,{EVM},", known(), RowStanding.RENAMED, "sheet-other-remark"),
        (f"cold,USDT,ERC20,{EVM},", known(address_type=AddressType.UNIVERSAL, coin="ETH"), RowStanding.SAME, None),
        (f"cold,USDC,ERC20,{EVM},", known(), RowStanding.NEW, None),
        (f"cold,USDT,BSC,{EVM},", known(), RowStanding.NEW, None),
        (f"cold,USDT,ERC20,{EVM_2},", known(), RowStanding.NEW, "sheet-same-remark"),
        (f"hot,USDT,ERC20,{EVM_2},", known(), RowStanding.NEW, None),
        (f"cold,USDT,ERC20,{EVM},", known(chain=None), RowStanding.NEW, None),
        (f"cold,XRP,XRP,{XRP},1", known("XRP", "XRP", XRP, memo="1"), RowStanding.SAME, None),
        (f"cold,XRP,XRP,{XRP},2", known("XRP", "XRP", XRP, memo="1"), RowStanding.CONFLICT, "sheet-other-memo"),
        (f"cold,XRP,XRP,{XRP},2", known("XRP", "XRP", XRP), RowStanding.CONFLICT, "sheet-other-memo"),
    ],
)
def test_a_row_is_held_against_the_list(row: str, entry: Address, standing: RowStanding, sentence: str | None) -> None:
    sheet = read(HEADER + row, [entry])
    assert sheet.rows[0].standing is standing
    said = [notice.sentence for notice in sheet.rows[0].notices]
    assert [name for name in said if name.startswith("sheet-")] == ([sentence] if sentence else [])
    assert bool(sheet.rows_to_add()) is (standing in {RowStanding.NEW, RowStanding.CONFLICT})


def test_another_address_with_a_known_remark_is_named_with_it() -> None:
    sheet = read(HEADER + f"cold,USDT,ERC20,{EVM_2},", [known()])
    said = Message("sheet-same-remark", {"remark": "cold", "address": known().address})
    assert said in sheet.rows[0].notices


def test_each_empty_cell_is_named_by_its_column() -> None:
    sheet = read(HEADER + "a,,,,")
    assert [problem.refused.args["column"] for problem in sheet.problems] == ["Coin", "Network", "Address"]


def test_the_template_is_the_header_alone() -> None:
    assert write_rows(list_cells([])) == "Remark,Coin,Network,Address,Memo\r\n"
    assert read_address_sheet(write_rows(list_cells([])), table=TABLE, known=()) == Refused(Reason.SHEET_EMPTY)


def test_a_wrong_sheet_comes_back_with_what_is_wrong_beside_each_row() -> None:
    sheet = read(f"Coin;Network;Address;Memo\nUSDT;TRX;{TRON};\n\nUSDT;ERC20;{EVM};;;\nUSDT;'=x\n")
    first, last = (problem.as_saying() for problem in (sheet.problems[0], sheet.problems[-1]))
    assert annotate(sheet) == [
        ["Line", "Problem", "Coin", "Network", "Address", "Memo"],
        ["2", Message("sheet-problems", {"problems": [filled_in("TRC20", first)]}), "USDT", "TRC20", TRON, ""],
        ["4", "", "USDT", "ERC20", EVM, ""],
        ["5", Message("sheet-problems", {"problems": [last]}), "USDT", "=x"],
    ]


@pytest.mark.parametrize(
    ("coin", "network", "right", "address"),
    [
        ("USDT", "TRC-20", "TRC20", TRON),
        ("USDT", "TRC 20", "TRC20", TRON),
        ("USDT", "Tron (TRC20)", "TRC20", TRON),
        ("USDT", "TRX", "TRC20", TRON),
        ("USDT", "Ethereum (ERC20)", "ERC20", EVM),
        ("ETH", "Ethereum", "ERC20", EVM),
        ("USDT", "Arbitrum One", "ARBITRUM", EVM),
        ("USDT", "BEP20 (BSC)", "BSC", EVM),
        ("USDT", "BEP-20", "BSC", EVM),
        ("USDT", "BNB Smart Chain (BEP20)", "BSC", EVM),
        ("USDT", "Polygon POS", "MATIC", EVM),
        ("USDT", "AVAX C-Chain", "AVA_C", EVM),
        ("USDC", "Solana", "SOL", SOL),
        ("BTC", "Bitcoin", "BTC", BTC),
    ],
)
def test_a_network_as_people_write_it_comes_back_with_its_right_name(
    coin: str, network: str, right: str, address: str
) -> None:
    sheet = read(f"{HEADER}a,{coin},{network},{address},\nb,USDT,ERC20,{EVM_2},\n")
    assert faults(sheet) == [(2, Reason.NETWORK_UNKNOWN, True)]
    assert sheet.name_suggestions() == {(network, right): (2,)}
    assert sheet.is_right_as_suggested
    assert annotate(sheet)[1][2:] == ["a", coin, right, address, ""]
    assert annotate(sheet)[2][1:] == ["", "b", "USDT", "ERC20", EVM_2, ""]


def test_a_sheet_that_goes_back_as_suggested_is_read_without_fault() -> None:
    sheet = read(f"coin;chain;address\nUSDT;TRX;{TRON}\nUSDC;TRX;{TRON}\nUSDT;BEP20;{EVM}\n")
    assert not sheet.is_right_as_suggested  # USDC does not live on TRC20
    sheet = read(f"coin;chain;address\nUSDT;TRX;{TRON}\nUSDT;Tron;{TRON[:-1]}\n")
    assert not sheet.is_right_as_suggested  # a wrong address stays wrong
    sheet = read(f"coin;chain;address\nUSDT;TRX;{TRON}\nUSDT;Tron;{TRON}\n")
    assert not sheet.is_right_as_suggested  # under their right names the two are the same
    sheet = read(f"coin;chain;address\nUSDT;TRX;{TRON}\nUSDT;BEP20;{EVM}\n")
    assert sheet.is_right_as_suggested
    back = write_rows([cell if isinstance(cell, str) else cell.sentence for cell in row] for row in annotate(sheet))
    assert [(row.chain, row.address) for row in read(back).rows] == [("TRC20", TRON), ("BSC", EVM)]


def test_an_annotated_sheet_that_is_sent_again_is_annotated_afresh() -> None:
    sheet = read(f"Line,Remark,Coin,Network,Address,Memo,Problem\n7,a,USDT,TRX,{TRON},,old\n")
    assert annotate(sheet)[0] == ["Line", "Problem", *COLUMNS]
    assert annotate(sheet)[1][0] == "2"
    assert annotate(sheet)[1][2:] == ["a", "USDT", "TRC20", TRON, ""]


def test_a_sheet_without_a_header_gets_one_when_it_is_annotated() -> None:
    assert annotate(read(f"USDT,TRC20,{TRON},x\n"))[0] == ["Line", "Problem", *COLUMNS[1:]]


@pytest.mark.parametrize(
    "row", [f"a,USDT,ERC20,{WIF},", f"a,{WIF},ERC20,{EVM},", f"{WIF},USDT", f"a,FOO,BAR,{WIF},", f"a,USDT,{WIF},{EVM},"]
)
def test_a_private_key_is_never_given_back(row: str) -> None:
    sheet = read(f"{HEADER}{row}\n")
    assert faults(sheet)[0][1] is Reason.ADDRESS_SECRET
    assert holds_secret(sheet)
    assert WIF not in repr(sheet)
    assert WIF not in repr(annotate(sheet))


def test_hex_without_0x_is_asked_about_and_not_given_back() -> None:
    digits = "5c" * 32
    sheet = read(f"{HEADER}a,SUI,SUI,{digits},\n")
    assert faults(sheet) == [(2, Reason.ADDRESS_BARE_HEX, True)]
    assert digits not in repr(annotate(sheet))
    both = read(f"{HEADER}{WIF},SUI,SUI,{digits},\n")
    assert holds_secret(both)


@pytest.mark.parametrize("secret", [str([7] * 64), f"'{WIF}'", f"({WIF})"])
def test_text_around_a_secret_does_not_hide_it(secret: str) -> None:
    sheet = read(f'{HEADER}a,SOL,SOL,"{secret}",\n')
    assert holds_secret(sheet)
    assert WIF not in repr(annotate(sheet))
    assert str([7] * 64) not in repr(annotate(sheet))


def test_blanks_and_quotes_around_an_address_are_cut() -> None:
    assert read_row(f"a,USDT,ERC20,'{EVM}',\n").address == EVM
    assert read_row(f'a,USDT,ERC20,"=""\ufeff{EVM}""",\n').address == EVM


def test_a_memo_that_is_a_hash_is_not_a_secret() -> None:
    sheet = read(f"{HEADER}a,XLM,FOO,GDQP2KPQGKIHYJGXNUIYOMHARUARCA7DJT5FO2FFOOKY3B2WSQHG4W37,{'0f' * 32}\n")
    assert not holds_secret(sheet)


ADDRESSES = [
    ("USDT", "ERC20", EVM),
    ("ETH", "ERC20", EVM_2),
    ("USDT", "TRC20", TRON),
    ("BTC", "BTC", BTC),
    ("SOL", "SOL", SOL),
]
ATOM = "cosmos1hsk6jryyqjfhp5dhc55tc9jtckygx0eph6dd02"
ATOM_CHAIN = TABLE.coins["ATOM"].chains["ATOM"]
REMARKS = st.text(max_size=40).map(clean).filter(lambda remark: check_label(remark) is None)


def _is_kept(memo: str) -> bool:
    read = read_memo(memo, ATOM_CHAIN)
    return isinstance(read, ReadMemo) and read.memo == memo != ""


MEMOS = st.text(min_size=1).map(str.strip).filter(_is_kept)
ENTRIES = st.lists(
    st.one_of(
        st.builds(lambda pick, remark: (remark, *pick, None), st.sampled_from(ADDRESSES), REMARKS),
        st.builds(lambda tag, remark: (remark, "XRP", "XRP", XRP, tag), st.integers(0, 2**32 - 1).map(str), REMARKS),
        st.builds(lambda memo, remark: (remark, "ATOM", "ATOM", ATOM, memo), MEMOS, REMARKS),
    ),
    min_size=1,
    max_size=20,
    unique_by=lambda entry: entry[1:],
)


@given(ENTRIES)
def test_what_was_exported_is_imported(entries: list[tuple[str, str, str, str, str | None]]) -> None:
    listed = [known(coin, chain, address, remark=remark, memo=memo) for remark, coin, chain, address, memo in entries]
    sheet = read(write_rows(list_cells(listed)))
    assert sheet.problems == ()
    assert [(row.remark, row.coin, row.chain, row.address, row.memo) for row in sheet.rows] == entries
    assert write_rows(list_cells(sheet.rows)) == write_rows(list_cells(listed))


def test_our_own_report_in_a_sheet_that_comes_back_is_not_a_seed_phrase() -> None:
    report = "Number of Fields Does not Match. Line 2: USDT has no network TRX. Did you mean TRC20?"
    sheet = read(f"Line,Problem,Coin,Network,Address\n2,{report},USDT,TRX,{TRON}\n")
    assert not holds_secret(sheet)


def test_a_possible_key_above_the_header_is_reported() -> None:
    sheet = read(f"{'1f' * 32}\n{HEADER}{ROWS}")
    assert faults(sheet) == [(1, Reason.ADDRESS_HASH_OR_KEY, True)]


def test_a_transaction_hash_in_a_sheet_is_a_fault_of_its_row_and_is_not_repeated() -> None:
    transaction = "0x" + "1f" * 32
    sheet = read(f"{HEADER}a,USDT,ERC20,{transaction},\n")
    assert faults(sheet) == [(2, Reason.ADDRESS_HASH_OR_KEY, True)]
    assert not holds_secret(sheet)
    assert transaction not in repr(annotate(sheet))
