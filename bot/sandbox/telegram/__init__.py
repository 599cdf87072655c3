"""The Bot API on one machine: chats, people, updates, and its HTTP server."""
