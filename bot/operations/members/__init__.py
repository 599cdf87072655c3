"""What people ask about people, one file per action."""
