"""The form of an address for an exchange's page."""

import pytest

from bot.rules.addresses import CHAINS, Outcome, check_address, write_for_exchange
from tests.rules.addresses.corpus import CHAIN_OF_FAMILY, list_valid

EVM = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"  # EIP-55
BTC = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"  # BIP-173
BCH = "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"  # Bitcoin Cash specification, CashAddr
INJ = "inj14au322k9munkmx5wrchz9q30juf5wjgz2cfqku"  # Injective's own documentation, Accounts
XRP = "r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59"  # XLS-5d, as the X-addresses below
TON = f"0:{'5c' * 32}"


@pytest.mark.parametrize(
    ("chain", "given", "memo", "written"),
    [
        ("BTC", BTC.upper(), None, (BTC, None)),
        ("BTC", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", None, ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", None)),
        ("XRP", "X7AcgcsBL6XDcUb289X4mJ8djcdyKaB5hJDWMArnXr61cqZ", None, (XRP, None)),
        ("XRP", "X7AcgcsBL6XDcUb289X4mJ8djcdyKaGZMhc9YTE92ehJ2Fu", None, (XRP, "1")),
        ("XRP", XRP, "7", (XRP, "7")),
        ("BCH", BCH.partition(":")[2], None, (BCH, None)),
        ("BCH", BCH.upper(), None, (BCH, None)),
        ("ERC20", EVM, None, (EVM, None)),
        ("ERC20", EVM.lower(), None, (EVM.lower(), None)),
        ("XDC", f"xdc{EVM[2:].lower()}", None, (f"xdc{EVM[2:].lower()}", None)),
        ("XDC", f"xdc{EVM[2:]}", None, (f"xdc{EVM[2:]}", None)),
        ("INJ", INJ.upper(), None, (INJ, None)),
        ("TON", TON, "5", (CHAINS["TON"].faces(TON)[0], "5")),
        ("TON", CHAINS["TON"].faces(TON)[1], None, (CHAINS["TON"].faces(TON)[1], None)),
        ("NO_SUCH_CHAIN", "Whatever-1", "m", ("Whatever-1", "m")),
    ],
)
def test_an_address_is_handed_out_as_an_exchange_takes_it(
    chain: str, given: str, memo: str | None, written: tuple[str, str | None]
) -> None:
    assert write_for_exchange(chain, given, memo, has_memo=True) == written


def test_a_payment_id_stays_in_the_address_without_a_field_for_it() -> None:
    integrated = next(one for one in list_valid("XMR") if check_address("XMR", one).memo is not None)
    assert write_for_exchange("XMR", integrated, None, has_memo=False) == (integrated, None)


@pytest.mark.parametrize("family", CHAIN_OF_FAMILY)
def test_what_is_handed_out_is_the_same_address(family: str) -> None:
    chain = CHAIN_OF_FAMILY[family]
    for given in list_valid(chain):
        address, memo = write_for_exchange(chain, given, None, has_memo=True)
        before, after = check_address(chain, given), check_address(chain, address)
        assert after.outcome is Outcome.VALID
        assert after.destination(memo) == before.destination(None)
