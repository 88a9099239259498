/**
 * The public SQL routines and views as Java methods, and what they take and return. Nothing is decided here.
 *
 * <p>Uses: {@code database}, {@code partitiontools}.
 */
package org.partitiontools.api;
