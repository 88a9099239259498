package org.partitiontools.archive.work;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.partitiontools.archive.Column;
import org.partitiontools.archive.store.S3Server;

/**
 * What {@code work_task} says for a partition that is to be archived.
 *
 * @param jobId the job
 * @param attemptId the job and the attempt; names the folder
 * @param server where to
 * @param bucket where to
 * @param path schema, table and partition, as in the catalogue
 * @param relation the partition, as SQL writes it
 * @param bounds its bounds, as the database describes them
 * @param columns what is archived: all but generated columns
 * @param ddl how to create it by hand
 * @param bytes its size
 * @param blocks its size, in blocks; 0 where it is not in blocks
 * @param segments how many segments of a cluster have rows of it; 0 where there is no cluster
 * @param format csv or parquet
 * @param compression gzip, zstd or none
 */
record UploadTask(
        long jobId, String attemptId, S3Server server, String bucket, List<String> path, String relation,
        JsonNode bounds, List<Column> columns, String ddl, long bytes, long blocks, int segments, String format,
        String compression) {
}
