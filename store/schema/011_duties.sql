-- Duties, and parts of a task that somebody else leads, are ticked as tasks are: their key is text, and the station may
-- say by when. Until now only numbered tasks stood here.
CREATE TABLE task_progress_of_all (
  id INTEGER PRIMARY KEY,
  campaign TEXT NOT NULL,
  number TEXT NOT NULL,                  -- of a task its number, of others the key of store.monitoring.tasks
  state TEXT CHECK (state IN ('under_way', 'done')),   -- NULL: not begun
  done_on TEXT,
  due_on TEXT,                           -- last day in time, where the source names none
  product TEXT,
  responsible TEXT,
  note TEXT,
  UNIQUE (campaign, number)
) STRICT;
INSERT INTO task_progress_of_all
  SELECT id, campaign, CAST(number AS TEXT), state, done_on, NULL, product, responsible, note FROM task_progress;
DROP TABLE task_progress;
ALTER TABLE task_progress_of_all RENAME TO task_progress;
