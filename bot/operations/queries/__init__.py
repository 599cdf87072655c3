"""The answers of the reading commands. It changes nothing, and must not know how an answer looks."""
