"""File -> grid: what kind of file it is, its cells, its encoding, the process that reads it."""
