CREATE OR REPLACE VIEW partition_tools.archives AS
SELECT a.archive_id, a.table_schema, a.table_name, a.partition_name, a.lower_bound, a.upper_bound, a.lower_time, a.upper_time,
       a.rows, a.bytes, CASE WHEN json_typeof(a.manifest -> 'files') = 'array' THEN json_array_length(a.manifest -> 'files') END AS files,
       a.manifest ->> 'format' AS format, a.manifest ->> 'compression' AS compression,
       a.server, a.writer, a.location, a.job_id, a.archived_at, a.archived_by,
       (SELECT max(r.restored_at) FROM partition_tools_internal.archive_restore AS r WHERE r.archive_id = a.archive_id) AS restored_at,
       a.manifest
  FROM partition_tools_internal.archive AS a;
COMMENT ON VIEW partition_tools.archives IS
'Every partition that was unloaded, and where its rows are. restore(archive_id) brings one back.

lower_bound (inclusive), upper_bound (exclusive): as the key type writes them, NULL for MINVALUE and MAXVALUE; lower_time, upper_time: the same as points in time. rows; bytes: of the objects, compressed; files: how many, where that is known. server, writer: as s3_server names them; location: the folder of the objects and their manifest. restored_at: when it last came back; the archive stays. manifest: a copy of manifest.json.';
