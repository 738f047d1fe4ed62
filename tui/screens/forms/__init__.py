"""Statistics forms, Phụ lục 1 first (F5)."""
