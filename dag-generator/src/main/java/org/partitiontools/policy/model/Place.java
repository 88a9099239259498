package org.partitiontools.policy.model;

import java.nio.file.Path;

/**
 * Where a value stands in a policy file.
 *
 * @param file the file as the caller named it
 * @param line line, counted from 1
 * @param column column, counted from 1
 * @param keyPath the way to the value, such as {@code tables[2].operations[0].granularity}; empty for the whole file
 */
public record Place(Path file, int line, int column, String keyPath) {

    /** The same way as people write it in messages: {@code orders.yaml:12:5}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
