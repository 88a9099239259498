-- Where a job was made. OIDs survive dump and restore, and mean other tables elsewhere; so a job keeps what they meant.
CREATE TABLE partition_tools_internal.job_identity (
    job_id        bigint NOT NULL PRIMARY KEY REFERENCES partition_tools_internal.job,
    system_id     text,
    database_oid  oid    NOT NULL,
    database_name name   NOT NULL,
    table_schema  name,
    table_name    name
);
COMMENT ON TABLE partition_tools_internal.job_identity IS 'Where each job was made, written with it. Jobs of versions before this table have none.';
COMMENT ON COLUMN partition_tools_internal.job_identity.system_id IS 'The system identifier of the server; NULL where it does not tell.';
COMMENT ON COLUMN partition_tools_internal.job_identity.table_schema IS 'Schema of the job''s table when the job was made; NULL where there was no table yet.';
