/**
 * Definitions and databases as values: objects, what they depend on, rights; statements and differences.
 *
 * <p>Uses: {@code policy.model}.
 */
package org.partitiontools.definitions.model;
