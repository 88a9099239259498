/**
 * Reads policies, and lists of S3 servers, from YAML: each value knows its place in the file, and whatever is wrong becomes a problem.
 * {@link org.partitiontools.policy.yaml.PolicyReader} and {@link org.partitiontools.policy.yaml.S3ServersReader} are the ways in.
 *
 * <p>Uses: {@code files}, {@code policy.check}, {@code policy.interval}, {@code policy.model}.
 */
package org.partitiontools.policy.yaml;
