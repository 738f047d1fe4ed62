-- Nothing ever read it: what was corrected in a table is found by the fingerprint of that table (column_mapping).
ALTER TABLE submission DROP COLUMN fingerprint;
