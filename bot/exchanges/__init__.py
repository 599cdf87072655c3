"""The outside, one file per exchange."""
