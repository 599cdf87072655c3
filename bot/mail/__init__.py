"""Letters: composing them and handing them to SMTP."""
