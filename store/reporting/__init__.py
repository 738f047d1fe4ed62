"""Reports that are issued: their words, their figures, the frozen copies."""
