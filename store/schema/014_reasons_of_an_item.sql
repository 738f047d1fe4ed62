-- For which items a reason is offered, and by which digit: it is given once and moves by nobody's use.
CREATE TABLE reason_item (
  reason_id INTEGER NOT NULL REFERENCES reason(id),
  item TEXT NOT NULL REFERENCES item(key),
  digit INTEGER NOT NULL DEFAULT 0 CHECK (digit BETWEEN 0 AND 9),  -- 0: none, it is found by its words
  used INTEGER NOT NULL DEFAULT 0,  -- the highest of an item was chosen last
  PRIMARY KEY (reason_id, item)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX reason_by_digit ON reason_item(item, digit) WHERE digit > 0;
-- Since when a reason is off the dictionary: whoever added it took that back. NULL: it is there.
ALTER TABLE reason ADD COLUMN removed_at TEXT;
