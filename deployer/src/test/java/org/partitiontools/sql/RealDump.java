package org.partitiontools.sql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.partitiontools.testing.TestDatabase;

/** The dump of a partition's definition by the pg_dump on the PATH, if that is not older than the server. */
final class RealDump {

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    private RealDump() {
    }

    /** The major version of pg_dump; 0 where there is none. */
    static int version() {
        try {
            Matcher matcher = VERSION.matcher(run("pg_dump", "--version"));
            return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** CREATE statements and all that follows them; comments and per-run tokens left out. */
    static String of(TestDatabase database, String leaf) throws IOException {
        String text = run("pg_dump", "--schema-only", "--host=localhost", "--port=" + database.server().port(),
                "--username=postgres", "--no-password", "--table=" + leaf, database.name());
        return text.lines()
                .filter(line -> !line.startsWith("--") && !line.startsWith("\\") && !line.isBlank())
                .collect(Collectors.joining("\n"));
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return output;
    }
}
