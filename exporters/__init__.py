"""Writes files from the store that somebody signs or fills in, one module for each paper."""
