"""Figures beside a baseline of the same run. `make bench` prints the table of all.

Some scripts measure more on one subject. Nothing here is asserted, and no figure fails a build. Absolute figures show
only the order of size: compare ratios.
"""
