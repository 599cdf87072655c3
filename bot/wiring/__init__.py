"""Connects the rooms, which know nothing of each other; decides nothing."""
