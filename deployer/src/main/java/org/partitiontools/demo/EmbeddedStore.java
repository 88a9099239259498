package org.partitiontools.demo;

import com.robothy.s3.rest.LocalS3;
import com.robothy.s3.rest.bootstrap.LocalS3Mode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** An S3 server of our own on a free port, that keeps objects in a temporary folder and takes any credentials. */
public final class EmbeddedStore implements AutoCloseable {

    private static final String ACCESS_KEY = "aws.accessKeyId";
    private static final String SECRET_KEY = "aws.secretAccessKey";

    private final Path folder;
    private final LocalS3 server;

    private EmbeddedStore(Path folder, LocalS3 server) {
        this.folder = folder;
        this.server = server;
    }

    /** Starts it. The credentials of this program become some that mean nothing, so that nobody else's are sent. */
    public static EmbeddedStore start() throws IOException {
        System.setProperty(ACCESS_KEY, "embedded");
        System.setProperty(SECRET_KEY, "embedded");
        Path folder = Files.createTempDirectory("partition-tools-s3-");
        LocalS3 server = LocalS3.builder()
                .port(freePort())
                .mode(LocalS3Mode.PERSISTENCE)
                .dataPath(folder.toString())
                .build();
        server.start();
        return new EmbeddedStore(folder, server);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** For {@code partition_tools.s3_server}. */
    public String endpoint() {
        return "http://localhost:" + server.getPort();
    }

    /** Stops it, and removes its objects. */
    @Override
    public void close() throws IOException {
        server.shutdown();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
