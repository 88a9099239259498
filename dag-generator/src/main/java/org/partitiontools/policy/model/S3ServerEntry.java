package org.partitiontools.policy.model;

import java.util.Map;

/**
 * One server of a file of S3 servers.
 *
 * @param name what policies call it
 * @param settings what the file says: columns of {@code partition_tools.s3_server} with values of their types
 */
public record S3ServerEntry(String name, Map<String, Object> settings) {
}
