-- Counts instead of names, remembered layouts, and what monitoring keeps of campaigns.

-- A campaign that runs here. The screens read `definition`, so that none of them parses campaign files.
CREATE TABLE campaign (
  name TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  definition TEXT NOT NULL,              -- JSON: what store.campaigns.running reads
  used_since TEXT NOT NULL,
  ended_at TEXT                          -- NULL: it runs
) STRICT, WITHOUT ROWID;

-- What is known of one numbered task of a campaign; "late" is worked out from its deadline.
CREATE TABLE task_progress (
  id INTEGER PRIMARY KEY,
  campaign TEXT NOT NULL,
  number INTEGER NOT NULL,
  state TEXT CHECK (state IN ('under_way', 'done')),   -- NULL: not begun
  done_on TEXT,
  product TEXT,
  responsible TEXT,
  note TEXT,
  UNIQUE (campaign, number)
) STRICT;

CREATE TABLE indicator_figure (
  id INTEGER PRIMARY KEY,
  campaign TEXT NOT NULL,
  indicator TEXT NOT NULL,               -- its key: its place in the list may change with a corrected file
  period TEXT NOT NULL,                  -- first day of the period, YYYY-MM-DD
  locality TEXT NOT NULL,
  numerator INTEGER CHECK (numerator >= 0),
  denominator INTEGER CHECK (denominator >= 0),
  source TEXT,
  UNIQUE (campaign, indicator, period, locality)
) STRICT;

-- The tax code and organisation account of a unit; `id` is the unit's.
CREATE TABLE organisation (
  id INTEGER PRIMARY KEY REFERENCES unit(id),
  tax_code TEXT,
  tax_cleaned_on TEXT,
  account_registered_on TEXT,
  account_authenticated_on TEXT,
  note TEXT
) STRICT;

-- Information systems, databases, software and data sources (plan 000, task 1).
CREATE TABLE data_source (
  id INTEGER PRIMARY KEY,
  kind TEXT CHECK (kind IN ('information_system', 'database', 'software', 'data_source')),
  name TEXT,
  folded TEXT,
  owner TEXT,
  description TEXT,
  completeness TEXT,
  accuracy TEXT,
  updating TEXT,
  sharing TEXT,
  readiness TEXT,
  has_real_data INTEGER CHECK (has_real_data IN (0, 1)),
  clear_owner INTEGER CHECK (clear_owner IN (0, 1)),
  can_be_updated INTEGER CHECK (can_be_updated IN (0, 1)),
  is_needed INTEGER CHECK (is_needed IN (0, 1)),
  soon_standardised INTEGER CHECK (soon_standardised IN (0, 1)),
  note TEXT,
  removed_at TEXT                        -- NULL: on the list
) STRICT;

-- How far each item was at the end of a day on which something changed: the trend.
CREATE TABLE daily_total (
  day TEXT NOT NULL,
  item_id INTEGER NOT NULL REFERENCES item(id),
  done INTEGER NOT NULL,
  applicable INTEGER NOT NULL,
  PRIMARY KEY (day, item_id)
) STRICT, WITHOUT ROWID;

-- One department of a Phụ lục 1 that a unit sent filled in, instead of names.
CREATE TABLE unit_count (
  id INTEGER PRIMARY KEY,
  submission_id INTEGER NOT NULL REFERENCES submission(id),
  unit_id INTEGER NOT NULL REFERENCES unit(id),
  sheet TEXT NOT NULL,
  row INTEGER NOT NULL,                  -- as the spreadsheet program counts
  department TEXT NOT NULL,
  total INTEGER NOT NULL,
  level2_done INTEGER NOT NULL,
  level2_todo INTEGER NOT NULL,
  level2_reasons TEXT NOT NULL,          -- the words of the cell
  health_book INTEGER NOT NULL,
  bhyt_done INTEGER NOT NULL,
  bhyt_todo INTEGER NOT NULL,
  bhyt_reasons TEXT NOT NULL,
  counted INTEGER NOT NULL CHECK (counted IN (0, 1)),  -- 0: its arithmetic does not hold, so it is left out
  problems TEXT NOT NULL DEFAULT ''      -- JSON, as in submission_row
) STRICT;
CREATE INDEX unit_count_by_submission ON unit_count(submission_id);
CREATE INDEX unit_count_by_unit ON unit_count(unit_id);

-- The file as it came, so that what must be mended can be shown in the sender's own table.
CREATE TABLE submission_file (
  submission_id INTEGER PRIMARY KEY REFERENCES submission(id),
  content BLOB NOT NULL                  -- zlib
) STRICT;

-- How a person corrected the reading of a column; the unit's next file with that header is read the same way.
CREATE TABLE column_mapping (
  unit_id INTEGER NOT NULL REFERENCES unit(id),
  fingerprint TEXT NOT NULL,             -- of the header of one table
  place INTEGER NOT NULL,                -- of the column in that table, 0-based
  field TEXT,                            -- NULL: passed over
  at TEXT NOT NULL,
  PRIMARY KEY (unit_id, fingerprint, place)
) STRICT, WITHOUT ROWID;

-- Who is asked for what depends on two columns more: an item may apply to administrative staff, or to those with a
-- smartphone, only.
DROP INDEX staff_statistics;
CREATE INDEX staff_statistics ON staff(unit_id, department_id, states, reasons, administrative, smartphone)
  WHERE removed_at IS NULL;

ALTER TABLE submission ADD COLUMN data_date TEXT;     -- day that the figures are of; NULL: the day of receipt
ALTER TABLE submission ADD COLUMN version INTEGER NOT NULL DEFAULT 1;  -- n-th of its unit
ALTER TABLE submission ADD COLUMN supersedes INTEGER REFERENCES submission(id);
-- A settled conflict stands as long as the file that it was settled for; NULL: settled apart from any.
ALTER TABLE settled_conflict ADD COLUMN submission_id INTEGER REFERENCES submission(id);
ALTER TABLE unit ADD COLUMN expected INTEGER NOT NULL DEFAULT 1 CHECK (expected IN (0, 1));  -- 0: not waited for
ALTER TABLE unit ADD COLUMN contact TEXT;             -- whom to call
ALTER TABLE issued_report ADD COLUMN campaign TEXT;
ALTER TABLE issued_report ADD COLUMN kind TEXT;       -- daily, weekly, monthly, closing, once; NULL: Phụ lục 1
ALTER TABLE issued_report ADD COLUMN period TEXT;     -- first day of the period, YYYY-MM-DD
ALTER TABLE issued_report ADD COLUMN corrects INTEGER REFERENCES issued_report(id);
