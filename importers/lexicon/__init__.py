"""The words by which files are understood, as data: TOML files, and `words`, which reads them."""
