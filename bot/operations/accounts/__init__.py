"""Exchange accounts: connect, disconnect, compare, report health. It must not call an exchange itself."""
