package org.partitiontools.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.partitiontools.database.Database;

/**
 * The floor of a swap: the statements of the catalogue that replace a default partition by many, sent as they are, on tables like those of a drain.
 * Nothing is looked at, renamed or given.
 */
final class BareSwap {

    private static final String COLUMNS = "(id bigint NOT NULL, ts timestamptz NOT NULL, customer int NOT NULL, amount numeric(10,2), note text)";

    private final Database database;
    private final int partitions;

    BareSwap(Database database, int partitions) {
        this.database = database;
        this.partitions = partitions;
    }

    /** Tables that stand ready: each has its indexes, and a constraint that proves its bounds. */
    void prepare() throws SQLException {
        List<String> statements = new ArrayList<>(List.of("DROP SCHEMA IF EXISTS bare CASCADE", "CREATE SCHEMA bare",
                "CREATE TABLE bare.events " + COLUMNS + " PARTITION BY RANGE (ts)", "CREATE TABLE bare.events_default PARTITION OF bare.events DEFAULT",
                "ALTER TABLE bare.events ADD PRIMARY KEY (id, ts)", "CREATE INDEX ON bare.events (customer)"));
        for (int n = 0; n < partitions; n++) {
            statements.add("CREATE TABLE bare.new_" + n + " (LIKE bare.events, PRIMARY KEY (id, ts), CHECK (ts >= " + bound(n) + " AND ts < " + bound(n + 1) + "))");
            statements.add("CREATE INDEX ON bare.new_" + n + " (customer)");
        }
        statements.add("CREATE TABLE bare.rest (LIKE bare.events, PRIMARY KEY (id, ts))");
        statements.add("CREATE INDEX ON bare.rest (customer)");
        new BenchSession(database).execute(statements.toArray(String[]::new));
    }

    /** From the lock to the end of the commit. */
    double milliseconds() throws SQLException {
        List<String> attach = new ArrayList<>();
        for (int n = 0; n < partitions; n++) {
            attach.add("EXECUTE 'ALTER TABLE bare.events ATTACH PARTITION bare.new_" + n + " FOR VALUES FROM (" + quoted(bound(n)) + ") TO (" + quoted(bound(n + 1)) + ")';");
        }
        // One statement of the client's, as the job's is: what is measured is not the way to the server and back.
        String all = "DO $$ BEGIN EXECUTE 'ALTER TABLE bare.events DETACH PARTITION bare.events_default'; " + String.join(" ", attach)
                + " EXECUTE 'ALTER TABLE bare.events ATTACH PARTITION bare.rest DEFAULT'; END $$";
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE ONLY bare.events IN ACCESS EXCLUSIVE MODE");
            long start = System.nanoTime();
            statement.execute(all);
            connection.commit();
            return (System.nanoTime() - start) / 1e6;
        }
    }

    private static String quoted(String literal) {
        return literal.replace("'", "''");
    }

    private static String bound(int n) {
        return "'" + LocalDate.of(2025, 1, 1).plusDays(n) + " 00:00+00'";
    }
}
