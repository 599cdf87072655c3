"""Names of accounts and exchanges, and what the bot can do in an account."""

from collections.abc import Iterable, Sequence
from itertools import count

from bot.rules.exchange_terms import KEY_CHANGES, TERMS, Terms
from bot.rules.remark import fold
from storage.records import Account, AccountKind, Action, ConnectionStatus

_SHORT = 8
"""Digits of an account's id in buttons. No team has so many accounts that two share them."""


def exchange_name(kind: AccountKind) -> str:
    """Name of the exchange as people write it."""
    return TERMS[kind].name


def short_name(account: Account) -> str:
    """A word for buttons that means this account, whatever its name. It is looked up within the team."""
    return f"@{account.id.hex[-_SHORT:]}"


def named_account(words: Sequence[str], accounts: Iterable[Account]) -> Account | None:
    """Return the account that the words name in full, or by its short name."""
    named = " ".join(words)
    return next((one for one in accounts if fold(named) in {fold(one.name), short_name(one)}), None)


def mask_access_id(access_id: str) -> str:
    """Enough of an access id to recognise it."""
    return f"{access_id[:4]}…{access_id[-4:]}"


def free_name(wanted: str, kind: AccountKind, taken: Iterable[str]) -> str:
    """Return the wanted name, or with the exchange added, so that no other account has it in any case."""
    folded = {fold(name) for name in taken}
    names = (wanted, f"{wanted}-{kind.value}", *(f"{wanted}-{kind.value}-{number}" for number in range(2, 99)))
    return next((name for name in names if fold(name) not in folded), f"{wanted}-{next(count(99))}")


def list_by_main(accounts: Sequence[Account]) -> list[Account]:
    """List sub-accounts right after their main account, by name, and the others in their order.

    Those without their main account, which a limited reader may not see, come last.
    """
    subs = sorted((one for one in accounts if one.main_id is not None), key=lambda one: fold(one.name))
    found: list[Account] = []
    for account in accounts:
        if account.main_id is None:
            found += [account, *(one for one in subs if one.main_id == account.id)]
    return [*found, *(one for one in subs if one not in found)]


def makes_keys(account: Account) -> bool:
    """Whether the bot can create and change keys in this account. Elsewhere people do it by hand."""
    if account.kind is AccountKind.EMBEDDED:
        return True
    return account.main_id is not None and account.standing is ConnectionStatus.CONNECTED


def is_by_hand(account: Account, action: Action) -> bool:
    """Whether people do this action on the exchange's page, and the bot only asks or checks afterwards."""
    terms = TERMS.get(account.kind)
    is_unreachable = action in KEY_CHANGES and not makes_keys(account)
    return is_unreachable or (terms is not None and action in terms.by_hand)


def terms_outside(account: Account) -> Terms | None:
    """Terms of the exchange that keeps the account's keys, decides their expiry and has no call to renew.

    They stay after the account is disconnected, although the exchange cannot be asked then. None: the embedded registry
    or people keep the keys.
    """
    return TERMS.get(account.kind)


def has_whitelist(account: Account) -> bool:
    """Whether it has an API withdrawal whitelist. A sub-account withdraws through its main account."""
    if account.kind is AccountKind.EMBEDDED:
        return True
    return account.kind in TERMS and account.main_id is None
