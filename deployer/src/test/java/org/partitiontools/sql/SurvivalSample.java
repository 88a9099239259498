package org.partitiontools.sql;

import java.io.IOException;
import java.sql.SQLException;
import org.partitiontools.testing.TestDatabase;

/** A database with the table of {@code test_sql/survival.sql}, made with all that the version of the server offers. */
final class SurvivalSample implements AutoCloseable {

    static final String LEAF = "survival.orders_2026_01";

    private final TestDatabase database;

    SurvivalSample(TestDatabase any) throws SQLException, IOException {
        database = any.fresh();
        database.executeFile(TestFiles.path("test_sql/survival.sql"));
        if (version() >= 15) {
            database.executeFile(TestFiles.path("test_sql/survival_15.sql"));
        }
        if (version() >= 18) {
            database.executeFile(TestFiles.path("test_sql/survival_18.sql"));
        }
    }

    TestDatabase database() {
        return database;
    }

    Partitioned table() {
        // Its publications name partitions.
        return new Partitioned(database, "survival.orders").with("SET partition_tools.publications = 'accept'");
    }

    /** The major version of the server. */
    int version() throws SQLException {
        return Integer.parseInt(database.queryForString("SELECT current_setting('server_version_num')::int / 10000"));
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
