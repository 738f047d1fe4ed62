-- A place that figures of citizens are of (ấp, khóm, xã), or a facility, is one record instead of a text at each figure.
CREATE TABLE locality (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT 'area' CHECK (kind IN ('area', 'facility')),
  code TEXT,
  unit_id INTEGER REFERENCES unit(id),   -- the unit that it is; NULL: none
  same_as INTEGER REFERENCES locality(id), -- merged into that one
  removed_at TEXT                        -- NULL: on the list
) STRICT;

-- How many a plan wants of a place; NULL: none any more.
CREATE TABLE locality_target (
  id INTEGER PRIMARY KEY,
  campaign TEXT NOT NULL,
  indicator TEXT NOT NULL,
  locality_id INTEGER NOT NULL REFERENCES locality(id),
  amount INTEGER CHECK (amount >= 0),
  UNIQUE (campaign, indicator, locality_id)
) STRICT;

-- Figures are of a day, a week or a month; those of before are of months. `store.migrations` moves them over.
CREATE TABLE figure_of_locality (
  id INTEGER PRIMARY KEY,
  campaign TEXT NOT NULL,
  indicator TEXT NOT NULL,               -- its key: its place in the list may change with a corrected file
  kind TEXT NOT NULL CHECK (kind IN ('daily', 'weekly', 'monthly')),
  period TEXT NOT NULL,                  -- first day of the period, YYYY-MM-DD
  locality_id INTEGER NOT NULL REFERENCES locality(id),
  numerator INTEGER CHECK (numerator >= 0),
  denominator INTEGER CHECK (denominator >= 0),
  source TEXT,
  UNIQUE (campaign, indicator, kind, period, locality_id)
) STRICT;
