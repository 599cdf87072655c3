"""Figures beside a baseline, one script each: `python -m tests.bench.<name>`. Nothing here is asserted."""
