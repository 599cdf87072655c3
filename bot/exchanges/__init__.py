"""Clients of the exchanges, one file per exchange."""
