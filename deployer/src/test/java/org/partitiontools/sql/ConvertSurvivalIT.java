package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.lifecycle.Leftovers;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Whatever a plain table has, the partitioned one has that it becomes, but for what partitioning makes different; and the plain one again after revert. */
@PartitionToolsDatabase
class ConvertSurvivalIT {

    private static final String TABLE = "survival.orders_2026_01";
    private static final String SETTINGS = "SET partition_tools.unique_keys = 'widen'";
    private static final String CONVERT = "CALL partition_tools.partition_table('" + TABLE + "', 'day', '1 month', p_as_of => '2026-02-10')";

    private TestDatabase database;

    @BeforeEach
    void createTable(TestDatabase shared) throws SQLException, IOException {
        database = shared.fresh();
        database.executeFile(TestFiles.path("test_sql/survival.sql"));
        int version = Integer.parseInt(database.queryForString("SELECT current_setting('server_version_num')::int / 10000"));
        if (version >= 15) {
            database.executeFile(TestFiles.path("test_sql/survival_15.sql"));
            database.execute("ALTER PUBLICATION survival_some SET (publish_via_partition_root)");
        }
        if (version >= 18) {
            database.executeFile(TestFiles.path("test_sql/survival_18.sql"));
        }
        // The partition that has everything, as a plain table; what a partitioned one cannot have is refused, and tested elsewhere.
        database.execute("ALTER TABLE survival.orders DETACH PARTITION " + TABLE,
                "ALTER TABLE " + TABLE + " VALIDATE CONSTRAINT to_customer, DROP CONSTRAINT spans_apart",
                "ALTER PUBLICATION survival_leaf SET (publish_via_partition_root)");
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    @Test
    void everythingSurvives() throws SQLException {
        List<String> before = LeafDump.of(database, TABLE);
        long rows = rows();
        database.execute(SETTINGS, CONVERT);
        assertThat(LeafDump.difference(expected(before), LeafDump.of(database, TABLE).stream().filter(line -> !line.contains("partition_tools_j")).toList())).isEmpty();
        assertThat(rows()).isEqualTo(rows);

        List<String> leaf = LeafDump.of(database, "survival.orders_2026_01_2026_01");
        assertThat(leaf).containsAll(before.stream().filter(line -> line.startsWith("table option: ")).toList());
        assertThat(leaf).filteredOn(line -> line.contains(" | clustered")).hasSize(1);
        assertThat(leaf).as("read through the table, whose policies hold").noneMatch(line -> line.startsWith("table grant: ") && !line.endsWith("survival_owner"));

        database.execute("CALL partition_tools.revert(1)");
        assertThat(LeafDump.difference(before, LeafDump.of(database, TABLE))).isEmpty();
        assertThat(rows()).isEqualTo(rows);

        database.execute(SETTINGS, "SET partition_tools.keep_source = '0'", CONVERT);
        assertThat(LeafDump.difference(expected(before), LeafDump.of(database, TABLE))).isEmpty();
        assertThat(Leftovers.in(database)).as("but for constraints that were never valid").allMatch(line -> line.startsWith("constraint not valid: "));
    }

    @Test
    void changesWhileItIsKeptAreTakenBackToThePlainTable() throws SQLException {
        database.execute(SETTINGS, CONVERT);
        database.execute("GRANT SELECT ON " + TABLE + " TO survival_writer", "REVOKE DELETE ON " + TABLE + " FROM PUBLIC",
                "ALTER TABLE " + TABLE + " DISABLE TRIGGER leaf_when");
        database.execute("CALL partition_tools.revert(1)");
        assertThat(LeafDump.of(database, TABLE)).contains("table grant: SELECT to survival_writer")
                .noneMatch(line -> line.equals("table grant: DELETE to PUBLIC"))
                .anyMatch(line -> line.startsWith("trigger: CREATE TRIGGER leaf_when ") && line.contains("enabled D"));
    }

    /** The table as it is becomes a partition, which has what partitions have; given back, it is what it was. */
    @Test
    void everythingSurvivesWhereTheTableIsAdopted() throws SQLException {
        List<String> before = LeafDump.of(database, TABLE);
        String adopt = CONVERT.replace("p_as_of", "p_mode => 'adopt', p_as_of");
        long rows = rows();
        database.execute(SETTINGS, adopt);
        assertThat(LeafDump.difference(expected(before), LeafDump.of(database, TABLE))).isEmpty();
        assertThat(rows()).isEqualTo(rows);
        assertThat(LeafDump.of(database, TABLE + "_adopted")).as("read through the table, whose policies hold").noneMatch(line -> line.startsWith("policy: "))
                .noneMatch(line -> line.startsWith("table grant: ") && !line.endsWith("survival_owner"));

        database.execute("CALL partition_tools.revert(1)");
        assertThat(LeafDump.difference(before, LeafDump.of(database, TABLE))).isEmpty();
        assertThat(rows()).isEqualTo(rows);
        assertThat(Leftovers.in(database)).as("but for constraints that were never valid").allMatch(line -> line.startsWith("constraint not valid: "));
    }

    /** There and back: keys are as they were before they were widened. */
    @Test
    void everythingSurvivesWhereTheTableBecomesPlainAgain() throws SQLException {
        List<String> before = LeafDump.of(database, TABLE);
        long rows = rows();
        database.execute(SETTINGS, "SET partition_tools.keep_source = '0'", CONVERT);
        List<String> partitioned = LeafDump.of(database, TABLE);
        database.execute("CALL partition_tools.unpartition('" + TABLE + "')");
        assertThat(LeafDump.difference(before, LeafDump.of(database, TABLE).stream().filter(line -> !line.contains("partition_tools_j")).toList())).isEmpty();
        assertThat(rows()).isEqualTo(rows);
        database.execute("CALL partition_tools.revert(2)");
        assertThat(LeafDump.difference(partitioned, LeafDump.of(database, TABLE))).isEmpty();
        assertThat(rows()).isEqualTo(rows);
        assertThat(Leftovers.in(database)).as("but for constraints that were never valid").allMatch(line -> line.startsWith("constraint not valid: "));
    }

    private long rows() throws SQLException {
        return Long.parseLong(database.queryForString("SELECT count(*) FROM " + TABLE));
    }

    /** What partitioning makes different: this, and nothing else. */
    private static List<String> expected(List<String> before) {
        return before.stream()
                // Storage belongs to the partitions.
                .filter(line -> !line.startsWith("table option: "))
                .map(line -> line.replace(" | method heap", "").replace(" | clustered", ""))
                // An index of a partitioned table is printed so.
                .map(line -> line.replaceFirst("^(index: CREATE .*INDEX .* ON )(survival)", "$1ONLY $2"))
                // Unique keys contain the partition column.
                .map(line -> line.replace("(id, amount) INCLUDE", "(id, amount, day) INCLUDE").replace("(id, region)", "(id, region, day)").replace("(id, tag)", "(id, tag, day)"))
                .sorted().toList();
    }
}
