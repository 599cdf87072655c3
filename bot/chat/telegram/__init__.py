"""What is Telegram's own in the chat: its formats and limits. It must not know any command."""
