-- Each window keeps what is typed in it and not saved: what another one saves or throws away leaves these numbers.
CREATE TABLE figure_draft_of_window (
  id INTEGER PRIMARY KEY,                -- in the order in which they were typed
  owner TEXT NOT NULL,                   -- name of the window; '': of a version that kept none
  sheet TEXT NOT NULL,                   -- campaign, whose figures, kind and first day of the period, "/" between
  locality TEXT NOT NULL,
  indicator TEXT NOT NULL,
  field TEXT NOT NULL,                   -- numerator, denominator, target
  number INTEGER,                        -- NULL: the number of the cell is taken away
  shown INTEGER,                         -- what the store had when it was typed
  is_copied INTEGER NOT NULL CHECK (is_copied IN (0, 1)),
  UNIQUE (sheet, locality, indicator, field, owner)
) STRICT;
INSERT INTO figure_draft_of_window (owner, sheet, locality, indicator, field, number, shown, is_copied)
  SELECT '', sheet, locality, indicator, field, number, shown, is_copied FROM figure_draft;
DROP TABLE figure_draft;
ALTER TABLE figure_draft_of_window RENAME TO figure_draft;
