"""Groups and topics as places of a team: claimed, moved, migrated, unreachable."""
