"""Facts about each exchange agree with its adapter."""

import pytest

from bot.exchanges.directory import MAIN_ACCOUNTS
from bot.exchanges.idempotency_tag import ROOM
from bot.rules.exchange_terms import CONNECTABLE, TERMS, keys_limit, may_create
from bot.rules.key_terms import KEYS_LIMIT
from bot.rules.remark import REMARK_LIMIT
from bot.rules.verdict import Allowed, Reason, Refused
from bot.settings import Settings
from storage.records import AccountKind


def test_what_can_be_connected_has_its_main_account_and_its_terms() -> None:
    assert {kind.value for kind in CONNECTABLE} == set(MAIN_ACCOUNTS)
    assert set(TERMS) == set(AccountKind) - {AccountKind.EMBEDDED, AccountKind.BY_HAND}


def test_every_exchange_outside_has_a_setting_for_its_address() -> None:
    assert set(Settings().exchange_urls) == {kind.value for kind in TERMS}


def test_a_code_says_of_which_exchange_it_is() -> None:
    assert len({terms.not_listed_code for terms in TERMS.values()}) == len(TERMS)


def test_a_name_leaves_room_for_the_mark_of_its_ticket() -> None:
    assert {terms.remark_limit for terms in TERMS.values()} == {REMARK_LIMIT - ROOM}


@pytest.mark.parametrize(
    ("kind", "length", "withdraw", "reason"),
    [
        (AccountKind.EMBEDDED, 50, True, None),
        (AccountKind.COINEX, 40, False, None),
        (AccountKind.COINEX, 41, False, Reason.REMARK_TOO_LONG_THERE),
        (AccountKind.COINEX, 1, True, Reason.WITHDRAW_IMPOSSIBLE),
        (AccountKind.BYBIT, 40, False, None),
        (AccountKind.BYBIT, 1, True, Reason.WITHDRAW_IMPOSSIBLE),
    ],
)
def test_what_an_exchange_never_makes_is_known_early(
    kind: AccountKind, length: int, withdraw: bool, reason: Reason | None
) -> None:
    verdict = may_create(kind, "x" * length, withdraw=withdraw)
    assert (verdict.reason if isinstance(verdict, Refused) else None) is reason
    assert isinstance(verdict, Allowed) is (reason is None)


def test_an_account_without_terms_has_our_own_limit_of_keys() -> None:
    assert keys_limit(AccountKind.EMBEDDED) == KEYS_LIMIT
    assert keys_limit(AccountKind.COINEX) == TERMS[AccountKind.COINEX].keys_limit
