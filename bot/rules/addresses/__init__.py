"""Address checks per chain: the families, their table, and one question.

It must not know time, storage or sentences, and it looks nothing up.
"""

from bot.rules.addresses.chains import CHAINS
from bot.rules.addresses.check import check_address
from bot.rules.addresses.exchange_form import write_for_exchange
from bot.rules.addresses.family import Family
from bot.rules.addresses.verdict import AddressVerdict, Outcome

__all__ = ["CHAINS", "AddressVerdict", "Family", "Outcome", "check_address", "write_for_exchange"]
