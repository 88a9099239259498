/**
 * Installs the SQL bundle with Flyway, and writes the script that installs it with psql alone.
 *
 * <p>Uses: {@code database}, {@code partitiontools}, {@code policy.model}.
 */
package org.partitiontools.deploy;
