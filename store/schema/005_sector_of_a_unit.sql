-- Who owes an item may depend on the sector of the unit; `store.migrations` guesses it of units that are there.
ALTER TABLE unit ADD COLUMN sector TEXT NOT NULL DEFAULT 'other'
  CHECK (sector IN ('health', 'education', 'government', 'union', 'enterprise', 'other'));
