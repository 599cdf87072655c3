"""Tests; a package, so that they can share people and doors."""
