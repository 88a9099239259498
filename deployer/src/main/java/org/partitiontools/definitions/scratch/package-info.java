/**
 * Definitions as files, and a database for a moment in which they are executed to find out what they mean.
 *
 * <p>Uses: {@code database}, {@code definitions.catalogue}, {@code definitions.model}, {@code partitiontools}.
 */
package org.partitiontools.definitions.scratch;
