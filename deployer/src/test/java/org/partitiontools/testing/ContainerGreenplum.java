package org.partitiontools.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;

/** A cluster in a container, for all tests of a process, from an image that works like that of service greenplum in docker-compose.yaml. */
final class ContainerGreenplum {

    static final String SERVICE = "greenplum";
    private static final int PORT = 5432;
    private static final long SHARED_MEMORY = 1L << 30;
    /** gpinitsystem starts everything several times. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** The image runs it when the cluster is new. Its last step lets us in without a password, so that who is let in finds all of it. */
    private static final String PREPARE = """
            set -euo pipefail
            for name in warm cold; do
                mkdir -m 0700 "$GREENPLUM_DATA_DIRECTORY/$name"
                psql --dbname postgres --command "CREATE TABLESPACE $name LOCATION '$GREENPLUM_DATA_DIRECTORY/$name'"
            done
            sed -i '1i host all all all trust' "$MASTER_DATA_DIRECTORY/pg_hba.conf"
            gpstop -u
            """;

    private ContainerGreenplum() {
    }

    /** The address of the cluster; empty where no image was named. It is started when it is asked for the first time. */
    static Optional<String> url() {
        return isWanted() ? Optional.of(Cluster.URL) : Optional.empty();
    }

    static boolean isWanted() {
        return Containers.areWanted() && Containers.isNamed(SERVICE);
    }

    private static final class Cluster {

        static final String URL = start();

        @SuppressWarnings("resource")
        private static String start() {
            GenericContainer<?> container = new GenericContainer<>(Containers.image(SERVICE))
                    .withEnv("GREENPLUM_PASSWORD", "tests")
                    .withCopyToContainer(Transferable.of(PREPARE, 0555), "/docker-entrypoint-initdb.d/10-tests.sh")
                    .withSharedMemorySize(SHARED_MEMORY)
                    .withExposedPorts(PORT)
                    .withStartupTimeout(PATIENCE)
                    .withCreateContainerCmdModifier(command -> command.withHostName(SERVICE));
            Containers.start(container);
            Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
            String url = "jdbc:postgresql://" + container.getHost() + ":" + container.getMappedPort(PORT) + "/postgres?user=gpadmin";
            Containers.await(container, PATIENCE, () -> accepts(url));
            return url;
        }

        private static boolean accepts(String url) {
            try (Connection connection = DriverManager.getConnection(url)) {
                return connection.isValid(1);
            } catch (SQLException e) {
                // It is starting.
                return false;
            }
        }
    }
}
