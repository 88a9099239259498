/**
 * The command {@code demo}: a PostgreSQL server and an object store of its own, tables that need care, and the tool at work on them.
 *
 * <p>Uses: {@code archive.store}, {@code database}, {@code deploy}, {@code partitiontools}, {@code policy.model}, {@code policy.yaml},
 * {@code run}, {@code text}.
 */
package org.partitiontools.demo;
