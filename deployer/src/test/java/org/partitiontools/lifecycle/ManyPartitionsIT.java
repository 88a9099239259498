package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Where a table has thousands of partitions, a routine that is called for each of them is what takes the time: what is asked of all is asked by one statement. */
@PartitionToolsDatabase
class ManyPartitionsIT {

    private static final int MORE = 100;

    @ParameterizedTest
    @CsvSource({"plan, 0", "run, 0", "check_partitions, 1"})
    void noRoutineIsCalledForEachPartition(String routine, int calledForEach, TestDatabase database) throws SQLException {
        int few = calls(database, routine, 30);
        int many = calls(database, routine, 30 + MORE);

        assertThat(few).isPositive();
        assertThat(many - few).isEqualTo(calledForEach * MORE);
    }

    /** How many routines are called, with a table of so many daily partitions in shape. */
    private static int calls(TestDatabase database, String routine, int partitions) throws SQLException {
        try (Connection connection = database.asSuperuser().connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE TABLE public.many (at timestamptz NOT NULL) PARTITION BY RANGE (at)");
            statement.execute("DO $$ BEGIN FOR i IN 0 .. " + (partitions - 1) + " LOOP EXECUTE format('CREATE TABLE public.many_%s PARTITION OF public.many FOR VALUES FROM (%L) TO (%L)', i,"
                    + " timestamptz '2026-01-01+00' + i * interval '24 hours', timestamptz '2026-01-02+00' + i * interval '24 hours'); END LOOP; END $$");
            statement.execute("SET LOCAL track_functions = 'all'");
            try (ResultSet findings = statement.executeQuery("SELECT count(*) FROM partition_tools." + routine + "('public.many', '[{\"operation\": \"create_partitions\", \"granularity\": \"1 day\","
                    + " \"lower_bound\": \"" + (partitions - 1) + " days\", \"upper_bound\": \"0 days\"}]', timestamptz '2026-01-01 12:00+00' + " + (partitions - 1) + " * interval '24 hours')")) {
                findings.next();
                assertThat(findings.getInt(1)).isZero();
            }
            try (ResultSet calls = statement.executeQuery("SELECT sum(calls) FROM pg_stat_xact_user_functions")) {
                calls.next();
                return calls.getInt(1);
            }
        }
    }
}
