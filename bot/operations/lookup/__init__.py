"""What a person typed → the key, account, member or address of their team."""
