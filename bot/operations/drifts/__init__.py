"""Keys that are not the same at their exchange: found, shown, merged. It must not know a command."""
