"""One file per change of a key, each an `Operation`. Knows no proof and no chat."""
