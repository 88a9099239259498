package org.partitiontools.definitions.scratch;

import java.nio.file.Path;

/**
 * A statement of the definitions.
 *
 * @param file where it stands
 * @param line where it begins, counted from 1
 * @param sql without the semicolon
 */
public record DefinitionStatement(Path file, int line, String sql) {

    /** The place for messages. */
    public String place() {
        return file + ":" + line;
    }
}
