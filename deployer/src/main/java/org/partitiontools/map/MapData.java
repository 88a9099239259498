package org.partitiontools.map;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.partitiontools.api.MapApi;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.api.TableWork;
import org.partitiontools.database.Rows;
import org.partitiontools.database.SqlError;

/**
 * What a map shows, asked of a database in one transaction that can write nothing. What could not be asked is in the map as the error that it
 * was: nobody is to take it for an answer.
 */
public final class MapData {

    /** Those before are in the report. */
    private static final int JOBS = 200;

    private final Connection connection;
    private final Function<ZoneId, Optional<OffsetDateTime>> asOf;
    private final int months;
    private final MapApi map;
    private final PartitionApi api;
    private final List<SqlError> errors = new ArrayList<>();

    /** What one part of the map is made of. */
    @FunctionalInterface
    private interface Question {
        Rows ask() throws SQLException;
    }

    /**
     * @param connection is used for nothing else
     * @param asOf the reference time, for a policy that counts in a time zone; empty means now
     * @param months how many to look ahead
     */
    public MapData(Connection connection, Function<ZoneId, Optional<OffsetDateTime>> asOf, int months) throws SQLException {
        this.connection = connection;
        this.asOf = asOf;
        this.months = months;
        this.map = new MapApi(connection);
        this.api = new PartitionApi(connection);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
    }

    /** The map of tables and their policies. */
    public Map<String, Object> of(List<TableWork> tables) throws SQLException {
        Map<String, Object> data = about();
        List<Object> all = new ArrayList<>();
        for (TableWork work : tables) {
            all.add(table(work, true));
        }
        data.put("tables", all);
        return data;
    }

    /** The map of every table that has partitions. No policy is known, so no shape is judged. */
    public Map<String, Object> ofAll() throws SQLException {
        Map<String, Object> data = about();
        List<Object> all = new ArrayList<>();
        for (String table : map.tables()) {
            all.add(table(new TableWork(table, null), false));
        }
        data.put("tables", all);
        return data;
    }

    /** What could not be asked. */
    public List<SqlError> errors() {
        return errors;
    }

    private Map<String, Object> about() throws SQLException {
        return new LinkedHashMap<>(map.about(asOf.apply(ZoneOffset.UTC)).toMaps().get(0));
    }

    private Map<String, Object> table(TableWork work, boolean policy) throws SQLException {
        Map<String, Object> table = new LinkedHashMap<>();
        table.put("name", work.table());
        table.put("policy", policy);
        put(table, "key", () -> map.key(work, asOf.apply(work.zone())));
        put(table, "partitions", () -> map.partitions(work, asOf.apply(work.zone())));
        put(table, "segments", () -> map.segments(work));
        put(table, "archives", () -> map.archives(work));
        if (policy) {
            put(table, "windows", () -> map.windows(work, asOf.apply(work.zone())));
            put(table, "plan", () -> api.plan(work, asOf.apply(work.zone())));
            put(table, "actions", () -> map.actions(work, asOf.apply(work.zone())));
            put(table, "findings", () -> api.checkPartitions(work, asOf.apply(work.zone())));
            if (months > 0) {
                put(table, "simulation", () -> map.simulation(work, asOf.apply(work.zone()), months));
            }
        }
        Optional<Rows> jobs = put(table, "jobs", () -> map.jobs(work, JOBS));
        if (jobs.isPresent()) {
            put(table, "timeline", () -> map.timeline(jobs.get().values().stream().map(row -> (Long) row.get(0)).toList()));
        }
        return table;
    }

    /** An error takes back its own question alone. */
    private Optional<Rows> put(Map<String, Object> table, String part, Question question) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            Rows rows = question.ask();
            connection.releaseSavepoint(before);
            table.put(part, Map.of("columns", rows.columns(), "rows", rows.values()));
            return Optional.of(rows);
        } catch (SQLException e) {
            connection.rollback(before);
            SqlError error = SqlError.of(e);
            errors.add(error);
            table.put(part, Map.of("error", error));
            return Optional.empty();
        }
    }
}
