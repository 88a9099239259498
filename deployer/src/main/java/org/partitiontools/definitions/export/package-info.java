/**
 * Writes the definitions of a database as files.
 *
 * <p>Uses: {@code definitions.diff}, {@code definitions.model}, {@code partitiontools}.
 */
package org.partitiontools.definitions.export;
