/**
 * Spans of time as a policy writes them and as PostgreSQL compares them, and which of them can be the length of a partition.
 *
 * <p>Uses: nothing.
 */
package org.partitiontools.policy.interval;
