"""CoinEx API v2 on loopback: documented answers, and a switch for everything undocumented.

It must not know which client uses the sandbox. Source: docs.coinex.com/api/v2, checked 2026-11-22.
"""
