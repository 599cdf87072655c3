"""Where an exchange says something else than we know: found, told once, followed or undone."""
