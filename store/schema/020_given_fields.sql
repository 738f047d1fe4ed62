-- Which values of a person a row of a file gives: a cell that was not understood gives none, a blank one may give chưa.
-- Taking another file back keeps them, and they say which cell a value came from. Few rows differ in this.
CREATE TABLE given_fields (
  id INTEGER PRIMARY KEY,
  names TEXT NOT NULL UNIQUE             -- fields as `history` names them, spaces between
) STRICT;
ALTER TABLE submission_row ADD COLUMN given INTEGER REFERENCES given_fields(id);  -- NULL: none

-- Of a row that asks which of several people it is about: each of them, also the first, whom the row itself names.
CREATE TABLE row_candidate (
  staff_id INTEGER NOT NULL REFERENCES staff(id),
  submission_id INTEGER NOT NULL REFERENCES submission(id),
  PRIMARY KEY (staff_id, submission_id)
) STRICT, WITHOUT ROWID;
