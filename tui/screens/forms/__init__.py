"""The place of work for statistics forms, which opens with Phụ lục 1 (F5)."""
