"""Find the key, account, member or address of a team that a person typed.

It must not know which action asks.
"""
