package org.partitiontools.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What an archive holds, as it lies beside the objects in {@code manifest.json}. It is written last: without it, nothing counts.
 *
 * @param formatVersion of this file
 * @param tool what wrote it, with its version
 * @param serverVersion version of the database server
 * @param database its name
 * @param schema of the table
 * @param table the partitioned table
 * @param partition the partition
 * @param bounds of the partition
 * @param columns their names and types, in the order of the fields
 * @param ddl how to create it by hand
 * @param format csv or parquet
 * @param compression gzip, zstd or none
 * @param files the objects
 * @param rows in all objects
 * @param bytes of all objects
 * @param snapshot that all rows were read in
 * @param createdAt when, in UTC
 * @param jobId the job that wrote it
 * @param attemptId the job's attempt
 */
public record Manifest(
        int formatVersion, String tool, String serverVersion, String database, String schema, String table, String partition,
        JsonNode bounds, List<Column> columns, String ddl, String format, String compression, List<ArchivedFile> files, long rows,
        long bytes, String snapshot, String createdAt, long jobId, String attemptId) {

    public static final int FORMAT_VERSION = 1;
    public static final String FILE_NAME = "manifest.json";
}
