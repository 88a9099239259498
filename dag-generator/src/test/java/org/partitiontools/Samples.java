package org.partitiontools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.yaml.PolicyReader;
import org.partitiontools.policy.yaml.PolicyReading;

/** Policies for tests. */
public final class Samples {

    /** Shipped with the product; the tests run in the module's directory. */
    public static final Path CONFIG = Path.of("..", "config");
    public static final Path EXAMPLE = CONFIG.resolve("example-policy.yaml");
    public static final List<Path> ALL_EXAMPLES =
            List.of(CONFIG.resolve("archive-greenplum.yaml"), CONFIG.resolve("events-mapped.yaml"), EXAMPLE);

    private static final String HEAD = """
            kind: partitioning
            api: v1
            """;

    private Samples() {
    }

    /** Writes and reads a policy; the text follows the lines for kind and api, so it starts in line 3. */
    public static PolicyReading read(Path directory, String text) {
        return PolicyReader.read(write(directory, "policy.yaml", HEAD + text));
    }

    /** Reads a policy that must be right. */
    public static PolicyFile policy(Path directory, String text) {
        return onlyPolicy(read(directory, text));
    }

    public static PolicyFile onlyPolicy(PolicyReading reading) {
        if (!reading.isValid()) {
            throw new AssertionError(reading.problems().toString());
        }
        return reading.policies().get(0);
    }

    /** A policy with one table of this name, written as YAML. */
    public static String withTable(String yamlName) {
        return """
                schedule: "0 1 * * *"
                tables:
                  - table: %s
                    interval: daily
                    pre_provisioned: 7
                    retention: 30
                """.formatted(yamlName);
    }

    public static Path write(Path directory, String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
