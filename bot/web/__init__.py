"""The HTTP server: health, the two-step page, the webhook.

It must not know tickets, people, the database, or why a page exists.
"""
