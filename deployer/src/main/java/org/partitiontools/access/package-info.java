/**
 * Rights: groups, members, privileges, default privileges; what is declared compared with what there is.
 *
 * <p>Uses: {@code database}, {@code definitions.catalogue}, {@code definitions.diff}, {@code definitions.model}, {@code policy.model}.
 */
package org.partitiontools.access;
