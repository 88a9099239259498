/**
 * What the program says beside its results, as text for people or as one JSON object a line.
 *
 * <p>Uses: {@code database}.
 */
package org.partitiontools.log;
