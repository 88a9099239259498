package org.partitiontools.testing;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.partitiontools.database.Database;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.Engine;

/** A PostgreSQL for tests, from {@link ServerSource}. It has the tablespaces {@code warm} and {@code cold}. */
public final class TestServer implements TestHost, AutoCloseable {

    private static final String TEMPLATE = "partition_tools_template";
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final ServerProcess server;
    private boolean templateReady;

    private TestServer(ServerProcess server) {
        this.server = server;
    }

    /** Starts a server of its own, which the caller closes. */
    public static TestServer start() throws IOException {
        return start(Map.of());
    }

    /** The same with more settings, as in postgresql.conf. */
    public static TestServer start(Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("wal_level", "logical", "log_statement", "none", "max_prepared_transactions", "20"));
        all.putAll(settings);
        ServerProcess server = ServerSource.start(all);
        try {
            server.createTablespace("warm");
            server.createTablespace("cold");
            return new TestServer(server);
        } catch (SQLException e) {
            server.close();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized TestDatabase createDatabase() throws SQLException {
        if (!templateReady) {
            execute("CREATE DATABASE " + TEMPLATE);
            new Deployer(server.database(TEMPLATE), Bundle.of(Engine.POSTGRESQL)).deploy();
            templateReady = true;
        }
        return create(TEMPLATE);
    }

    @Override
    public TestDatabase createEmptyDatabase() throws SQLException {
        return create("template1");
    }

    private TestDatabase create(String template) throws SQLException {
        String name = "test_" + COUNTER.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        return new TestDatabase(this, name);
    }

    /** Executes statements in database postgres. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = database("postgres").getConnection(); Statement statement = connection.createStatement()) {
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
