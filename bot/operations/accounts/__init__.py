"""What people ask of accounts at exchanges, one file per action."""
