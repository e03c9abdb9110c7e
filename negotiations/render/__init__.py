"""Records and comparisons for people. No facts are made here, only their wording."""
