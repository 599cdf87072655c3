"""The answers of the reading commands. Changes nothing."""
