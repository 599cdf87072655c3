"""What `/doctor` checks in the database, and who asked for a report.

It must not know how exchanges, Telegram or mail are asked.
"""
