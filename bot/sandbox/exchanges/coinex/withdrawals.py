"""Withdrawals as far as the whitelist matters: requested, listed and cancelled, and never sent.

Source: docs.coinex.com/api/v2/assets/deposit-withdrawal, checked 2026-11-25.
"""

from decimal import Decimal, InvalidOperation

from bot.sandbox.exchanges.coinex.call import Ask, paged
from bot.sandbox.exchanges.coinex.coins import get_coin
from bot.sandbox.exchanges.coinex.responses import InvalidParameter, Result
from bot.sandbox.exchanges.coinex.state import Withdrawal
from bot.sandbox.exchanges.refusal import Refusal

ON_CHAIN, INTER_USER = "on_chain", "inter_user"
CREATED, FINISHED, CANCELLED = "created", "finished", "cancelled"
_STATUSES = frozenset(
    {
        CREATED,
        "audit_required",
        "audited",
        "processing",
        "confirming",
        FINISHED,
        CANCELLED,
        "cancellation_failed",
        "failed",
    }
)


def withdraw(ask: Ask) -> Result:
    """Request a withdrawal. Refused with 3310 unless chain and address are on the API's whitelist.

    The chain's fee is added to the amount. On chain it waits for ever. To another user it arrives at once.
    """
    given = ask.parameters
    amount, address = given.text("amount"), given.text("to_address")
    method = given.text("withdraw_method", ON_CHAIN).lower()
    if method not in {ON_CHAIN, INTER_USER}:
        raise InvalidParameter("withdraw_method")
    chain = given.text("chain") if method == ON_CHAIN else ""
    facts = next((one for one in get_coin(ask)["chains"] if one["chain"] == chain), None)
    if (chain and facts is None) or (chain, address) not in ask.user.whitelist:
        raise Refusal(3310)
    if not _is_enough(amount, facts["min_withdraw_amount"] if facts else "0"):
        raise InvalidParameter("amount")
    one = Withdrawal(
        withdraw_id=ask.state.take_withdraw_id(),
        created_at=ask.now,
        ccy=given.text("ccy"),
        chain=chain,
        withdraw_method=method.upper(),
        memo=given.text("memo", ""),
        amount=amount,
        fee_ccy=get_coin(ask, "fee_ccy")["asset"]["ccy"] if given.has("fee_ccy") else given.text("ccy"),
        tx_fee=facts["withdrawal_fee"] if facts else "0",
        to_address=address,
        status=CREATED if method == ON_CHAIN else FINISHED,
        remark=given.remark(),
    )
    ask.user.withdrawals[one.withdraw_id] = one
    return Result(_show(one))


def list_withdrawals(ask: Ask) -> Result:
    """Newest first, of one coin, number or status if asked."""
    given = ask.parameters
    ccy, status = given.text("ccy", ""), given.text("status", "")
    if status and status not in _STATUSES:
        raise InvalidParameter("status")
    wanted = given.number("withdraw_id") if given.has("withdraw_id") else None
    found = [
        _show(one)
        for one in reversed(ask.user.withdrawals.values())
        if ccy in {"", one.ccy} and status in {"", one.status} and wanted in {None, one.withdraw_id}
    ]
    return paged(ask, found)


def cancel_withdrawal(ask: Ask) -> Result:
    """Cancel a withdrawal that has not left yet."""
    one = ask.user.withdrawals.get(ask.parameters.number("withdraw_id"))
    if one is None or one.status != CREATED:
        raise InvalidParameter("withdraw_id")
    one.status = CANCELLED
    return Result({})


def _show(one: Withdrawal) -> dict[str, object]:
    return {
        "withdraw_id": one.withdraw_id,
        "created_at": one.created_at,
        "ccy": one.ccy,
        "chain": one.chain,
        "withdraw_method": one.withdraw_method,
        "memo": one.memo,
        "amount": one.amount,
        "actual_amount": one.amount,
        "fee_ccy": one.fee_ccy,
        "tx_fee": one.tx_fee,
        "fee_asset": one.fee_ccy,
        "fee_amount": one.tx_fee,
        "tx_id": "",
        "to_address": one.to_address,
        "confirmations": 0,
        "explorer_address_url": "",
        "explorer_tx_url": "",
        "status": one.status,
        "remark": one.remark,
    }


def _is_enough(amount: str, least: str) -> bool:
    try:
        return Decimal(amount).is_finite() and Decimal(amount) >= Decimal(least) and Decimal(amount) > 0
    except InvalidOperation:
        return False
