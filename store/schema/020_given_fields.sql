-- Which values of a person a row of a file gives: a cell that was not understood gives none, a blank one may give chưa.
-- Taking another file back keeps them, and they say which cell a value came from. Few rows differ in this.
CREATE TABLE given_fields (
  id INTEGER PRIMARY KEY,
  names TEXT NOT NULL UNIQUE             -- fields as `history` names them, spaces between
) STRICT;
ALTER TABLE submission_row ADD COLUMN given INTEGER REFERENCES given_fields(id);  -- NULL: none
