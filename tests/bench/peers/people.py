"""Who a peer's database knows, for the peer and for whoever speaks to it."""

FIRST_PERSON = 5001
PEOPLE = 64
KEYS = 10
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""Everybody's; not secret: it opens nothing but a measurement."""
