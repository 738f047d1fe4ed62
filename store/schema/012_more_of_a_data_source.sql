-- What plan 000 (B.II.1, A.II.2.a) and plan 001 (II.3, IV.1) ask of each set of data beside its assessment.
ALTER TABLE data_source ADD COLUMN technical_contact TEXT;
ALTER TABLE data_source ADD COLUMN connection_plan TEXT;
ALTER TABLE data_source ADD COLUMN infrastructure TEXT;
ALTER TABLE data_source ADD COLUMN difficulties TEXT;
