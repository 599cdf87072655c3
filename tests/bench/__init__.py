"""Figures beside a baseline of the same run: `make bench` for the table of all, some scripts for more on one subject.

Nothing here is asserted, and no figure fails a build. Absolute figures tell the size of things only: compare ratios.
"""
