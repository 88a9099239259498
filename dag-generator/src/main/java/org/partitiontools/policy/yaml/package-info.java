/**
 * Reads policies, lists of S3 servers and access files from YAML: each value knows its place in the file, and whatever is wrong becomes a problem.
 * {@link org.partitiontools.policy.yaml.PolicyReader}, {@link org.partitiontools.policy.yaml.S3ServersReader} and
 * {@link org.partitiontools.policy.yaml.AccessReader} are the ways in.
 *
 * <p>Uses: {@code files}, {@code policy.check}, {@code policy.interval}, {@code policy.model}.
 */
package org.partitiontools.policy.yaml;
