"""Coins and their chains, and withdrawing as far as the whitelist is concerned: nothing is ever sent.

It must not know whose whitelist it is.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from bot.sandbox.coinex.answers import InvalidParameter, Refusal, Result
from bot.sandbox.coinex.asking import Ask

_METHODS = frozenset({"on_chain", "inter_user"})


def list_coins(ask: Ask) -> Result:
    """All of them."""
    return Result(list(ask.coins))


def show_coin(ask: Ask) -> Result:
    """One with its chains."""
    return Result(_get(ask))


def describe_coin(ask: Ask) -> Result:
    """What a coin is; chains bear other names here than where they are withdrawn on."""
    wanted = ask.parameters.text("ccy", "")
    named = [row for row in ask.coins if row.get("asset", {}).get("ccy")]
    return Result([_describe(row) for row in named if wanted in {"", row["asset"]["ccy"]}])


def withdraw(ask: Ask) -> Result:
    """Refused with 3310 unless chain and address are on the whitelist of the API."""
    given = ask.parameters
    amount, address = given.text("amount"), given.text("to_address")
    method = given.text("withdraw_method", "on_chain").lower()
    if method not in _METHODS:
        raise InvalidParameter("withdraw_method")
    chain = given.text("chain") if method == "on_chain" else ""
    facts = next((one for one in _get(ask)["chains"] if one["chain"] == chain), None)
    if (chain and facts is None) or (chain, address) not in ask.user.whitelist:
        raise Refusal(3310)
    if not _is_enough(amount, facts["min_withdraw_amount"] if facts else "0"):
        raise InvalidParameter("amount")
    return Result(
        {
            "withdraw_id": ask.now,
            "created_at": ask.now,
            "ccy": given.text("ccy"),
            "chain": chain,
            "withdraw_method": method.upper(),
            "memo": given.text("memo", ""),
            "amount": amount,
            "actual_amount": amount,
            "to_address": address,
            "status": "created",
            "remark": given.text("remark", ""),
        }
    )


def _get(ask: Ask) -> dict[str, Any]:
    wanted = ask.parameters.text("ccy")
    for row in ask.coins:
        if row.get("asset", {}).get("ccy") == wanted:
            return row
    raise InvalidParameter("ccy")


def _describe(row: dict[str, Any]) -> dict[str, object]:
    return {
        "ccy": row["asset"]["ccy"],
        "full_name": row["asset"]["ccy"],
        "chain_info": [
            {"chain_name": f"{one['chain']} network", "identity": "", "explorer_url": ""} for one in row["chains"]
        ],
    }


def _is_enough(amount: str, least: str) -> bool:
    try:
        return Decimal(amount).is_finite() and Decimal(amount) >= Decimal(least) and Decimal(amount) > 0
    except InvalidOperation:
        return False
