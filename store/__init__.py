"""What is true: the SQLite store, its schema, and everything that reads or changes it."""
