package org.partitiontools.archive;

/**
 * One object of an archive.
 *
 * @param key its key in the bucket
 * @param rows rows in it
 * @param bytes its size
 * @param sha256 of the object
 * @param contentSha256 of its rows as uncompressed CSV
 */
public record ArchivedFile(String key, long rows, long bytes, String sha256, String contentSha256) {
}
