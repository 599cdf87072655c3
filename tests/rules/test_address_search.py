"""Which addresses a search finds, and in what order."""

from dataclasses import replace
from uuid import UUID

import pytest

from bot.rules.address_search import search_addresses
from storage.records import Account, Address, AddressKind, AddressStatus, AddressType
from tests.rules.facts import NOW, TEAM, account

MAIN, OTHER = account("main"), account("cold-main")


def an_address(number: int, coin: str, chain: str, remark: str, memo: str = "") -> tuple[Address, Account]:
    place = Address(
        kind=AddressKind.WITHDRAWAL,
        address_type=AddressType.SINGLE_COIN,
        coin=coin,
        chain=chain,
        address=f"0x5afe{number}",
        canonical=f"0x5afe{number}",
        memo=memo,
        remark=remark,
        remote_id="",
        created_at=NOW,
        id=UUID(int=number),
        team_id=TEAM,
        account_id=MAIN.id,
        number=number,
        status=AddressStatus.ACTIVE,
    )
    return place, MAIN


LIST = [
    an_address(1, "WBTC", "ERC20", "vault"),
    an_address(2, "BTC", "BTC", "Cold Wallet"),
    an_address(3, "USDT", "ERC20", "coldest", memo="77"),
    (replace(an_address(4, "USDT", "TRC20", "hot")[0], account_id=OTHER.id), OTHER),
]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ((), [1, 2, 3, 4]),
        (("btc",), [2, 1]),
        (("cold",), [2, 3, 4]),
        (("COLD", "wallet"), [2]),
        (("usdt", "erc20"), [3]),
        (("erc",), []),
        (("#4",), [4]),
        (("4",), [4]),
        (("77",), [3]),
        (("0x5afe3",), [3]),
        (("cold-main",), [4]),
        (("doge",), []),
        (("usdt", "doge"), []),
    ],
)
def test_whole_words_are_before_parts(words: tuple[str, ...], numbers: list[int]) -> None:
    assert [address.number for address, _ in search_addresses(LIST, words)] == numbers
