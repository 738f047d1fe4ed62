-- Who signs the papers that are a unit's own.
ALTER TABLE unit ADD COLUMN head TEXT;
