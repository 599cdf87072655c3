"""Being told in time: what stands on the ladder, the card that says so, and the daily digest."""
