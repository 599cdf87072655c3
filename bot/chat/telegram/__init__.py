"""The Bot API: calls out, updates in, limits, files. Knows no command and no sentence."""
