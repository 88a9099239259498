package org.partitiontools.archive.store;

/**
 * A row of {@code partition_tools.s3_server}: where an object store is and what to send it. It never holds credentials.
 *
 * @param name what a policy calls it
 * @param endpoint URL of the service; null means that of AWS
 * @param region its region; null means that of the default chain
 * @param pathStyle whether the bucket stands in the path of a URL, or in the host name
 * @param bucket for policies that name none; may be null
 * @param prefix what every key begins with; may be empty
 * @param writer who writes the objects
 * @param format csv or parquet
 * @param compression gzip, zstd or none
 * @param checksums when_required or when_supported
 * @param chunkedEncoding whether bodies are sent in signed chunks
 * @param partSizeMb megabytes in a part of a multipart upload
 * @param sessions database sessions that read one partition at once
 * @param files objects for one partition; null means by its size
 */
public record S3Server(
        String name, String endpoint, String region, boolean pathStyle, String bucket, String prefix, String writer, String format,
        String compression, String checksums, boolean chunkedEncoding, int partSizeMb, int sessions, Integer files) {

    /** For messages: where requests go. */
    String address() {
        return endpoint == null ? "AWS" + (region == null ? "" : " " + region) : endpoint;
    }
}
