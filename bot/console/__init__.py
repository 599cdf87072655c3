"""The commands on the server. It must not know how the app, a database or a chain works."""
