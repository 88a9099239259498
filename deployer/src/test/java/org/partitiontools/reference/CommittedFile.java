package org.partitiontools.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the repository that is made from the bundle. The build fails when it is stale. */
final class CommittedFile {

    private static final String REGENERATE = "regenerate";

    private final Path path;

    private CommittedFile(Path path) {
        this.path = path;
    }

    /** @param name relative to the top of the repository */
    static CommittedFile named(String name) {
        return new CommittedFile(projectDirectory().resolve(name));
    }

    static Path projectDirectory() {
        return Path.of(System.getProperty("project.directory", "..")).normalize();
    }

    /** Compares the file with what it should be, or writes it when the system property {@code regenerate} is true. */
    void assertCurrent(String expected) throws IOException {
        if (Boolean.getBoolean(REGENERATE)) {
            Files.writeString(path, expected);
        }
        assertThat(TextDifference.first(expected, Files.exists(path) ? Files.readString(path) : ""))
                .as("%s is stale; to regenerate it: mvn -q -pl deployer -am verify -Dit.test='*ReferenceIT' -Dregenerate=true",
                        path.getFileName())
                .isEmpty();
    }
}
