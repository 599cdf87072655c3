"""Exchange accounts: connect, disconnect, compare with the exchange, report health. Calls no exchange itself."""
