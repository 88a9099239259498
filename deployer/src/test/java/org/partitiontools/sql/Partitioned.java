package org.partitiontools.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.partitiontools.testing.TestDatabase;

/**
 * A partitioned table of a test: calls the routines on it as of a fixed time. Each thread has a session for all its calls, because the
 * first ones of a session take much longer; a call that fails ends it, and a table with settings has a session for each call.
 */
final class Partitioned {

    /** The reference time of every call. */
    static final String AS_OF = "2026-06-15 12:00+00";

    private final TestDatabase database;
    private final String table;
    private final String asOf;
    private final List<String> settings;
    private final ThreadLocal<Connection> kept = new ThreadLocal<>();

    /**
     * @param table as SQL writes it, schema included
     */
    Partitioned(TestDatabase database, String table) {
        this(database, table, AS_OF, List.of());
    }

    private Partitioned(TestDatabase database, String table, String asOf, List<String> settings) {
        this.database = database;
        this.table = table;
        this.asOf = asOf;
        this.settings = settings;
    }

    Partitioned asOf(String time) {
        return new Partitioned(database, table, time, settings);
    }

    /** The same, with statements that every session begins with. */
    Partitioned with(String... statements) {
        List<String> all = new ArrayList<>(settings);
        all.addAll(Arrays.asList(statements));
        return new Partitioned(database, table, asOf, all);
    }

    /** The same, where a run may remove every partition, the current one too, and gaps are no reason to stop. */
    Partitioned removingAnything() {
        return with("SET partition_tools.cleanup_limit = 100", "SET partition_tools.cleanup_gaps = 'accept'");
    }

    TestDatabase database() {
        return database;
    }

    /** The table as a literal of type regclass. */
    String regclass() {
        return Literals.quote(table) + "::pg_catalog.regclass";
    }

    void create(String granularity, String lower, String upper) throws SQLException {
        call("create_partitions", "p_granularity", granularity, "p_lower_bound", lower, "p_upper_bound", upper);
    }

    void merge(String granularity, String lower, String upper) throws SQLException {
        call("merge_partitions", "p_granularity", granularity, "p_lower_bound", lower, "p_upper_bound", upper);
    }

    void move(String lower, String upper, String tablespace) throws SQLException {
        call("move_partitions", "p_lower_bound", lower, "p_upper_bound", upper, "p_tablespace", tablespace);
    }

    void delete(String lower, String upper) throws SQLException {
        call("delete_partitions", "p_lower_bound", lower, "p_upper_bound", upper);
    }

    /** Calls a manager with named arguments: name, value, name, value; a null value is NULL. */
    void call(String routine, String... arguments) throws SQLException {
        StringBuilder sql = new StringBuilder("CALL partition_tools." + routine + "(p_table => " + regclass()
                + ", p_as_of => " + Literals.quote(asOf));
        for (int i = 0; i < arguments.length; i += 2) {
            String value = arguments[i + 1];
            sql.append(", ").append(arguments[i]).append(" => ").append(value == null ? "NULL" : Literals.quote(value));
        }
        inSession(connection -> {
            execute(connection, sql.append(")").toString());
            return null;
        });
    }

    /** Plans a policy and executes its jobs. */
    void run(String policy) throws SQLException {
        inSession(connection -> {
            for (String job : query(connection, "SELECT statement FROM partition_tools.run(" + arguments(policy) + ")")) {
                execute(connection, job);
            }
            return null;
        });
    }

    /** The actions of a plan: operation, action, sources and targets. */
    List<String> plan(String policy) throws SQLException {
        return select("concat_ws(' ', operation, action, sources, '->', targets)", "plan", policy);
    }

    /** The findings of check_partitions: severity, code and message. */
    List<String> check(String policy) throws SQLException {
        return select("concat_ws(' ', severity, finding, message)", "check_partitions", policy);
    }

    private List<String> select(String columns, String function, String policy) throws SQLException {
        return inSession(connection -> query(connection, "SELECT pg_catalog." + columns + " FROM partition_tools." + function + "(" + arguments(policy) + ")"));
    }

    private String arguments(String policy) {
        return regclass() + ", " + Literals.quote(policy) + "::pg_catalog.json, " + Literals.quote(asOf);
    }

    void checkConfig(String policy) throws SQLException {
        query("SELECT partition_tools.check_config(" + regclass() + ", " + Literals.quote(policy) + ")");
    }

    /** The first column of a query in a session of this table. */
    List<String> query(String sql) throws SQLException {
        return inSession(connection -> query(connection, sql));
    }

    /** Names of the partitions in the order of their bounds, the default partition last. */
    List<String> partitions() throws SQLException {
        return database.queryForStrings("SELECT partition_name FROM partition_tools.partitions WHERE root = "
                + regclass() + " ORDER BY lower_time NULLS LAST");
    }

    /** Name and bounds of the partitions, in UTC: name [lower, upper). */
    List<String> bounds() throws SQLException {
        return database.queryForStrings("""
                SELECT format('%s [%s, %s)', partition_name, to_char(lower_time AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'),
                              to_char(upper_time AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'))
                  FROM partition_tools.partitions WHERE NOT is_default AND root = """ + " " + regclass() + " ORDER BY lower_time");
    }

    long rows() throws SQLException {
        return count("SELECT count(*) FROM " + table);
    }

    /** Rows that lie in the default partition. */
    long rowsInDefault() throws SQLException {
        String leaf = database.queryForString("SELECT partition FROM partition_tools.partitions WHERE is_default AND root = " + regclass());
        return count("SELECT count(*) FROM " + leaf);
    }

    private long count(String sql) throws SQLException {
        return Long.parseLong(database.queryForString(sql));
    }

    /** What is done in a session. */
    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private <T> T inSession(Work<T> work) throws SQLException {
        if (!settings.isEmpty()) {
            try (Connection connection = session()) {
                return work.in(connection);
            }
        }
        Connection connection = kept.get();
        if (connection == null || !connection.isValid(1)) {
            connection = database.connect();
            kept.set(connection);
        }
        try {
            return work.in(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Connection session() throws SQLException {
        Connection connection = database.connect();
        try (Statement statement = connection.createStatement()) {
            for (String setting : settings) {
                statement.execute(setting);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (var result = statement.executeQuery(sql)) {
                while (result.next()) {
                    values.add(result.getString(1));
                }
            }
        }
        return values;
    }
}
