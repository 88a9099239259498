/**
 * The partition map: what the database tells of its tables, as one HTML page that needs nothing else.
 *
 * <p>Uses: {@code api}, {@code database}, {@code partitiontools}.
 */
package org.partitiontools.map;
