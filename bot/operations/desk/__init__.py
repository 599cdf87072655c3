"""The life of a change, in order: asked, proven, approved, executed, recorded. Knows no sentence's wording."""
