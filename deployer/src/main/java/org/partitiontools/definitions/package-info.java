/**
 * A database and its definitions: compares them, and writes the definitions of a database.
 *
 * <p>Uses: {@code access}, {@code database}, {@code definitions.catalogue}, {@code definitions.diff}, {@code definitions.model}, {@code definitions.scratch},
 * {@code partitiontools}, {@code policy.model}.
 */
package org.partitiontools.definitions;
