"""Stories that personas play, and the people in them."""
