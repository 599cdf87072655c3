"""Other bots, each in its own process and written as its library's documentation does."""
