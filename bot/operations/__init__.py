"""Everything people ask for: each change and each answer, acting on storage in one transaction.

The layers, each importing only those below it: desk, queries. Alerts, doctor, keys, accounts. Chats, members,
whitelist, drifts. Ticket, lookup. Model. It must not know Telegram, HTTP or SMTP.
"""
