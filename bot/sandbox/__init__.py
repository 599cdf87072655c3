"""The outside world on one machine. It talks to the bot over loopback, and must not know or import it."""
