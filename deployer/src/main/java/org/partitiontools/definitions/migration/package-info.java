/**
 * Writes migrations as files for Flyway.
 *
 * <p>Uses: {@code definitions.diff}, {@code definitions.model}, {@code partitiontools}.
 */
package org.partitiontools.definitions.migration;
