"""Values -> plan: who it is, what is new, what contradicts."""
