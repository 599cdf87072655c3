"""A manual account keeps the contract by offering nothing."""

import pytest

from bot.exchanges.manual import ByHand
from tests.exchanges.contract import ExchangeContract


class TestContract(ExchangeContract):
    """Runs the whole kit."""

    @pytest.fixture
    def exchange(self) -> ByHand:
        return ByHand()


def test_nothing_is_offered() -> None:
    assert ByHand().capabilities == frozenset()
