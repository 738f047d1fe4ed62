-- Numbers that are typed in Nhập số liệu and not saved yet: they wait here for Ctrl+S, so that a cut takes none of them.
-- Nothing counts them, and no change is recorded of them.
CREATE TABLE figure_draft (
  sheet TEXT NOT NULL,                   -- campaign, whose figures, kind and first day of the period, "/" between
  locality TEXT NOT NULL,
  indicator TEXT NOT NULL,
  field TEXT NOT NULL,                   -- numerator, denominator, target
  number INTEGER,                        -- NULL: the number of the cell is taken away
  shown INTEGER,                         -- what the store had when it was typed
  is_copied INTEGER NOT NULL CHECK (is_copied IN (0, 1)),
  PRIMARY KEY (sheet, locality, indicator, field)
) STRICT, WITHOUT ROWID;
