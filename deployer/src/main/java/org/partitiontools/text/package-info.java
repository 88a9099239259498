/**
 * Answers of the database as text for people.
 *
 * <p>Uses: {@code database}.
 */
package org.partitiontools.text;
