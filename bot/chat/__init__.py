"""Telegram in, Telegram out. It decides nothing, and must not know transactions or exchanges."""
