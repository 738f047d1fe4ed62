"""Who is on the list: units, people, and the windows of rows that screens read."""
