/**
 * How rows lie in a file: CSV and Parquet, compressed or not. Rows come and go as lines of CSV, as COPY writes them; nothing
 * here knows of a database or of S3.
 *
 * <p>Uses: {@code archive}, {@code database}, {@code partitiontools}.
 */
package org.partitiontools.archive.format;
