"""Promises of the desk: database and embedded exchange, no Telegram."""
