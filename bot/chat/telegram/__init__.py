"""The Bot API: calls out, updates in, limits, files. It must not know a command or a sentence."""
