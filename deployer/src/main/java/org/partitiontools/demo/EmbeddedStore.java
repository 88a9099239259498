package org.partitiontools.demo;

import com.robothy.s3.rest.LocalS3;
import com.robothy.s3.rest.bootstrap.LocalS3Mode;
import java.io.IOException;
import java.io.PrintStream;
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
    private final PrintStream standardError;

    private EmbeddedStore(Path folder, LocalS3 server, PrintStream standardError) {
        this.folder = folder;
        this.server = server;
        this.standardError = standardError;
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
        PrintStream standardError = System.err;
        System.setErr(new WithoutServerThreads(standardError));
        return new EmbeddedStore(folder, server, standardError);
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
        System.setErr(standardError);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The server prints a stack trace whenever a client drops a connection, which clients do; nobody can do anything about it. */
    private static final class WithoutServerThreads extends PrintStream {

        WithoutServerThreads(PrintStream standardError) {
            super(standardError, true);
        }

        @Override
        public void println(Object line) {
            if (StackWalker.getInstance().walk(frames -> frames.noneMatch(frame -> frame.getClassName().startsWith("io.netty.")))) {
                super.println(line);
            }
        }
    }
}
