"""Rules as pure functions. They do no I/O, read no clock and hold no sentences."""
