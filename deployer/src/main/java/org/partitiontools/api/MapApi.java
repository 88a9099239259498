package org.partitiontools.api;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.partitiontools.database.Rows;

/**
 * What a map shows of the tables of a database. Times come as milliseconds since 1970, NULL where a range is open. Nothing is decided here.
 */
public final class MapApi {

    private final PartitionApi api;

    /**
     * @throws org.partitiontools.ConfigurationException if the bundle is not installed
     */
    public MapApi(Connection connection) throws SQLException {
        this.api = new PartitionApi(connection);
    }

    /** The database, the server, who looks, and when: one row. */
    public Rows about(Optional<OffsetDateTime> asOf) throws SQLException {
        return api.query("SELECT current_database() AS database, current_setting('server_version') AS server, current_user AS role, "
                + milliseconds("now()") + " AS now, " + milliseconds("t.as_of") + " AS as_of FROM (SELECT coalesce(?::timestamptz, now()) AS as_of) AS t", asOf.orElse(null));
    }

    /** Every table that has partitions. */
    public List<String> tables() throws SQLException {
        return api.query("SELECT DISTINCT p.root::text FROM partition_tools.partitions AS p ORDER BY 1").values().stream()
                .map(row -> (String) row.get(0))
                .toList();
    }

    /** Key, time zone and reference time of a table: one row. */
    public Rows key(TableWork work, Optional<OffsetDateTime> asOf) throws SQLException {
        return ask("schema_name, table_name, column_name, key_type, zone, " + milliseconds("as_of") + " AS as_of", "map_key", work, asOf);
    }

    /** Partitions, gaps, and what the default partition holds. */
    public Rows partitions(TableWork work, Optional<OffsetDateTime> asOf) throws SQLException {
        return ask("what, schema_name, name, " + milliseconds("lower") + " AS lower, " + milliseconds("upper") + " AS upper, lower_text, upper_text,"
                + " tablespace, rows, bytes, states, jobs, note", "map_partitions", work, asOf);
    }

    /** How unevenly the segments of a Greenplum hold the partitions, and all of the table (without a name); nothing on PostgreSQL. */
    public Rows segments(TableWork work) throws SQLException {
        return api.query("SELECT name, segments, fullest, fullest_bytes, bytes, skew FROM partition_tools_internal.map_segments(?::regclass)"
                + " ORDER BY skew DESC, name", work.table());
    }

    /** The windows of the policy's operations. */
    public Rows windows(TableWork work, Optional<OffsetDateTime> asOf) throws SQLException {
        return ask("ordinal, operation, granularity, " + milliseconds("lower") + " AS lower, " + milliseconds("upper") + " AS upper, tablespace, cleanup_policy",
                "map_windows", work, asOf);
    }

    /** The sources and targets of the actions that are due. */
    public Rows actions(TableWork work, Optional<OffsetDateTime> asOf) throws SQLException {
        return ask("ordinal, action, part, schema_name, name, " + milliseconds("lower") + " AS lower, " + milliseconds("upper") + " AS upper, lower_text, upper_text,"
                + " is_default, tablespace, rows, bytes, seconds, seconds_basis, statement", "map_actions", work, asOf);
    }

    /** What runs of the months to come would do, one a month. */
    public Rows simulation(TableWork work, Optional<OffsetDateTime> asOf, int months) throws SQLException {
        return api.query("SELECT step, what, action, " + milliseconds("as_of") + " AS as_of, name, " + milliseconds("lower") + " AS lower, " + milliseconds("upper")
                + " AS upper, is_default, tablespace, partitions, rows, bytes, note"
                + " FROM partition_tools_internal.map_simulation(?::regclass, ?::json, coalesce(?::timestamptz, now()), ?) WHERE what <> 'partition'",
                work.table(), work.operations(), asOf.orElse(null), months);
    }

    /** The archives of a table that have not come back. */
    public Rows archives(TableWork work) throws SQLException {
        return api.query("SELECT a.archive_id, a.partition_name AS name, " + milliseconds("a.lower_time") + " AS lower, " + milliseconds("a.upper_time")
                + " AS upper, a.lower_bound AS lower_text, a.upper_bound AS upper_text, a.rows, a.bytes, a.location, " + milliseconds("a.archived_at") + " AS archived_at"
                + " FROM partition_tools.archives AS a WHERE a.restored_at IS NULL"
                + " AND (a.table_schema, a.table_name) = (SELECT n.nspname, c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace"
                + " WHERE c.oid = ?::regclass) ORDER BY a.archive_id", work.table());
    }

    /**
     * The latest jobs of a table, newest first.
     *
     * @param most how many
     */
    public Rows jobs(TableWork work, int most) throws SQLException {
        return api.query("SELECT j.job_id, j.run_id, j.action, j.sources, j.targets, j.state, j.phase, j.rows, j.total, " + milliseconds("j.created_at")
                + " AS created_at, " + milliseconds("j.started_at") + " AS started_at, " + milliseconds("j.finished_at") + " AS finished_at,"
                + " extract(epoch FROM j.elapsed)::float8 AS seconds, j.rate, extract(epoch FROM j.eta)::float8 AS eta, j.locked_ms, j.sqlstate, j.error, j.hint"
                + " FROM partition_tools.jobs AS j WHERE j.target = partition_tools_internal.map_target(?::regclass)"
                + " ORDER BY j.job_id DESC LIMIT ?", work.table(), most);
    }

    /** What some jobs have done, phase by phase. */
    public Rows timeline(List<Long> jobs) throws SQLException {
        return api.query("SELECT t.job_id, t.ordinal, t.phase, t.state, " + milliseconds("t.began_at") + " AS began_at, " + milliseconds("t.ended_at")
                + " AS ended_at, t.rows, t.steps, t.locked_ms, t.sqlstate FROM partition_tools.jobs_timeline AS t"
                + " WHERE t.job_id = ANY (string_to_array(?, ',')::bigint[]) ORDER BY t.job_id, t.ordinal",
                String.join(",", jobs.stream().map(String::valueOf).toList()));
    }

    private Rows ask(String columns, String function, TableWork work, Optional<OffsetDateTime> asOf) throws SQLException {
        return api.query("SELECT " + columns + " FROM partition_tools_internal." + function + "(?::regclass, ?::json, coalesce(?::timestamptz, now()))",
                work.table(), work.operations(), asOf.orElse(null));
    }

    private static String milliseconds(String time) {
        return "CASE WHEN isfinite(" + time + ") THEN (extract(epoch FROM " + time + ") * 1000)::bigint END";
    }
}
