"""What people ask of keys, one file per action."""
