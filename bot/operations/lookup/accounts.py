"""What all operations on accounts share: how they are called, who leads them, and what an exchange is called.

It must not know which action is under way.
"""

from collections.abc import Iterable, Sequence
from itertools import count

from bot.rules.exchange_terms import KEY_CHANGES, TERMS, Terms
from bot.rules.remark import fold
from storage.records import Account, AccountKind, Action, ConnectionStatus


def exchange_name(kind: AccountKind) -> str:
    """As people write it."""
    return TERMS[kind].name


def mask_access_id(access_id: str) -> str:
    """Enough of an access id to recognise it."""
    return f"{access_id[:4]}…{access_id[-4:]}"


def free_name(wanted: str, kind: AccountKind, taken: Iterable[str]) -> str:
    """A name that no account of the team has, in any case: the wanted one, or with the exchange behind it."""
    folded = {fold(name) for name in taken}
    names = (wanted, f"{wanted}-{kind.value}", *(f"{wanted}-{kind.value}-{number}" for number in range(2, 99)))
    return next((name for name in names if fold(name) not in folded), f"{wanted}-{next(count(99))}")


def list_by_main(accounts: Sequence[Account]) -> list[Account]:
    """Sub-accounts right behind their main account, by name; the others in their order."""
    subs = sorted((one for one in accounts if one.main_id is not None), key=lambda one: fold(one.name))
    found: list[Account] = []
    for account in accounts:
        if account.main_id is None:
            found += [account, *(one for one in subs if one.main_id == account.id)]
    return found


def makes_keys(account: Account) -> bool:
    """Whether the bot itself can make and change keys there; elsewhere people do, by hand."""
    if account.kind is AccountKind.EMBEDDED:
        return True
    return account.main_id is not None and account.standing is ConnectionStatus.CONNECTED


def is_by_hand(account: Account, action: Action) -> bool:
    """Whether people do it on the exchange's own page, and the bot only asks for their word or looks there after."""
    terms = TERMS.get(account.kind)
    is_unreachable = action in KEY_CHANGES and not makes_keys(account)
    return is_unreachable or (terms is not None and action in terms.by_hand)


def terms_outside(account: Account) -> Terms | None:
    """The terms of the exchange that keeps the account's keys: it alone says when they end, and renews none by a call.

    That stays so when the account is disconnected, only nobody can ask any more. None: the house keeps the keys, or
    people do.
    """
    return TERMS.get(account.kind)


def has_whitelist(account: Account) -> bool:
    """Whether it has an API withdrawal whitelist; a sub-account's withdrawals go through its main account."""
    if account.kind is AccountKind.EMBEDDED:
        return True
    return account.kind in TERMS and account.main_id is None
