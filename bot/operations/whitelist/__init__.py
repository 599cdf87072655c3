"""What people ask of the API withdrawal whitelist, one file per action."""
