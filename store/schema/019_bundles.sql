-- Bundles: all that one station has, as one file for the office above it.

-- What this station sent: by it the next bundle knows which people changed since.
CREATE TABLE bundle_sent (
  id TEXT PRIMARY KEY,
  made_at TEXT NOT NULL,
  digests BLOB NOT NULL                  -- zlib, JSON: id of a person -> digest of their line in the bundle
) STRICT, WITHOUT ROWID;

-- The bundle that a submission is of; its people are rows of that submission, whose `row` is their id in the station.
CREATE TABLE bundle_received (
  submission_id INTEGER PRIMARY KEY REFERENCES submission(id),
  bundle TEXT NOT NULL,
  station TEXT NOT NULL,                 -- stable id of the station's store
  made_at TEXT NOT NULL,
  has_people INTEGER NOT NULL CHECK (has_people IN (0, 1)),
  is_whole INTEGER NOT NULL CHECK (is_whole IN (0, 1))  -- 0: it holds only the people that changed
) STRICT;
CREATE INDEX bundle_received_of_station ON bundle_received(station);

-- What else it holds, kept as it came: tasks, registers, frozen reports, how its history stood.
CREATE TABLE bundle_part (
  submission_id INTEGER NOT NULL REFERENCES submission(id),
  name TEXT NOT NULL,
  content BLOB NOT NULL,                 -- zlib, a line of JSON for each entry
  PRIMARY KEY (submission_id, name)
) STRICT, WITHOUT ROWID;

-- Which unit here each unit of a station is; number 0 is the station itself.
CREATE TABLE bundle_unit (
  station TEXT NOT NULL,
  number INTEGER NOT NULL,               -- id in the station's store
  unit_id INTEGER NOT NULL REFERENCES unit(id),
  PRIMARY KEY (station, number)
) STRICT, WITHOUT ROWID;
