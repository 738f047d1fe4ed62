-- Everything that the main job needs: people and their checklist, units, submissions, history, frozen reports.
PRAGMA application_id = 1415140401; -- "TYT1", store.database.APPLICATION_ID

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
