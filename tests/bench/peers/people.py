"""People in a peer's database, for the peer and for the load."""

FIRST_PERSON = 5001
PEOPLE = 64
KEYS = 10
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""Everyone's seed. It is not secret, because it opens only a measurement."""
