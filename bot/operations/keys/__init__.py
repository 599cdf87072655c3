"""One file per change of a key, each an `Operation`. It must not know a proof or a chat."""
