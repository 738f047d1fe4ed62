"""From the store to a file that somebody signs or fills in: one module a paper."""
