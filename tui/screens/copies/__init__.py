"""The place of work for copies of the store, and what is asked when the store is missing."""
