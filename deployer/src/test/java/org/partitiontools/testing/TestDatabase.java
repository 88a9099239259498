package org.partitiontools.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.partitiontools.database.Database;
import org.partitiontools.database.Rows;

/** A database of one test class, dropped when the tests end. */
public final class TestDatabase implements AutoCloseable {

    /** Owns what a test makes that runs without a superuser. */
    public static final String OWNER = "test_owner";

    private final TestHost host;
    private final String name;
    /** Null for the superuser. */
    private final String user;

    TestDatabase(TestHost host, String name) {
        this(host, name, null);
    }

    private TestDatabase(TestHost host, String name, String user) {
        this.host = host;
        this.name = name;
        this.user = user;
    }

    /** Another new database with the bundle installed, for the same user; the caller closes it. */
    public TestDatabase fresh() throws SQLException {
        TestDatabase database = host.createDatabase();
        return user == null ? database : database.asOwner();
    }

    /**
     * The same database for a role that is no superuser: its tables are its own, and it may create in this database, its schema
     * public and the tablespaces. It owns no part of the bundle, and has partition_tools_operator; on Greenplum, where there is
     * no such role, the database is its own, and it has deployed.
     */
    public TestDatabase asOwner() throws SQLException {
        host.admitOwner(name);
        return as(OWNER);
    }

    /** The same database for another role, which has to exist. */
    public TestDatabase as(String role) {
        return new TestDatabase(host, name, role);
    }

    /** The same database for the superuser. */
    public TestDatabase asSuperuser() {
        return new TestDatabase(host, name, null);
    }

    public String name() {
        return name;
    }

    /** The embedded server; there is none where the database is on a Greenplum cluster. */
    public TestServer server() {
        return (TestServer) host;
    }

    /** As the command line connects: with the settings that it pins in every session. */
    public Database database() {
        if (user == null) {
            return host.database(name);
        }
        Properties properties = new Properties();
        properties.setProperty("user", user);
        return new Database(host.database(name).url(), properties);
    }

    /** A JDBC URL that needs no password. */
    public String url() {
        return database().url() + "?user=" + database().user();
    }

    /** A new session in autocommit mode, with the server's defaults; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    /** Executes statements, each in a transaction of its own. A text may hold several. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /**
     * Executes a file of SQL (no psql commands), for example one of {@code test_sql/}.
     *
     * @param first statements to be executed before, in the same session
     */
    public void executeFile(Path file, String... first) throws IOException, SQLException {
        List<String> statements = new ArrayList<>(List.of(first));
        statements.add(Files.readString(file));
        execute(statements.toArray(String[]::new));
    }

    /** All rows of a query; parameters replace question marks. */
    public Rows query(String sql, Object... parameters) throws SQLException {
        KeptSessions kept = KeptSessions.current();
        if (kept != null) {
            return query(kept.of(this), sql, parameters);
        }
        try (Connection connection = connect()) {
            return query(connection, sql, parameters);
        }
    }

    private static Rows query(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                return Rows.read(result);
            }
        }
    }

    /** The first column of all rows, as text. */
    public List<String> queryForStrings(String sql, Object... parameters) throws SQLException {
        return query(sql, parameters).values().stream()
                .map(row -> row.get(0) == null ? null : row.get(0).toString())
                .toList();
    }

    /** The first column of the only row, as text. */
    public String queryForString(String sql, Object... parameters) throws SQLException {
        List<String> values = queryForStrings(sql, parameters);
        if (values.size() != 1) {
            throw new IllegalStateException(values.size() + " rows instead of one: " + sql);
        }
        return values.get(0);
    }

    @Override
    public void close() throws SQLException {
        host.dropDatabase(name);
    }
}
