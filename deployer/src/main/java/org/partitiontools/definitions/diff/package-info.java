/**
 * Compares two catalogues, and writes the statements that lead from one to the other.
 *
 * <p>Uses: {@code definitions.model}, {@code policy.model}.
 */
package org.partitiontools.definitions.diff;
