"""The shapes that all operations share. Imports no other folder of operations."""
