"""The roster: units, people, and the windows of rows that screens read."""
