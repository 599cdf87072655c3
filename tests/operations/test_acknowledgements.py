"""What a requester of addresses must acknowledge before a code counts."""

from uuid import UUID

import pytest

from bot.operations.whitelist.candidate import payload_of, wanted_of
from bot.rules.address_sheet import AddressSheet, read_address_sheet
from bot.rules.coin_table import shipped_table

HEADER = "Remark,Coin,Network,Address,Memo\n"


def cares_of(*rows: str) -> object:
    sheet = read_address_sheet(HEADER + "\n".join(rows), table=shipped_table(), known=())
    assert isinstance(sheet, AddressSheet)
    assert sheet.problems == ()
    return payload_of(UUID(int=1), [wanted_of(row) for row in sheet.rows], is_sheet=True)["cares"]


@pytest.mark.parametrize(
    ("coin", "chain", "address"),
    [
        ("USDT", "ERC20", "0x000000000000000000000000000000000000dEaD"),
        ("USDT", "TRC20", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
        ("SOL", "SOL", "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"),
        ("DOT", "DOT", "111111111111111111111111111111111HC1"),
    ],
)
def test_an_address_where_coins_are_lost_must_be_ticked(coin: str, chain: str, address: str) -> None:
    assert cares_of(f"a,{coin},{chain},{address},") == [{"sentence": "care-lost", "subjects": [address]}]


def test_an_address_that_may_be_a_wallet_needs_no_tick() -> None:
    assert cares_of("a,USDT,ERC20,0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed,") == []


def test_lost_coins_are_ticked_before_missing_memos() -> None:
    xrp = "rrrrrrrrrrrrrrrrrrrrrhoLvTp"
    assert cares_of(f"a,XRP,XRP,{xrp},") == [
        {"sentence": "care-lost", "subjects": [xrp]},
        {"sentence": "care-memo", "subjects": [xrp]},
    ]
