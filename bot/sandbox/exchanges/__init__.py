"""Exchanges on one machine, each in its own folder."""
