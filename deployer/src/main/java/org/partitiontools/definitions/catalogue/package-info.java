/**
 * Reads the catalogue of a server, with a query for each kind of object.
 *
 * <p>Uses: {@code database}, {@code definitions.model}, {@code partitiontools}, {@code policy.model}.
 */
package org.partitiontools.definitions.catalogue;
