package org.partitiontools.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.partitiontools.policy.model.Engine;

/** A copy of the bundle with other files: what a later version might be. */
final class BundleEditor {

    private final Path copy;

    BundleEditor(Path original, Path copy) throws IOException {
        this.copy = copy;
        for (Path file : files(original)) {
            Path target = copy.resolve(original.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    /** A new file. */
    BundleEditor add(String name, String sql) throws IOException {
        Files.writeString(copy.resolve(name), sql, StandardOpenOption.CREATE_NEW);
        return this;
    }

    /** More at the end of a file. */
    BundleEditor change(String name, String sql) throws IOException {
        Files.writeString(copy.resolve(name), "\n" + sql + "\n", StandardOpenOption.APPEND);
        return this;
    }

    Bundle bundle() {
        return Bundle.in(copy, Engine.POSTGRESQL);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
