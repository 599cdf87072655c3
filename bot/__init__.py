"""The bot: chat, operations, rules, exchanges, jobs, mail, web, console and a sandbox."""
