"""The page of the sandbox: its files, its calls, its state as JSON."""
