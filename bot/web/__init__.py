"""HTTP doors: health, the two-step page, the webhook."""
