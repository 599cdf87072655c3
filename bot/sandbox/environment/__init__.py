"""The sandbox as a whole, and the history that a new one has."""

from bot.sandbox.environment.environment import COINEX_CALLER, SUB_ACCOUNTS, Environment

__all__ = ["COINEX_CALLER", "SUB_ACCOUNTS", "Environment"]
