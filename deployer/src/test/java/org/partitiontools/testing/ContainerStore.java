package org.partitiontools.testing;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** An object store in a container, from the image of service minio in docker-compose.yaml. It knows who may do what. */
public final class ContainerStore implements AutoCloseable {

    public static final String ACCESS_KEY = "tests";
    public static final String SECRET_KEY = "the-secret-of-the-tests";
    private static final int PORT = 9000;

    private final GenericContainer<?> container;

    private ContainerStore(GenericContainer<?> container) {
        this.container = container;
    }

    /** Starts it. Its credentials become those of this program. */
    @SuppressWarnings("resource")
    public static ContainerStore start() {
        GenericContainer<?> container = new GenericContainer<>(Containers.image("minio"))
                .withEnv("MINIO_ROOT_USER", ACCESS_KEY)
                .withEnv("MINIO_ROOT_PASSWORD", SECRET_KEY)
                .withCommand("server", "/data")
                .withExposedPorts(PORT)
                .waitingFor(Wait.forHttp("/minio/health/live").forPort(PORT));
        Containers.start(container);
        System.setProperty("aws.accessKeyId", ACCESS_KEY);
        System.setProperty("aws.secretAccessKey", SECRET_KEY);
        return new ContainerStore(container);
    }

    public String endpoint() {
        return "http://" + container.getHost() + ":" + container.getMappedPort(PORT);
    }

    @Override
    public void close() {
        container.stop();
    }
}
