"""Keys that differ at their exchange: found, shown, merged. Knows no command."""
