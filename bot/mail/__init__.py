"""E-mails: composing them and sending them by SMTP."""
