package org.partitiontools.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.PGProperty;

/** A database that can be connected to, as one user. Its sessions do not depend on settings of the role. */
public final class Database implements DataSource {

    private final String url;
    private final Properties properties;
    private final Map<String, String> settings;
    private final Optional<Consumer<ExecutedStatement>> statements;

    /**
     * @param url a JDBC URL
     * @param properties of the driver, for example the user; without a password the driver looks into {@code ~/.pgpass}
     */
    public Database(String url, Properties properties) {
        this(url, properties, Map.of(), Optional.empty());
    }

    private Database(String url, Properties properties, Map<String, String> settings, Optional<Consumer<ExecutedStatement>> statements) {
        this.url = url;
        this.properties = new Properties();
        this.properties.putAll(properties);
        this.settings = Map.copyOf(settings);
        this.statements = statements;
    }

    /** The same database; its sessions have these settings besides. */
    public Database with(Map<String, String> sessionSettings) {
        return new Database(url, properties, sessionSettings, statements);
    }

    /** The same database; of each statement that its sessions execute, somebody is told. */
    public Database tracing(Consumer<ExecutedStatement> consumer) {
        return new Database(url, properties, settings, Optional.of(consumer));
    }

    /** Opens a session, in autocommit mode. */
    @Override
    public Connection getConnection() throws SQLException {
        Connection driver = DriverManager.getConnection(url, properties);
        Connection connection = statements.map(consumer -> new StatementTrace(consumer).of(driver)).orElse(driver);
        try {
            boolean pooled = Pooler.isBetween(connection);
            if (pooled) {
                Pooler.requireSessions(connection, () -> DriverManager.getConnection(url, properties));
            }
            SessionDefaults.apply(connection, settings);
            return pooled ? Pooler.restoring(connection, session -> SessionDefaults.reset(session, settings)) : connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Opens a session, in autocommit mode.
     *
     * @throws DatabaseUnavailableException if the server cannot be reached or refuses
     */
    public Connection open() {
        try {
            return getConnection();
        } catch (SQLException e) {
            throw new DatabaseUnavailableException("cannot connect to " + this, e);
        }
    }

    /** Another database of the same server, for the same user. */
    public Database inDatabase(String name) {
        return new Database(url.substring(0, url.lastIndexOf('/') + 1) + name, properties);
    }

    /** The JDBC URL; it never holds a password. */
    public String url() {
        return url;
    }

    /** The user as given, or null for the name of the user of the operating system. */
    public String user() {
        return properties.getProperty(PGProperty.USER.getName());
    }

    @Override
    public String toString() {
        return user() == null ? url : url + " as " + user();
    }

    // What else DataSource asks for. A database has exactly one user, and nothing to unwrap.

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is fixed");
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not a wrapper");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
