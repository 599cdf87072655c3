"""Warnings before a key expires, and the daily digest."""
