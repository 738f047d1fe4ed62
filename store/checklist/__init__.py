"""The items that everybody is asked about: packed in a row, to whom they apply, why not yet."""
