package org.partitiontools.database;

import static java.util.Map.entry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings on which a result could depend, pinned in every session: a role or a database may set any of them
 * ({@code ALTER ROLE ... SET}), and a job must not change its meaning, or end after ten minutes, because of it.
 */
final class SessionDefaults {

    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.ofEntries(
            entry("search_path", "pg_catalog"),
            entry("default_transaction_read_only", "off"),
            entry("default_transaction_isolation", "read committed"),
            entry("statement_timeout", "0"),
            entry("lock_timeout", "0"),
            entry("idle_in_transaction_session_timeout", "0"),
            entry("transaction_timeout", "0"),
            entry("default_tablespace", ""),
            entry("check_function_bodies", "on"),
            entry("intervalstyle", "postgres"),
            // Greenplum: tables of ours that an administrator's defaults would make without their primary keys.
            entry("gp_default_storage_options", ""),
            entry("gp_create_table_random_default_distribution", "off")));

    private SessionDefaults() {
    }

    /**
     * Takes back what {@link #apply} has set, for whoever gets the session from a pool next.
     *
     * @param more the settings that were set besides
     */
    static void reset(Connection connection, Map<String, String> more) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery("SELECT name FROM pg_catalog.pg_settings")) {
            StringBuilder sql = new StringBuilder();
            more.keySet().forEach(name -> sql.append("RESET ").append(name).append(';'));
            while (names.next()) {
                if (SETTINGS.containsKey(names.getString(1))) {
                    sql.append("RESET ").append(names.getString(1)).append(';');
                }
            }
            statement.execute(sql.toString());
        }
    }

    /**
     * Sets them for the whole session, those that this version of the server has.
     *
     * @param more further settings; they win over the pinned ones
     */
    static void apply(Connection connection, Map<String, String> more) throws SQLException {
        // By itself, and first: what follows reads a catalogue that a new session has not in its memory, which a role may not give the time for.
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = 0");
        }
        Map<String, String> settings = new TreeMap<>(SETTINGS);
        settings.putAll(more);
        // The server's list has no settings of ours.
        String sql = """
                SELECT pg_catalog.set_config(pinned.name, pinned.value, false)
                FROM unnest(?::pg_catalog.text[], ?::pg_catalog.text[]) AS pinned (name, value)
                LEFT JOIN pg_catalog.pg_settings ON pg_settings.name = pinned.name
                WHERE pg_settings.name IS NOT NULL OR pg_catalog.strpos(pinned.name, 'partition_tools.') = 1
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", settings.keySet().toArray()));
            statement.setArray(2, connection.createArrayOf("text", settings.values().toArray()));
            statement.executeQuery().close();
        }
    }
}
