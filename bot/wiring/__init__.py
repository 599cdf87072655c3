"""Connects the packages, which do not import each other. It decides nothing."""
