/**
 * What may be wrong with a policy: contradictions between its operations, texts that cannot be what they stand for, and the
 * problem that a person reads, with its place and a hint.
 *
 * <p>Uses: {@code policy.model}.
 */
package org.partitiontools.policy.check;
