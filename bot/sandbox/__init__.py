"""The outside world on one machine; speaks to the bot over loopback only and imports nothing of it."""
