"""What a team can do, told through the Bot API."""
