"""The checklist of items: how it is packed in a person's row, to whom items apply, and reasons why not done."""
