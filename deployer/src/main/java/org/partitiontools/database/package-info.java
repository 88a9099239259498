/**
 * The way to a database: where it is, who asks, what a session is set to; results as rows, errors as PostgreSQL tells them.
 *
 * <p>Uses: {@code files}, {@code partitiontools}.
 */
package org.partitiontools.database;
