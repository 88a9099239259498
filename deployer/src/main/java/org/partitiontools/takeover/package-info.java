/**
 * Policies from what another program is configured to do: pg_partman, postgresql-partition-manager.
 *
 * <p>Uses: {@code partitiontools}, {@code policy.interval}, {@code policy.model}.
 */
package org.partitiontools.takeover;
