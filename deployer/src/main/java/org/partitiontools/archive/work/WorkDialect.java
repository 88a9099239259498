package org.partitiontools.archive.work;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a worker does differently on the engines. */
enum WorkDialect {

    /** The routines for a worker are procedures that commit as they go. Sessions that read share a snapshot. */
    POSTGRESQL("CALL ", "SET row_security = off;", """
            SELECT system_identifier || '/' || (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
            FROM pg_catalog.pg_control_system()
            """),

    /** They are functions, all in one transaction, which keeps writers away: whichever session reads, it reads the same. */
    GREENPLUM("SELECT ", "", """
            SELECT hostname || ':' || port || '/' || (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
            FROM pg_catalog.gp_segment_configuration WHERE content = -1 AND role = 'p'
            """);

    private static final String SETTINGS = """
            SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET timezone = 'UTC';
            SET bytea_output = 'hex'; SET lc_monetary = 'C'; SET xmloption = 'content'; SET extra_float_digits = 3; SET search_path = pg_catalog
            """;

    private final String call;
    private final String ownSettings;
    private final String identity;

    WorkDialect(String call, String ownSettings, String identity) {
        this.call = call;
        this.ownSettings = ownSettings;
        this.identity = identity;
    }

    static WorkDialect of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("SELECT pg_catalog.version()")) {
            row.next();
            return row.getString(1).contains("Greenplum") ? GREENPLUM : POSTGRESQL;
        }
    }

    /** Whether everything is one transaction, of which the worker is the owner. */
    boolean isOneTransaction() {
        return this == GREENPLUM;
    }

    /** A call of a routine, with its parameters in parentheses. */
    String call(String routine) {
        return call + "partition_tools_internal." + routine;
    }

    /** Settings that the text of values depends on; the session that restores has the same. */
    String settings() {
        return ownSettings + SETTINGS;
    }

    /** A query that says which database this is, among all that could share a bucket. */
    String identity() {
        return identity;
    }
}
