"""Groups and topics as places of a team: claimed, moved, migrated, unreachable.

It must not know how Telegram reports such an event.
"""
