"""People and their rights: one file per change of a member. It must not know how a proof is given."""
