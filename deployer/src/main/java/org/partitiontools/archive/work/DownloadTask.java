package org.partitiontools.archive.work;

import java.util.List;
import org.partitiontools.archive.Column;
import org.partitiontools.archive.Manifest;
import org.partitiontools.archive.store.S3Server;

/**
 * What {@code work_task} says for an archive that is to come back.
 *
 * @param jobId the job
 * @param server where it is
 * @param bucket where it is
 * @param location where it is: {@code s3://bucket/folder}
 * @param manifest what it holds, as the database recorded it
 * @param relation the table to fill, as SQL writes it
 * @param columns its columns that the archive has
 */
record DownloadTask(
        long jobId, S3Server server, String bucket, String location, Manifest manifest, String relation,
        List<Column> columns) {
}
