"""People and their rights: one file per change of a member."""
