package org.partitiontools.definitions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * PostgreSQL's own program that writes a database down: nothing that it has in common with ours. {@code PG_DUMP} names it; otherwise it is looked for
 * on the path and where Debian keeps it.
 */
final class PgDump {

    private static final int MAJOR = 10000;
    /** What the program writes differently each time. */
    private static final List<String> OF_ITS_OWN = List.of("\\restrict", "\\unrestrict", "-- Dumped");

    private final Path program;

    private PgDump(Path program) {
        this.program = program;
    }

    /** One that is no older than the server, which is all that it asks for. */
    static Optional<PgDump> fitting(TestDatabase database) throws SQLException, IOException {
        int server = Integer.parseInt(database.queryForString("SHOW server_version_num")) / MAJOR;
        for (Path candidate : candidates()) {
            if (Files.isExecutable(candidate) && version(candidate) >= server) {
                return Optional.of(new PgDump(candidate));
            }
        }
        return Optional.empty();
    }

    private static List<Path> candidates() throws IOException {
        List<Path> candidates = new ArrayList<>();
        Optional.ofNullable(System.getenv("PG_DUMP")).map(Path::of).ifPresent(candidates::add);
        Arrays.stream(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, "pg_dump")).forEach(candidates::add);
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.map(folder -> folder.resolve("bin/pg_dump")).forEach(candidates::add);
            }
        }
        return candidates;
    }

    private static int version(Path program) throws IOException {
        return Integer.parseInt(output(List.of(program.toString(), "--version")).replaceFirst("(?s)^\\D*(\\d+).*$", "$1"));
    }

    /** The database without rows, and without what belongs to Partition Tools. */
    String of(TestDatabase database) throws IOException {
        var address = Driver.parseURL(database.url(), null);
        return output(List.of(program.toString(), "--schema-only", "--exclude-schema=partition_tools*",
                "--host=" + PGProperty.PG_HOST.getOrDefault(address), "--port=" + PGProperty.PG_PORT.getOrDefault(address), "--username=" + database.database().user(),
                database.name())).lines().filter(line -> OF_ITS_OWN.stream().noneMatch(line::startsWith)).collect(Collectors.joining("\n"));
    }

    private static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + " ended with " + process.exitValue());
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }
}
