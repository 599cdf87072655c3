"""What people ask for: each change and each answer, acting on storage in one transaction.

The layers, each importing only those below it: desk, queries; alerts, doctor, keys, accounts; chats, members,
whitelist, drifts; ticket, lookup; model. Nothing here knows Telegram, HTTP or SMTP.
"""
