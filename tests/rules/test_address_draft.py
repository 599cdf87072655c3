"""The words of /addaddress, and the fields still missing."""

import pytest

from bot.rules.address_draft import AddressDraft, Missing, read_draft

ADDRESS = "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC"


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("", Missing.KIND),
        ("withdrawal", Missing.TYPE),
        ("withdrawal single", Missing.COIN),
        ("withdrawal universal", Missing.CHAIN),
        ("withdrawal single USDT", Missing.CHAIN),
        ("withdrawal single USDT TRC20", Missing.ADDRESS),
        (f"withdrawal single XRP XRP {ADDRESS}", Missing.MEMO),
        (f"withdrawal single XRP XRP {ADDRESS} memo 7", Missing.REMARK),
        (f"withdrawal single XRP XRP {ADDRESS} memo nomemo", Missing.REMARK),
        (f"withdrawal single XRP XRP {ADDRESS} memo 7 remark noremark", None),
        (f"XRP XRP {ADDRESS}", Missing.MEMO),
        (f"XRP XRP {ADDRESS} tag 7", None),
        ("transfer", Missing.COIN),
        ("transfer every-coin", Missing.RECIPIENT),
        ("transfer every-coin +49 151 23456789", Missing.REMARK),
        ("inter-user USDT +49 151 23456789", None),
    ],
)
def test_what_is_asked_next(words: str, missing: Missing | None) -> None:
    assert read_draft(words.split()).find_missing(has_memo="XRP" in words, needs_memo="XRP" in words) is missing


def test_an_optional_memo_is_asked_for_only_step_by_step() -> None:
    typed, guided = read_draft(["ATOM", "ATOM", "x"]), read_draft(["withdrawal", "single", "ATOM", "ATOM", "x"])
    assert typed.find_missing(has_memo=True, needs_memo=False) is None
    assert guided.find_missing(has_memo=True, needs_memo=False) is Missing.MEMO


def test_everything_behind_a_keyword_belongs_to_it_and_the_rest_is_reported() -> None:
    draft = read_draft(["usdt", "trc20", ADDRESS, "memo", "a", "b", "remark", "cold", "wallet"])
    assert (draft.coin, draft.chain, draft.address) == ("usdt", "trc20", ADDRESS)
    assert (draft.memo, draft.remark, draft.surplus) == ("a b", "cold wallet", ())
    assert read_draft(["usdt", "trc20", ADDRESS, "cold", "wallet"]).surplus == ("cold", "wallet")
    assert read_draft([]) == AddressDraft()
