package org.partitiontools.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Whether servers of tests run in containers ({@code mvn verify -Pcontainers}), and from which images. */
public final class Containers {

    private static final boolean WANTED = "containers".equals(System.getProperty("partition-tools.servers"));
    private static final String NO_ENGINE = "no container engine: start Docker, or run mvn with .ci/containers.sh run";
    private static final long POLL_MILLIS = 100;

    private Containers() {
    }

    public static boolean areWanted() {
        return WANTED;
    }

    /** Skips every test, whoever starts its servers, where they are to run in containers and there is no engine. JUnit finds it as a service. */
    public static final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return WANTED && !Engine.IS_THERE ? ConditionEvaluationResult.disabled(NO_ENGINE) : ConditionEvaluationResult.enabled("there are servers");
        }
    }

    /** The image of a service in docker-compose.yaml, or the one that {@code -Dcontainers.SERVICE=IMAGE} names. */
    public static DockerImageName image(String service) {
        return DockerImageName.parse(isNamed(service) ? named(service) : imageOfService(service));
    }

    /** Whether somebody chose the image of a service. */
    static boolean isNamed(String service) {
        return !named(service).isEmpty();
    }

    private static String named(String service) {
        return System.getProperty("partition-tools.image." + service, "");
    }

    /** Starts a container; when that fails, its log says why. */
    static void start(GenericContainer<?> container) {
        try {
            container.start();
        } catch (ContainerLaunchException e) {
            String log = container.getContainerId() == null ? "" : ":\n" + container.getLogs();
            throw new IllegalStateException("a container of " + container.getDockerImageName() + " does not start" + log, e);
        }
    }

    /** Waits for a state of the server in a container; fails with its log when the container ends before, or it takes too long. */
    static void await(GenericContainer<?> container, Duration patience, BooleanSupplier state) {
        Instant deadline = Instant.now().plus(patience);
        while (!state.getAsBoolean()) {
            if (Instant.now().isAfter(deadline) || !container.isRunning()) {
                throw new IllegalStateException("the server in the container does not accept connections:\n" + container.getLogs());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String imageOfService(String service) {
        try {
            String file = Files.readString(Path.of(System.getProperty("project.directory"), "docker-compose.yaml"));
            Matcher image = Pattern.compile("^  " + service + ":\\R(?:    .*\\R)*?    image: (\\S+)$", Pattern.MULTILINE).matcher(file);
            if (!image.find()) {
                throw new IllegalStateException("docker-compose.yaml has no image for " + service);
            }
            return image.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looked for once, and only where it is wanted. */
    private static final class Engine {

        static final boolean IS_THERE = DockerClientFactory.instance().isDockerAvailable();

        static {
            if (!IS_THERE) {
                System.err.println(NO_ENGINE + "; the tests are skipped");
            }
        }
    }
}
