"""Coins and chains: the shipped table, an exchange's answer, and suggestions for wrong names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.chain_names import find_chain, list_nearest_chains, name_chain
from bot.rules.coin_chains import ALIASES, CHAINS, COIN_NAMES
from bot.rules.coin_table import (
    Coin,
    CoinChain,
    CoinTable,
    read_coin_table,
    shipped_table,
)
from bot.rules.known_elsewhere import OTHER_CHAINS, OTHER_COINS
from bot.rules.near_names import list_slips, list_words
from bot.rules.verdict import Reason, Refused

TABLE = shipped_table()

CONFIRMED = {
    "USDT": ("BSC", "TRC20", "ERC20", "SOL", "TON", "AVA_C", "POLKADOTASSETHUB", "CSC", "PLASMA"),
    "USDC": ("ERC20", "SOL", "POLKADOTASSETHUB", "CSC"),
    "CET": ("CSC", "ERC20"),
    "BTC": ("BTC",),
    "ETH": ("ERC20",),
    "XRP": ("XRP",),
    "LTC": ("LTC",),
    "ADA": ("ADA",),
    "TRUMP": ("SOL",),
}
"""Seen in real answers of the exchange or in examples of its documentation."""

REPORTED = [
    "ARBITRUM",
    "ARBITRUM_NOVA",
    "OPTIMISM",
    "BASE",
    "MATIC",
    "LINEA",
    "ZKSYNC",
    "BLAST",
    "MANTLE",
    "STARKNET",
    "AVA",
    "APTOS",
    "SUI",
    "ATOM",
    "DOT",
    "KSM",
    "NEAR",
    "FIL",
    "ALGO",
    "XLM",
    "XMR",
    "EOSIO",
    "HBAR",
    "XTZ",
    "BRC20",
    "RUNES",
    "KRC20",
    "DOGE",
    "BCH",
    "BSV",
    "ETC",
    "ETHPOW",
    "DASH",
    "ZEC",
    "DCR",
    "KAS",
    "CELESTIA",
    "SEI",
    "INJ",
    "OSMO",
    "KAVA",
    "CHILIZ",
    "CRONOS",
    "FTM",
    "FLOW",
    "FLARE",
    "KLAY",
    "CFX",
    "ICP",
    "STX",
    "TAO",
    "WAVES",
    "NEO3",
    "VECHAIN",
    "THETA",
    "EGLD",
    "MINA",
    "ROSE",
    "RVN",
    "XDC",
    "XEC",
    "CKB",
    "KDA",
    "CELO",
]


def coin(name: str) -> Coin:
    found = TABLE.find_coin(name)
    assert isinstance(found, Coin)
    return found


@pytest.mark.parametrize(("name", "chains"), CONFIRMED.items())
def test_confirmed_pairs_are_shipped(name: str, chains: tuple[str, ...]) -> None:
    assert set(chains) <= set(coin(name).chains)


def test_every_chain_the_exchange_names_has_a_coin() -> None:
    named = {*REPORTED, *(chain for chains in CONFIRMED.values() for chain in chains)}
    assert named == set(TABLE.chains)


def test_the_data_hold_together() -> None:
    chains = [chain for chain, *_ in CHAINS]
    assert len(set(chains)) == len(chains)
    assert set(ALIASES) <= set(chains)
    assert {
        alias for aliases in ALIASES.values() for alias in aliases if not alias.isalnum() or not alias.isupper()
    } == set()
    assert set(COIN_NAMES.values()) <= set(TABLE.coins)
    assert not set(COIN_NAMES) & set(TABLE.coins)
    for chain, label, required, names in CHAINS:
        assert label or required is False, chain
        assert len(set(names.split())) == len(names.split()), chain


@pytest.mark.parametrize("name", ["USDT", "usdt", " Usdt "])
def test_neither_case_nor_blanks_count(name: str) -> None:
    assert coin(name).name == "USDT"
    assert find_chain(coin(name), " trc20 ") == CoinChain("TRC20")


def test_a_letter_that_only_looks_plain_is_not_folded() -> None:
    assert TABLE.find_coin("\u0131nj") == Refused(Reason.COIN_UNKNOWN, {"coin": "\u0131nj", "nearest": ("INJ",)})


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("UDST", "USDT"),
        ("USTD", "USDT"),
        ("USDTT", "USDT"),
        ("SDT", "USDT"),
        ("USDTX", "USDT"),
        ("USDT-TRC20", "USDT"),
        ("Tether", "USDT"),
        ("Bitcoin", "BTC"),
        ("xbt", "BTC"),
        ("Ripple", "XRP"),
        ("ETHE", "ETH"),
        ("DODGE", "DOGE"),
    ],
)
def test_an_unknown_coin_is_refused_with_the_nearest_first(typed: str, nearest: str) -> None:
    refused = TABLE.find_coin(typed)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.COIN_UNKNOWN
    assert TABLE.list_nearest(typed)[0] == nearest


@pytest.mark.parametrize("typed", ["", "QQQQQQ", "!!!", "x" * 1000])
def test_a_coin_like_no_other_has_no_nearest(typed: str) -> None:
    assert TABLE.find_coin(typed) == Refused(Reason.COIN_UNKNOWN, {"coin": typed[:60], "nearest": ()})


@pytest.mark.parametrize(
    ("name", "typed", "right"),
    [
        ("USDT", "TRX", "TRC20"),
        ("USDT", "Tron", "TRC20"),
        ("TRX", "TRX", "TRC20"),
        ("ETH", "ETH", "ERC20"),
        ("USDT", "Ethereum", "ERC20"),
        ("USDT", "Ethereum (ERC20)", "ERC20"),
        ("USDT", "BEP20", "BSC"),
        ("BNB", "BNB", "BSC"),
        ("USDT", "BNB Smart Chain (BEP20)", "BSC"),
        ("USDT", "Polygon", "MATIC"),
        ("POL", "POL", "MATIC"),
        ("AVAX", "AVAXC", "AVA_C"),
        ("USDT", "AVAX", "AVA_C"),
        ("USDT", "Arbitrum One", "ARBITRUM"),
        ("ETH", "OP", "OPTIMISM"),
        ("USDC", "SPL", "SOL"),
        ("SOL", "Solana", "SOL"),
        ("BTC", "Bitcoin", "BTC"),
        ("CET", "CET", "CSC"),
        ("EOS", "EOS", "EOSIO"),
        ("TIA", "TIA", "CELESTIA"),
        ("USDT", "trc-20", "TRC20"),
        ("USDT", "TRC 20", "TRC20"),
        ("USDT", "TRC2O", "TRC20"),
        ("USDT", "TCR20", "TRC20"),
        ("USDT", "USDT-TRC20", "TRC20"),
        ("USDT", "USDTTRC20", "TRC20"),
        ("USDT", "OPTIMISIM", "OPTIMISM"),
    ],
)
def test_an_alias_is_refused_with_the_right_name_and_never_replaced(name: str, typed: str, right: str) -> None:
    refused = find_chain(coin(name), typed)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.NETWORK_UNKNOWN
    assert refused.args["nearest"] == (right,)
    assert (refused.args["network"], refused.args["coin"]) == (typed, name)


def test_two_chains_that_share_a_name_are_both_suggested() -> None:
    assert list_nearest_chains(coin("AVAX"), "AVAX") == ("AVA_C", "AVA")
    assert list_nearest_chains(coin("DOT"), "Polkadot") == ("DOT", "POLKADOTASSETHUB")


def test_every_chain_among_the_words_is_suggested_the_longest_run_first() -> None:
    assert list_nearest_chains(coin("USDT"), "TRC20 BNB Smart Chain ERC20") == ("BSC", "TRC20", "ERC20")


def test_names_of_the_very_same_letters_come_first_and_alone_for_short_words() -> None:
    assert list_slips("abcd", ("abce", "abdc")) == ["abdc", "abce"]
    assert list_slips("abc", ("abd", "acb", "ab")) == ["acb"]


@pytest.mark.parametrize("typed", ["BTC", "Bitcoin", "XRP", "Foo", ""])
def test_a_chain_that_was_hardly_meant_is_not_suggested(typed: str) -> None:
    refused = find_chain(coin("USDT"), typed)
    assert isinstance(refused, Refused)
    assert refused.args["nearest"] == ()
    assert refused.args["networks"]


@pytest.mark.parametrize(
    ("name", "typed", "chain"),
    [
        ("USDT", "KCC", "KCC"),
        ("USDT", "KuCoin Community Chain", "KCC"),
        ("USDT", "HECO", "HECO"),
        ("POL", "Polygon zkEVM", "Polygon zkEVM"),
        ("USDT", "zkEVM (Polygon)", "Polygon zkEVM"),
        ("BNB", "BNB (BEP2)", "BNB Beacon Chain"),
        ("AVAX", "AVAX P-Chain", "Avalanche P-Chain"),
        ("USDT", "Omni", "Omni"),
        ("USDT", "opBNB", "opBNB"),
        ("BTC", "BTC (Lightning)", "Lightning Network"),
        ("USDT", "NEP5", "Neo Legacy"),
    ],
)
def test_a_known_chain_of_elsewhere_is_named_and_nothing_is_suggested(name: str, typed: str, chain: str) -> None:
    refused = find_chain(coin(name), typed)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.NETWORK_ELSEWHERE
    assert refused.args["chain"] == chain
    assert list_nearest_chains(coin(name), typed) == ()


@pytest.mark.parametrize(
    ("name", "typed"),
    [("USDT", "AVAX X-Chain"), ("BTC", "BCH (Bitcoin Cash)"), ("ETH", "Ethereum Classic"), ("AVAX", "KCX")],
)
def test_nothing_is_suggested_where_a_part_of_the_name_means_a_chain_without_the_coin(name: str, typed: str) -> None:
    refused = find_chain(coin(name), typed)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.NETWORK_UNKNOWN
    assert refused.args["nearest"] == ()


@pytest.mark.parametrize(
    ("name", "typed", "right"),
    [
        ("AVAX", "AVAX X-Chain", "AVA"),
        ("AVAX", "AVAX C-Chain", "AVA_C"),
        ("ETH", "ETH (Arbitrum One)", "ARBITRUM"),
        ("USDT", "Tron (TRX)", "TRC20"),
        ("USDT", "BEP20 (BSC)", "BSC"),
        ("USDT", "Polygon POS", "MATIC"),
        ("USDT", "DOT", "POLKADOTASSETHUB"),
    ],
)
def test_the_longest_run_of_words_says_which_chain_is_meant(name: str, typed: str, right: str) -> None:
    assert list_nearest_chains(coin(name), typed) == (right,)


def test_a_chain_of_elsewhere_that_the_exchange_has_is_suggested() -> None:
    there = Coin("USDT", {"KCC": CoinChain("KCC")})
    assert find_chain(there, "KCC") == CoinChain("KCC")
    assert list_nearest_chains(there, "KuCoin Community Chain") == ("KCC",)


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("S", Refused(Reason.COIN_ELSEWHERE, {"coin": "S", "name": "Sonic"})),
        ("BUSD", Refused(Reason.COIN_ELSEWHERE, {"coin": "BUSD", "name": "Binance USD"})),
        ("Sonic (S)", Refused(Reason.COIN_ELSEWHERE, {"coin": "Sonic (S)", "name": "Sonic"})),
        ("gusd", Refused(Reason.COIN_ELSEWHERE, {"coin": "gusd", "name": "Gemini Dollar"})),
        ("USDbC", Refused(Reason.COIN_ELSEWHERE, {"coin": "USDbC", "name": "USD Base Coin"})),
        ("USDC.e", Refused(Reason.COIN_BRIDGED, {"coin": "USDC.e", "original": "USDC"})),
        ("USDT-e", Refused(Reason.COIN_BRIDGED, {"coin": "USDT-e", "original": "USDT"})),
        ("USDCe", Refused(Reason.COIN_ELSEWHERE, {"coin": "USDCe", "name": "a bridged USDC"})),
        ("BTC.b", Refused(Reason.COIN_BRIDGED, {"coin": "BTC.b", "original": "BTC"})),
        ("QZ", Refused(Reason.COIN_UNKNOWN, {"coin": "QZ", "nearest": ()})),
    ],
)
def test_a_known_coin_of_elsewhere_is_named_and_nothing_is_suggested(typed: str, refused: Refused) -> None:
    assert TABLE.find_coin(typed) == refused
    assert TABLE.list_nearest(typed) == ()


def test_a_coin_of_elsewhere_that_the_exchange_lists_is_found() -> None:
    table = answer({"asset": {"ccy": "BUSD"}, "chains": [{"chain": "BSC"}]})
    assert table is not None
    assert isinstance(table.find_coin("busd"), Coin)
    assert table.list_nearest("BUSD (BSC)") == ("BUSD",)


def test_chains_and_coins_of_elsewhere_are_none_of_ours() -> None:
    ours = {list_words(chain)[0] for chain, *_ in CHAINS} | {alias for aliases in ALIASES.values() for alias in aliases}
    others = [name for chain, aliases in OTHER_CHAINS.items() for name in (list_words(chain)[0], *aliases)]
    assert len(set(others)) == len(others)
    assert not set(others) & ours
    assert all(name.isalnum() and name.isupper() for name in (*others, *OTHER_COINS))
    assert not set(OTHER_COINS) & {*TABLE.coins, *COIN_NAMES}


def answer(*elements: object) -> CoinTable | None:
    return read_coin_table(list(elements))


USDT = {
    "asset": {"ccy": "USDT", "deposit_enabled": True, "withdraw_enabled": True, "inter_transfer_enabled": True},
    "chains": [
        {"chain": "TRC20", "withdraw_enabled": True, "memo": "", "is_memo_required_for_deposit": False},
        {"chain": "TON", "withdraw_enabled": False, "memo": "Memo/Comment", "is_memo_required_for_deposit": True},
    ],
}


def test_the_answer_of_an_exchange_makes_a_table() -> None:
    table = answer(USDT)
    assert table is not None
    usdt = table.find_coin("usdt")
    assert isinstance(usdt, Coin)
    assert list(usdt.chains.values()) == [
        CoinChain("TRC20"),
        CoinChain("TON", "Memo/Comment", is_memo_required=True, withdraw_enabled=False),
    ]
    assert table.list_nearest("UDST") == ("USDT",)


@pytest.mark.parametrize("yes", [True, "true", "True", "1", 1])
def test_truth_values_may_be_strings_or_numbers(yes: object) -> None:
    no = {True: False, "true": "false", "True": "False", "1": "0"}[yes]
    chain = {"chain": "XRP", "memo": "Tag", "is_memo_required_for_deposit": yes}
    table = answer({"asset": {"ccy": "XRP", "withdraw_enabled": no}, "chains": [chain]})
    assert table is not None
    xrp = table.coins["XRP"]
    assert not xrp.withdraw_enabled
    assert xrp.chains["XRP"] == CoinChain("XRP", "Tag", is_memo_required=True)


def test_whether_a_memo_is_needed_may_be_unsaid() -> None:
    table = answer({"asset": {"ccy": "A"}, "chains": [{"chain": "B", "memo": "Memo"}, {"chain": "C"}]})
    assert table is not None
    assert table.coins["A"].chains == {"B": CoinChain("B", "Memo", is_memo_required=None), "C": CoinChain("C")}


@pytest.mark.parametrize(
    "element",
    [
        {},
        {"asset": {"ccy": ""}, "chains": USDT["chains"]},
        {"asset": {"ccy": "A"}, "chains": []},
        {"asset": {}},
        None,
        7,
    ],
)
def test_elements_without_coin_or_chains_are_skipped(element: object) -> None:
    assert answer(element) is None
    table = answer(element, USDT)
    assert table is not None
    assert list(table.coins) == ["USDT"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["asset", "ccy", "chains", "chain", "memo"]), inner)
    ),
)


@given(JSON)
def test_no_answer_whatever_makes_it_stumble(data: object) -> None:
    table = read_coin_table(data)
    assert table is None or table.coins


@given(st.text())
def test_no_name_whatever_makes_it_stumble(name: str) -> None:
    assert len(TABLE.list_nearest(name)) <= 3
    assert len(list_nearest_chains(coin("USDT"), name)) <= 3


@pytest.mark.parametrize(
    ("names", "chain"),
    [
        (("ETH", "Ethereum"), "ERC20"),
        (("TRX", "TRC20"), "TRC20"),
        (("ARBI", "Arbitrum One"), "ARBITRUM"),
        (("MANTLE", "Mantle Network"), "MANTLE"),
        (("CAVAX", "AVAXC"), "AVA_C"),
        (("AVAX", ""), None),
        (("NEWNET", "New Network"), None),
        (("", ""), None),
    ],
)
def test_an_exchange_s_own_name_of_a_chain_is_one_that_is_known(names: tuple[str, ...], chain: str | None) -> None:
    assert name_chain(*names) == chain
