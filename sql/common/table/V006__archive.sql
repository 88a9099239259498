-- Unloading to S3: where archives go, and what has been archived. Archives are only ever added to.

CREATE TABLE partition_tools.s3_server (
    name             text    NOT NULL PRIMARY KEY CHECK (name <> ''),
    endpoint         text,
    region           text,
    path_style       boolean NOT NULL DEFAULT true,
    bucket           text,
    prefix           text    NOT NULL DEFAULT '',
    writer           text    NOT NULL DEFAULT 'client' CHECK (writer IN ('client', 'pxf', 's3', 'aws_s3')),
    format           text    NOT NULL DEFAULT 'csv' CHECK (format IN ('csv', 'parquet')),
    compression      text    NOT NULL DEFAULT 'gzip' CHECK (compression IN ('gzip', 'zstd', 'none')),
    checksums        text    NOT NULL DEFAULT 'when_required' CHECK (checksums IN ('when_required', 'when_supported')),
    chunked_encoding boolean NOT NULL DEFAULT false,
    part_size_mb     int     NOT NULL DEFAULT 16 CHECK (part_size_mb BETWEEN 5 AND 5120),
    sessions         int     NOT NULL DEFAULT 2 CHECK (sessions BETWEEN 1 AND 64),
    files            int     CHECK (files BETWEEN 1 AND 10000),
    config           text,
    keep_external    boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE partition_tools.s3_server IS
'The object stores that partitions are unloaded to, by the name that a policy gives in s3_server_name. No credentials: whoever writes the objects takes them from the default chain of AWS, or from the engine''s own configuration.';
COMMENT ON COLUMN partition_tools.s3_server.name IS 'What a policy calls it; a policy without s3_server_name means default.';
COMMENT ON COLUMN partition_tools.s3_server.endpoint IS 'URL of the service. NULL: that of AWS for the region.';
COMMENT ON COLUMN partition_tools.s3_server.region IS 'Region. NULL: as the default chain says.';
COMMENT ON COLUMN partition_tools.s3_server.path_style IS 'Whether the bucket stands in the path of a URL, as most servers other than AWS want it, or in the host name.';
COMMENT ON COLUMN partition_tools.s3_server.bucket IS 'Bucket for policies that name none.';
COMMENT ON COLUMN partition_tools.s3_server.prefix IS 'What every key begins with.';
COMMENT ON COLUMN partition_tools.s3_server.writer IS 'Who writes the objects: client is the program partition-tools, on any engine; s3 (gpcloud) and pxf are protocols of external tables on Greenplum, with which every segment writes its own.';
COMMENT ON COLUMN partition_tools.s3_server.format IS 'csv or parquet.';
COMMENT ON COLUMN partition_tools.s3_server.compression IS 'gzip, zstd or none.';
COMMENT ON COLUMN partition_tools.s3_server.checksums IS 'when_required or when_supported: whether requests carry checksums that older servers do not know. What was written is read back either way.';
COMMENT ON COLUMN partition_tools.s3_server.chunked_encoding IS 'Whether bodies are sent in signed chunks, which some servers store as data.';
COMMENT ON COLUMN partition_tools.s3_server.part_size_mb IS 'Megabytes in a part of a multipart upload; memory grows with it.';
COMMENT ON COLUMN partition_tools.s3_server.sessions IS 'Database sessions that read one partition at once.';
COMMENT ON COLUMN partition_tools.s3_server.config IS 'What an engine''s own writer reads, credentials included: for s3 the path of its configuration file on the segments, for pxf the name of the PXF server (default: name).';
COMMENT ON COLUMN partition_tools.s3_server.keep_external IS 'Writers s3 and pxf: whether an external table takes the place of the partition, so that the table still answers for it.';
COMMENT ON COLUMN partition_tools.s3_server.files IS 'Objects for one partition. NULL: as many as there are sessions, more for large ones.';

CREATE TABLE partition_tools_internal.archive (
    archive_id     bigserial   NOT NULL PRIMARY KEY,
    job_id         bigint      NOT NULL REFERENCES partition_tools_internal.job,
    table_schema   name        NOT NULL,
    table_name     name        NOT NULL,
    partition_name name        NOT NULL,
    lower_bound    text,
    upper_bound    text,
    lower_time     timestamptz,
    upper_time     timestamptz,
    rows           bigint      NOT NULL,
    bytes          bigint      NOT NULL,
    server         text        NOT NULL,
    writer         text        NOT NULL DEFAULT 'client',
    bucket         text        NOT NULL,
    location       text        NOT NULL,
    definition     json        NOT NULL,
    manifest       json        NOT NULL,
    archived_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    archived_by    name        NOT NULL DEFAULT session_user
);
CREATE INDEX archive_table_idx ON partition_tools_internal.archive (table_schema, table_name);
COMMENT ON TABLE partition_tools_internal.archive IS 'One row for each partition that was unloaded, written in the transaction that takes it off its table.';
COMMENT ON COLUMN partition_tools_internal.archive.lower_bound IS 'As the key type writes it; NULL is MINVALUE.';
COMMENT ON COLUMN partition_tools_internal.archive.upper_bound IS 'As the key type writes it; NULL is MAXVALUE.';
COMMENT ON COLUMN partition_tools_internal.archive.bytes IS 'Of the objects, compressed.';
COMMENT ON COLUMN partition_tools_internal.archive.writer IS 'Who wrote it, as s3_server has it.';
COMMENT ON COLUMN partition_tools_internal.archive.definition IS 'What the partition was like: columns, DDL, owner, privileges, indexes, storage.';
COMMENT ON COLUMN partition_tools_internal.archive.manifest IS 'The manifest as it lies beside the objects.';

CREATE TABLE partition_tools_internal.archive_restore (
    archive_id  bigint      NOT NULL REFERENCES partition_tools_internal.archive,
    job_id      bigint      NOT NULL REFERENCES partition_tools_internal.job,
    relation    text        NOT NULL,
    restored_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (archive_id, job_id)
);
COMMENT ON TABLE partition_tools_internal.archive_restore IS 'Where and when archives have come back.';

ALTER TYPE partition_tools_internal.operation ADD ATTRIBUTE s3_server_name text;
ALTER TYPE partition_tools_internal.operation ADD ATTRIBUTE s3_bucket text;
ALTER TYPE partition_tools_internal.action ADD ATTRIBUTE s3_server_name text;
ALTER TYPE partition_tools_internal.action ADD ATTRIBUTE s3_bucket text;
ALTER TYPE partition_tools_internal.action ADD ATTRIBUTE cleanup_policy text;
