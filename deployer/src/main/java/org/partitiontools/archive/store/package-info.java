/**
 * The object store: the servers that a database knows, a bucket's objects, uploads in parts, downloads that survive a lost
 * connection, and what a refusal means.
 *
 * <p>Uses: {@code archive}, {@code database}.
 */
package org.partitiontools.archive.store;
