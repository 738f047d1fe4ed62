"""Fields -> values: what a cell says of a person."""
