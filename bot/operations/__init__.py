"""What people ask for, in order."""
