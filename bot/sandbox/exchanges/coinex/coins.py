"""Coins and their chains, which are public."""

from typing import Any

from bot.sandbox.exchanges.coinex.call import Ask
from bot.sandbox.exchanges.coinex.responses import InvalidParameter, Result


def list_coins(ask: Ask) -> Result:
    """All of them."""
    return Result(list(ask.coins))


def show_coin(ask: Ask) -> Result:
    """One with its chains."""
    return Result(get_coin(ask))


def describe_coin(ask: Ask) -> Result:
    """Describe a coin. Its chains have other names here than in withdrawals."""
    wanted = ask.parameters.text("ccy", "")
    named = [row for row in ask.coins if row.get("asset", {}).get("ccy")]
    return Result([_describe(row) for row in named if wanted in {"", row["asset"]["ccy"]}])


def get_coin(ask: Ask, name: str = "ccy") -> dict[str, Any]:
    """The coin of a parameter, with its chains."""
    wanted = ask.parameters.text(name)
    for row in ask.coins:
        if row.get("asset", {}).get("ccy") == wanted:
            return row
    raise InvalidParameter(name)


def _describe(row: dict[str, Any]) -> dict[str, object]:
    return {
        "ccy": row["asset"]["ccy"],
        "full_name": row["asset"]["ccy"],
        "chain_info": [
            {"chain_name": f"{one['chain']} network", "identity": "", "explorer_url": ""} for one in row["chains"]
        ],
    }
