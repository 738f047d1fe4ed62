-- A line of a filled-in form: its figures by the key of their column, so that a new form needs no new schema. Until now
-- the table held Phụ lục 1 of letter 310 alone, a column of the table for each of its own.
CREATE TABLE filled_line (
  id INTEGER PRIMARY KEY,
  submission_id INTEGER NOT NULL REFERENCES submission(id),
  unit_id INTEGER NOT NULL REFERENCES unit(id),
  form TEXT NOT NULL,                    -- key of the form
  sheet TEXT NOT NULL,
  row INTEGER NOT NULL,                  -- as the spreadsheet program counts
  department TEXT NOT NULL,              -- what the line is of
  figures TEXT NOT NULL,                 -- JSON: key of the column -> how many people
  reasons TEXT NOT NULL,                 -- JSON: key of the column -> the words of the cell
  counted INTEGER NOT NULL CHECK (counted IN (0, 1)),  -- 0: it breaks a rule of the form, so it is left out
  problems TEXT NOT NULL DEFAULT ''      -- JSON, as in submission_row
) STRICT;
INSERT INTO filled_line
  SELECT id, submission_id, unit_id, 'phu-luc-1', sheet, row, department,
    json_object('total', total, 'level2_done', level2_done, 'level2_todo', level2_todo, 'health_book', health_book,
      'bhyt_done', bhyt_done, 'bhyt_todo', bhyt_todo),
    json_object('level2_reasons', level2_reasons, 'bhyt_reasons', bhyt_reasons),
    counted, problems
  FROM unit_count;
DROP TABLE unit_count;
ALTER TABLE filled_line RENAME TO unit_count;
CREATE INDEX unit_count_by_submission ON unit_count(submission_id);
CREATE INDEX unit_count_by_unit ON unit_count(unit_id);
