package org.partitiontools.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.partitiontools.database.Database;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** The Greenplum cluster in a container, or that the environment names. It need not be ours: only our own databases are made there and dropped. */
public final class GreenplumCluster implements TestHost, AutoCloseable {

    /** Several test runs may use one cluster. */
    private static final String PREFIX = "partition_tools_test_" + ProcessHandle.current().pid() + "_";
    private static final String TEMPLATE = PREFIX + "template";
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final String OBJECT_IN_USE = "55006";
    private static final int TRIES = 100;
    private static final long PAUSE_MILLIS = 100;

    private final Engine engine;
    private final Properties address;
    private boolean templateReady;

    /** The cluster of one version. */
    public GreenplumCluster(Engine engine) {
        this.engine = engine;
        this.address = Driver.parseURL(inContainer(engine).or(() -> named(engine)).orElseThrow(), new Properties());
    }

    static boolean isThere(Engine engine) {
        return isInContainer(engine) || named(engine).isPresent();
    }

    /** The environment variable that names a cluster. */
    static String variable(Engine engine) {
        return engine + "_URL";
    }

    private static Optional<String> named(Engine engine) {
        return Optional.ofNullable(System.getenv(variable(engine))).filter(url -> !url.isBlank());
    }

    /** There is an image of Greenplum 6 alone. */
    private static boolean isInContainer(Engine engine) {
        return engine == Engine.GREENPLUM && ContainerGreenplum.isWanted();
    }

    private static Optional<String> inContainer(Engine engine) {
        return isInContainer(engine) ? ContainerGreenplum.url() : Optional.empty();
    }

    @Override
    public synchronized TestDatabase createDatabase() throws SQLException {
        if (!templateReady) {
            execute("DO $$ BEGIN CREATE ROLE " + TestDatabase.OWNER + " LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
                    // Another process of the tests may be granting the very same: tuple concurrently updated.
                    "DO $$ BEGIN GRANT CREATE ON TABLESPACE warm, cold TO " + TestDatabase.OWNER + "; EXCEPTION WHEN internal_error THEN NULL; END $$",
                    "CREATE DATABASE " + TEMPLATE + " OWNER " + TestDatabase.OWNER);
            new Deployer(new TestDatabase(this, TEMPLATE).as(TestDatabase.OWNER).database(), Bundle.of(engine)).deploy();
            templateReady = true;
        }
        return create(TEMPLATE, " OWNER " + TestDatabase.OWNER);
    }

    @Override
    public TestDatabase createEmptyDatabase() throws SQLException {
        return create("template1", "");
    }

    private TestDatabase create(String template, String options) throws SQLException {
        String name = PREFIX + COUNTER.incrementAndGet();
        // Processes of the segments outlive their session by moments, and keep the template from being copied.
        whenUnused("CREATE DATABASE " + name + " TEMPLATE " + template + options);
        return new TestDatabase(this, name);
    }

    /** Nothing is to be done: the databases with the bundle are its own. */
    @Override
    public void admitOwner(String name) {
        if (!templateReady) {
            throw new IllegalStateException("no database with the bundle has been made");
        }
    }

    /** Executes statements in the database of its address. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = database(PGProperty.PG_DBNAME.getOrDefault(address)).getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public Database database(String name) {
        Properties properties = new Properties();
        address.stringPropertyNames().stream()
                .filter(key -> !key.startsWith("PG"))
                .forEach(key -> properties.setProperty(key, address.getProperty(key)));
        return new Database("jdbc:postgresql://" + PGProperty.PG_HOST.getOrDefault(address) + ":" + PGProperty.PG_PORT.getOrDefault(address)
                + "/" + name, properties);
    }

    @Override
    public void dropDatabase(String name) throws SQLException {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
        whenUnused("DROP DATABASE IF EXISTS " + name);
    }

    private void whenUnused(String sql) throws SQLException {
        for (int i = 1;; i++) {
            try {
                execute(sql);
                return;
            } catch (SQLException e) {
                if (i > TRIES || !OBJECT_IN_USE.equals(e.getSQLState())) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws SQLException {
        if (templateReady) {
            dropDatabase(TEMPLATE);
        }
    }
}
