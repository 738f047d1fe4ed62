-- Two words for one reason: the reason counts under that of the other, whose id this is. NULL: it stands for itself.
ALTER TABLE reason ADD COLUMN same_as INTEGER REFERENCES reason(id);
-- Words that campaigns say are a reason of theirs; they become a reason when somebody has them.
CREATE TABLE reason_word (
  folded TEXT PRIMARY KEY,
  reason_id INTEGER NOT NULL REFERENCES reason(id)
) STRICT, WITHOUT ROWID;
