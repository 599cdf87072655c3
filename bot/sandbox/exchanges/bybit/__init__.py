"""Bybit on one machine: main accounts and keys of sub-accounts."""
