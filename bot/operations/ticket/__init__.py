"""One ticket: its contents, cards, approvals, acknowledgements and end."""
