"""CoinEx API v2 on loopback: what it answers where it is documented, and a switch where it is not.

It must not know which client lives in the sandbox.
Source: docs.coinex.com/api/v2, checked 2026-11-22.
"""
