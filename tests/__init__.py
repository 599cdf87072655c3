"""Tests. A package, so that they can share people and helpers."""
