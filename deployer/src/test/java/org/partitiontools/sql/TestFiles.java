package org.partitiontools.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the checkout that tests use. */
final class TestFiles {

    private static final Path PROJECT = Path.of(System.getProperty("project.directory", ".."));

    private TestFiles() {
    }

    static Path path(String name) {
        return PROJECT.resolve(name);
    }

    static String read(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
