-- What the station notes down for its reports: trainings, the reception desk, printed sheets, difficulties.
CREATE TABLE register_entry (
  id INTEGER PRIMARY KEY,
  register TEXT NOT NULL,                -- key of store.registers.declared
  removed_at TEXT                        -- NULL: on the list
) STRICT;
-- One value of an entry, so that a register with other columns needs no new schema.
CREATE TABLE register_value (
  entry_id INTEGER NOT NULL REFERENCES register_entry(id),
  field TEXT NOT NULL,                   -- key of the column
  value TEXT NOT NULL,                   -- a day as YYYY-MM-DD, a unit by its id, people by their ids with spaces between
  PRIMARY KEY (entry_id, field)
) STRICT, WITHOUT ROWID;
