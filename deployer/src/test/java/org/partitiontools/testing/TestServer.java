package org.partitiontools.testing;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.partitiontools.database.Database;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;

/** A PostgreSQL for tests, from {@link ServerSource}. It has the tablespaces {@code warm} and {@code cold}. */
public final class TestServer implements TestHost, AutoCloseable {

    private static final String TEMPLATE = "partition_tools_template";
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final ServerProcess server;
    private boolean templateReady;
    private int version;

    private TestServer(ServerProcess server) {
        this.server = server;
    }

    /** Starts a server of its own, which the caller closes. */
    public static TestServer start() throws IOException {
        return start(Map.of());
    }

    /** The same with more settings, as in postgresql.conf. */
    public static TestServer start(Map<String, String> settings) throws IOException {
        return of(ServerSource.start(withDefaults(settings)));
    }

    /** Starts one that is made for the caller: without our roles, and another system than all others to whoever asks for the identifier. */
    public static TestServer startNew() throws IOException {
        return of(ServerSource.startNew(withDefaults(Map.of())));
    }

    private static Map<String, String> withDefaults(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("wal_level", "logical", "log_statement", "none", "max_prepared_transactions", "20",
                // Tests let servers crash, never machines.
                "full_page_writes", "off"));
        all.putAll(settings);
        return all;
    }

    private static TestServer of(ServerProcess server) throws IOException {
        try {
            server.createTablespace("warm");
            server.createTablespace("cold");
            return new TestServer(server);
        } catch (SQLException e) {
            server.close();
            throw new IllegalStateException(e);
        }
    }

    /** Makes the database of which all databases with the bundle are copies. */
    static void makeTemplate(Function<String, Database> databases) throws SQLException {
        execute(databases.apply("postgres"), "CREATE DATABASE " + TEMPLATE);
        new Deployer(databases.apply(TEMPLATE), Bundle.of(Engine.POSTGRESQL)).deploy();
    }

    @Override
    public synchronized TestDatabase createDatabase() throws SQLException {
        if (!templateReady && !hasTemplate()) {
            makeTemplate(this::database);
        }
        templateReady = true;
        return create(TEMPLATE);
    }

    private boolean hasTemplate() throws SQLException {
        return !new TestDatabase(this, "postgres").query("SELECT 1 FROM pg_database WHERE datname = ?", TEMPLATE).isEmpty();
    }

    @Override
    public TestDatabase createEmptyDatabase() throws SQLException {
        return create("template1");
    }

    private TestDatabase create(String template) throws SQLException {
        String name = "test_" + COUNTER.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + template + strategy());
        return new TestDatabase(this, name);
    }

    /** Copying the files takes a quarter of the time that writing them to the log does; before PostgreSQL 15 it is the only way. */
    private String strategy() throws SQLException {
        return version() < 15 ? "" : " STRATEGY file_copy";
    }

    private int version() throws SQLException {
        if (version == 0) {
            try (Connection connection = database("postgres").getConnection()) {
                version = connection.getMetaData().getDatabaseMajorVersion();
            }
        }
        return version;
    }

    @Override
    public void admitOwner(String name) throws SQLException {
        execute(database(name), "DO $$ BEGIN CREATE ROLE " + TestDatabase.OWNER + " LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
                "GRANT partition_tools_operator TO " + TestDatabase.OWNER,
                "GRANT CREATE ON DATABASE " + name + " TO " + TestDatabase.OWNER,
                "GRANT CREATE ON SCHEMA public TO " + TestDatabase.OWNER,
                "GRANT CREATE ON TABLESPACE warm, cold TO " + TestDatabase.OWNER);
    }

    /** Executes statements in database postgres. */
    public void execute(String... statements) throws SQLException {
        execute(database("postgres"), statements);
    }

    private static void execute(Database database, String... statements) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void dropDatabase(String name) throws SQLException {
        execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    @Override
    public Database database(String name) {
        return server.database(name);
    }

    public int port() {
        return server.port();
    }

    /** What the server wrote to its log so far. */
    public String log() throws IOException {
        return server.log();
    }

    /** Lets a role in with a password only. */
    public void requirePasswordOf(String role) throws IOException, SQLException {
        server.addFirstRule("host all " + role + " all scram-sha-256");
        execute("SELECT pg_reload_conf()");
    }

    /** Stops the server as a crash would (pg_ctl stop -m immediate), and starts it again. Every connection is lost. */
    public void crash() throws IOException {
        server.crash();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
