-- Whether somebody is a công chức, viên chức hành chính depends on the kind of employment too where nothing else tells
-- it (store.checklist.applicability): the covering index of all counting holds it.
DROP INDEX staff_statistics;
CREATE INDEX staff_statistics ON staff(unit_id, department_id, states, reasons, administrative, employment, smartphone)
    WHERE removed_at IS NULL;
