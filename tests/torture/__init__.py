"""Faults: the bot is killed, Telegram is away, answers are lost."""
