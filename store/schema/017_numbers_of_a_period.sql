-- The copies that are frozen of a report are counted anew in each of its periods: a first one of a week is no second.
CREATE TABLE numbered_report (
  id INTEGER PRIMARY KEY,
  report TEXT NOT NULL,
  number INTEGER NOT NULL,
  title TEXT NOT NULL,
  issued_at TEXT NOT NULL,
  issued_by TEXT NOT NULL,
  paper TEXT NOT NULL,                   -- JSON: everything that is printed
  people TEXT NOT NULL,                  -- JSON: ids of the people behind each row
  sha256 TEXT NOT NULL,                  -- of the two columns before
  campaign TEXT,
  kind TEXT,                             -- daily, weekly, monthly, closing, once; NULL: a form that is no report
  period TEXT,                           -- first day of the period, YYYY-MM-DD
  corrects INTEGER REFERENCES numbered_report(id),
  numbered_in TEXT NOT NULL DEFAULT '',  -- first day of the period that `number` counts in; '': a form of earlier versions
  UNIQUE (report, numbered_in, number)
) STRICT;
INSERT INTO numbered_report
  SELECT id, report, number, title, issued_at, issued_by, paper, people, sha256, campaign, kind, period, corrects,
         CASE WHEN report LIKE 'progress/%' THEN ifnull(period, '') ELSE '' END
  FROM issued_report ORDER BY id;
DROP TABLE issued_report;
ALTER TABLE numbered_report RENAME TO issued_report;
