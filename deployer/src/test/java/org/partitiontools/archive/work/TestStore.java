package org.partitiontools.archive.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.partitiontools.archive.store.ObjectStore;
import org.partitiontools.archive.store.S3Server;
import org.partitiontools.demo.EmbeddedStore;
import org.partitiontools.testing.ContainerStore;
import org.partitiontools.testing.Containers;
import org.partitiontools.testing.TestDatabase;

/**
 * A bucket of its own for a test: on the embedded server that all tests share or, where the environment variable S3_ENDPOINT names
 * one, on a real server, with the credentials of the default chain; with {@code -Pcontainers}, on one in a container.
 */
final class TestStore implements AutoCloseable {

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final URI ENDPOINT = URI.create(endpoint());

    private final String bucket = "test-" + ProcessHandle.current().pid() + "-" + System.currentTimeMillis() % 1_000_000 + "-" + COUNTER.incrementAndGet();
    private final ObjectStore store;

    TestStore() {
        store = ObjectStore.open(server(ENDPOINT.toString(), "csv", "gzip"), bucket, ObjectStore.PATIENCE);
        store.createBucket();
    }

    private static String endpoint() {
        String real = System.getenv("S3_ENDPOINT");
        if (real != null) {
            return real;
        }
        if (Containers.areWanted()) {
            ContainerStore container = ContainerStore.start();
            Runtime.getRuntime().addShutdownHook(new Thread(container::close));
            return container.endpoint();
        }
        try {
            EmbeddedStore embedded = EmbeddedStore.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(embedded)));
            return embedded.endpoint();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(EmbeddedStore embedded) {
        try {
            embedded.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server knows who may do what. */
    static boolean isReal() {
        return System.getenv("S3_ENDPOINT") != null || Containers.areWanted();
    }

    /** The credentials that another process needs in its environment. */
    static Map<String, String> credentials() {
        if (System.getenv("S3_ENDPOINT") != null) {
            return Map.of("AWS_SECRET_ACCESS_KEY", System.getenv("AWS_SECRET_ACCESS_KEY"));
        }
        return Containers.areWanted()
                ? Map.of("AWS_ACCESS_KEY_ID", ContainerStore.ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", ContainerStore.SECRET_KEY)
                : Map.of("AWS_ACCESS_KEY_ID", "somebody", "AWS_SECRET_ACCESS_KEY", "very-secret-word");
    }

    static URI serverAddress() {
        return ENDPOINT;
    }

    String bucket() {
        return bucket;
    }

    ObjectStore store() {
        return store;
    }

    /** All keys. */
    List<String> keys() {
        return store.keys("");
    }

    /** How a row of s3_server comes to Java. */
    static S3Server server(String endpoint, String format, String compression) {
        return new S3Server("default", endpoint, "us-east-1", true, null, "", "client", format, compression, "when_required", false, 5, 2, null);
    }

    /**
     * Makes the store known to a database, under the name default.
     *
     * @param columns more columns of s3_server, as {@code name = value}, separated by commas; may be empty
     */
    void register(TestDatabase database, String endpoint, String columns) throws SQLException {
        database.execute("DELETE FROM partition_tools.s3_server",
                "INSERT INTO partition_tools.s3_server (name, endpoint, region, bucket, part_size_mb) VALUES ('default', '"
                        + endpoint + "', 'us-east-1', '" + bucket + "', 5)");
        if (!columns.isEmpty()) {
            database.execute("UPDATE partition_tools.s3_server SET " + columns);
        }
    }

    void register(TestDatabase database, String columns) throws SQLException {
        register(database, ENDPOINT.toString(), columns);
    }

    @Override
    public void close() {
        keys().forEach(store::delete);
        store.close();
    }
}
