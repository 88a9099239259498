/**
 * The command {@code demo}: a PostgreSQL server and an object store of its own, tables that need care, and the tool at work on them.
 *
 * <p>Uses: {@code api}, {@code archive.store}, {@code database}, {@code deploy}, {@code files}, {@code partitiontools}, {@code policy.model},
 * {@code policy.yaml}, {@code progress}, {@code run}, {@code text}.
 */
package org.partitiontools.demo;
