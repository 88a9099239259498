/**
 * The policy as immutable values, whatever it was written in, and its form as JSON, which the SQL routines take.
 *
 * <p>Uses: {@code policy.interval}.
 */
package org.partitiontools.policy.model;
