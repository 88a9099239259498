package org.partitiontools.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.partitiontools.database.Database;
import org.postgresql.PGProperty;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;

/** A server in a container, from an image of service postgresql in docker-compose.yaml. */
final class ContainerServerProcess implements ServerProcess {

    private static final String SUPERUSER = "postgres";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long SHARED_MEMORY = 1L << 30;
    /** Those of the embedded server. */
    private static final Map<String, String> SETTINGS = Map.of(
            "fsync", "off", "synchronous_commit", "off", "max_connections", "300", "timezone", "GMT");
    /** A server that crashed is started again, as pg_ctl does with the embedded one; the container must outlive it. */
    private static final String FOR_EVER = "while :; do docker-entrypoint.sh postgres \"$@\"; sleep 0.1; done";

    private final int port;
    private final GenericContainer<?> container;

    private ContainerServerProcess(int port, GenericContainer<?> container) {
        this.port = port;
        this.container = container;
    }

    static ContainerServerProcess start(Map<String, String> settings) throws IOException {
        int port = freePort();
        GenericContainer<?> container = new GenericContainer<>(Containers.image("postgresql"))
                .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
                .withEnv("POSTGRES_INITDB_ARGS", "--encoding=UTF8")
                .withSharedMemorySize(SHARED_MEMORY)
                .withCreateContainerCmdModifier(command -> command.withEntrypoint("bash", "-c", FOR_EVER, "server"))
                .withCommand(options(port, settings));
        // The same port inside and outside: servers that connect to themselves or to each other find localhost there, too.
        container.setPortBindings(List.of(port + ":" + port));
        Containers.start(container);
        ContainerServerProcess server = new ContainerServerProcess(port, container);
        try {
            Containers.await(container, PATIENCE, server::accepts);
            // As initdb allows it to connections from the same machine, which the tests are not.
            server.addFirstRule("host replication all all trust");
            server.shell("gosu postgres pg_ctl reload");
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private static String[] options(int port, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(SETTINGS);
        all.putAll(settings);
        List<String> options = new ArrayList<>(List.of("-c", "port=" + port));
        all.forEach((name, value) -> options.addAll(List.of("-c", name + "=" + value)));
        return options.toArray(String[]::new);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Database database(String name) {
        Properties properties = new Properties();
        properties.setProperty(PGProperty.USER.getName(), SUPERUSER);
        return new Database("jdbc:postgresql://" + container.getHost() + ":" + port + "/" + name, properties);
    }

    @Override
    public void createTablespace(String name) throws IOException, SQLException {
        String folder = "/var/lib/postgresql/" + name;
        shell("install --directory --owner=postgres --mode=0700 " + folder);
        try (Connection connection = database("postgres").getConnection()) {
            connection.createStatement().execute("CREATE TABLESPACE " + name + " LOCATION '" + folder + "'");
        }
    }

    @Override
    public String log() {
        return container.getLogs();
    }

    @Override
    public void addFirstRule(String rule) throws IOException {
        shell("rules=$(cat \"$PGDATA/pg_hba.conf\") && printf '%s\\n' \"$1\" \"$rules\" > \"$PGDATA/pg_hba.conf\"", rule);
    }

    @Override
    public void crash() throws IOException {
        shell("gosu postgres pg_ctl --mode=immediate --wait stop");
        Containers.await(container, PATIENCE, this::accepts);
    }

    private boolean accepts() {
        try (Connection connection = database("postgres").getConnection()) {
            return connection.isValid(1);
        } catch (SQLException | RuntimeException e) {
            // It is starting.
            return false;
        }
    }

    /** Runs a script as root in the container. */
    private void shell(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
        command.addAll(List.of(arguments));
        try {
            ExecResult result = container.execInContainer(command.toArray(String[]::new));
            if (result.getExitCode() != 0) {
                throw new IOException(script + " failed: " + result.getStdout() + result.getStderr());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
