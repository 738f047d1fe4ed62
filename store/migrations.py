"""The schema, as numbered migrations; imported only when one is pending (sqlite-utils takes 70 ms).

Add a migration at the end, never edit one that was released, and raise `LATEST` in `store.database`.
"""

from sqlite_utils import Database, Migrations

from store.database import APPLICATION_ID, LATEST

migrations = Migrations("tramyte")

SCHEMA_1 = """
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Items are data: they come from a campaign file, and a new one needs no new schema.
CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL UNIQUE,      -- place of its character in staff.states; never reused
  title TEXT NOT NULL,
  short_title TEXT NOT NULL,
  applies_to TEXT NOT NULL DEFAULT 'everyone',
  requires TEXT,
  target REAL,
  due TEXT,
  campaign TEXT
) STRICT;

CREATE TABLE reason (
  id INTEGER PRIMARY KEY,
  item_id INTEGER REFERENCES item(id),   -- NULL: fits any item
  text TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  uses INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE unit (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT 'other',
  parent_id INTEGER REFERENCES unit(id),
  facility_code TEXT,
  valid_from TEXT,
  valid_to TEXT                          -- NULL: still there
) STRICT;
CREATE UNIQUE INDEX unit_by_name ON unit(folded) WHERE valid_to IS NULL;

CREATE TABLE department (
  id INTEGER PRIMARY KEY,
  unit_id INTEGER NOT NULL REFERENCES unit(id),
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  position INTEGER NOT NULL,
  UNIQUE (unit_id, folded)
) STRICT;

-- The checklist of a person is packed into two columns of their row, because every screen and every paper
-- reads all of it at once: a Phụ lục 1 over 400,000 people is one walk along staff_statistics, and an import
-- of 100,000 people writes 100,000 rows and not 700,000.
--   states   one character an item, at item.position: d đã, t chưa, n không áp dụng, ? chưa rõ
--   reasons  position:reason.id of each item that has one, in order, a space between: '1:3 4:12'
CREATE TABLE staff (
  id INTEGER PRIMARY KEY,
  unit_id INTEGER NOT NULL REFERENCES unit(id),
  department_id INTEGER REFERENCES department(id),
  full_name TEXT NOT NULL CHECK (full_name <> ''),
  folded TEXT NOT NULL,
  name_key TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  birth_date TEXT CHECK (birth_date GLOB '[12][0-9][0-9][0-9]'
                      OR birth_date GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  sex TEXT CHECK (sex IN ('nam', 'nữ')),
  citizen_id TEXT CHECK (length(citizen_id) = 12 AND citizen_id NOT GLOB '*[^0-9]*'),
  position TEXT,
  employment TEXT CHECK (employment IN ('cong_chuc', 'vien_chuc', 'nguoi_lao_dong')),
  administrative INTEGER CHECK (administrative IN (0, 1)),
  smartphone INTEGER CHECK (smartphone IN (0, 1)),
  phone TEXT,
  insurance_number TEXT,
  note TEXT,
  states TEXT NOT NULL DEFAULT '' CHECK (states NOT GLOB '*[^dtn?]*'),
  reasons TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL,
  removed_at TEXT                        -- NULL: still on the staff
) STRICT;
CREATE UNIQUE INDEX staff_by_citizen_id ON staff(citizen_id) WHERE citizen_id IS NOT NULL AND removed_at IS NULL;
CREATE INDEX staff_by_name ON staff(sort_key, id) WHERE removed_at IS NULL;
CREATE INDEX staff_by_unit ON staff(unit_id, ifnull(department_id, 0), sort_key, id) WHERE removed_at IS NULL;
CREATE INDEX staff_by_name_key ON staff(name_key) WHERE removed_at IS NULL;
CREATE INDEX staff_statistics ON staff(unit_id, department_id, states, reasons) WHERE removed_at IS NULL;

CREATE VIRTUAL TABLE staff_search USING fts5(
  folded, content='staff', content_rowid='id', tokenize="unicode61 remove_diacritics 0", prefix='2 3', detail='column'
);
CREATE TRIGGER staff_search_insert AFTER INSERT ON staff BEGIN
  INSERT INTO staff_search(rowid, folded) VALUES (new.id, new.folded);
END;
CREATE TRIGGER staff_search_update AFTER UPDATE OF folded ON staff BEGIN
  INSERT INTO staff_search(staff_search, rowid, folded) VALUES ('delete', old.id, old.folded);
  INSERT INTO staff_search(rowid, folded) VALUES (new.id, new.folded);
END;

CREATE TABLE item_date (
  staff_id INTEGER NOT NULL REFERENCES staff(id),
  item_id INTEGER NOT NULL REFERENCES item(id),
  done_on TEXT NOT NULL,
  PRIMARY KEY (staff_id, item_id)
) STRICT, WITHOUT ROWID;

-- One change is one thing that a person did: a key, a form, an import. Undo is a change of its own.
CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  command TEXT NOT NULL,
  label TEXT NOT NULL,                   -- Vietnamese, as the undo message shows it
  submission_id INTEGER REFERENCES submission(id),
  reverts INTEGER REFERENCES change(id), -- the change that this one takes back or does again
  undone_by INTEGER REFERENCES change(id)
) STRICT;

CREATE TABLE history (
  id INTEGER PRIMARY KEY,
  change_id INTEGER NOT NULL REFERENCES change(id),
  entity TEXT NOT NULL,
  entity_id INTEGER NOT NULL,
  field TEXT NOT NULL,
  before TEXT,
  after TEXT
) STRICT;
CREATE INDEX history_by_entity ON history(entity, entity_id);
CREATE INDEX history_by_change ON history(change_id);

CREATE TABLE submission (
  id INTEGER PRIMARY KEY,
  unit_id INTEGER REFERENCES unit(id),
  kind TEXT NOT NULL,
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  received_at TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  counts TEXT NOT NULL,                  -- JSON: rows by outcome
  remarks TEXT NOT NULL DEFAULT '[]',    -- JSON: remarks on the whole file
  change_number INTEGER NOT NULL DEFAULT 0,  -- of its change: edits with a higher number came after it
  taken_back_at TEXT
) STRICT;

CREATE TABLE submission_table (
  submission_id INTEGER NOT NULL REFERENCES submission(id),
  number INTEGER NOT NULL,
  sheet TEXT NOT NULL,
  header_row INTEGER NOT NULL,
  columns TEXT NOT NULL,                 -- JSON: [[0-based column, header, field or null], …]
  PRIMARY KEY (submission_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE submission_row (
  id INTEGER PRIMARY KEY,
  submission_id INTEGER NOT NULL REFERENCES submission(id),
  table_number INTEGER NOT NULL,
  row INTEGER NOT NULL,                  -- as the spreadsheet program counts: the first is 1
  outcome TEXT NOT NULL,
  staff_id INTEGER REFERENCES staff(id),
  cells TEXT NOT NULL,                   -- raw text, in the order of submission_table.columns, U+001F between
  problems TEXT NOT NULL DEFAULT ''      -- JSON, '' for none
) STRICT;
CREATE INDEX submission_row_by_submission ON submission_row(submission_id);
CREATE INDEX submission_row_by_staff ON submission_row(staff_id);

-- A conflict that was settled is never asked again for the same pair.
CREATE TABLE settled_conflict (
  staff_id INTEGER NOT NULL REFERENCES staff(id),
  field TEXT NOT NULL,
  incoming TEXT NOT NULL,
  choice TEXT NOT NULL,                  -- 'keep' the store, or 'take' the file
  at TEXT NOT NULL,
  PRIMARY KEY (staff_id, field, incoming)
) STRICT, WITHOUT ROWID;

CREATE TABLE narrative (
  report TEXT NOT NULL,
  section TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (report, section)
) STRICT, WITHOUT ROWID;

CREATE TABLE issued_report (
  id INTEGER PRIMARY KEY,
  report TEXT NOT NULL,
  number INTEGER NOT NULL,
  title TEXT NOT NULL,
  issued_at TEXT NOT NULL,
  issued_by TEXT NOT NULL,
  paper TEXT NOT NULL,                   -- JSON: everything that is printed
  people TEXT NOT NULL,                  -- JSON: ids of the people behind each row
  sha256 TEXT NOT NULL,                  -- of the two columns before
  UNIQUE (report, number)
) STRICT;
"""

SCHEMA_2 = """
-- A campaign that runs here. The screens read `definition`, so that none of them parses campaign files.
CREATE TABLE campaign (
  name TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  definition TEXT NOT NULL,              -- JSON: store.campaigns.campaign.Campaign as it dumps itself
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
"""


def _run(db: Database, script: str) -> None:
    """Run the statements of `script` one by one: executescript would commit the transaction first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if complete(statement):
            db.execute(statement)
            statement = ""


def complete(statement: str) -> bool:
    """Whether `statement` is a whole one; a trigger holds semicolons of its own."""
    import sqlite3

    return statement.strip() != "" and sqlite3.complete_statement(statement)


@migrations(name="001")
def first(db: Database) -> None:
    """Everything that the main job needs."""
    _run(db, SCHEMA_1)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


@migrations(name="002")
def submissions_and_monitoring(db: Database) -> None:
    """Counts instead of names, remembered layouts, and what monitoring keeps of campaigns."""
    _run(db, SCHEMA_2)
    db.execute("PRAGMA user_version = 2")


def apply(db: Database) -> None:
    """Apply what is pending, each in a transaction together with its record."""
    migrations.apply(db)
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version != LATEST:
        raise AssertionError(f"migrations end at {version}, store.database.LATEST says {LATEST}")
