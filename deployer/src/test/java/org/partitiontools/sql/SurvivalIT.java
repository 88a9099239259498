package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.partitiontools.sql.SurvivalSample.LEAF;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Everything a partition has survives a repartition: the dump of its definition is the same afterwards. */
@PartitionToolsDatabase
class SurvivalIT {

    private SurvivalSample sample;
    private TestDatabase database;
    private Partitioned table;

    @BeforeEach
    void makeSample(TestDatabase any) throws SQLException, IOException {
        sample = new SurvivalSample(any);
        database = sample.database();
        table = sample.table();
    }

    @AfterEach
    void dropSample() throws SQLException {
        sample.close();
    }

    @Test
    void aMoveChangesTheTablespaceAndNothingElse() throws SQLException {
        List<String> before = LeafDump.of(database, LEAF);
        long rows = table.rows();

        table.move("6 months", "4 months", "warm");

        assertOnlyDifference(before, line -> line.replace("tablespace -", "tablespace warm"));
        assertThat(table.rows()).isEqualTo(rows);
    }

    @Test
    void aMoveToOtherStorageLeavesEveryIndexInItsTablespace() throws SQLException {
        database.execute("ALTER TABLE " + LEAF + " SET TABLESPACE warm", "ALTER INDEX survival.leaf_brin SET TABLESPACE cold");
        List<String> before = LeafDump.of(database, LEAF);

        table.call("move_partitions", "p_upper_bound", "4 months", "p_ddl_with_param", "WITH (fillfactor = 71)");

        assertOnlyDifference(before, line -> line.replaceFirst("^table option: fillfactor=70$", "table option: fillfactor=71"));
    }

    @Test
    void aMoveAndAMoveBackIsLikeNothing() throws SQLException, IOException {
        assumeThat(RealDump.version()).as("pg_dump is of the server's version, or newer").isGreaterThanOrEqualTo(sample.version());
        String before = RealDump.of(database, LEAF);

        table.move("6 months", "4 months", "warm");
        table.move("6 months", "4 months", "pg_default");

        assertThat(RealDump.of(database, LEAF)).isEqualTo(before);
    }

    @Test
    void aMoveOfAnUnloggedPartitionLeavesItUnlogged() throws SQLException {
        // An unlogged table cannot be published.
        database.execute("DROP PUBLICATION survival_leaf; DROP PUBLICATION IF EXISTS survival_some",
                "ALTER TABLE " + LEAF + " SET UNLOGGED");
        List<String> before = LeafDump.of(database, LEAF);

        table.move("6 months", "4 months", "cold");

        assertThat(before).anyMatch(line -> line.contains("persistence u"));
        assertOnlyDifference(before, line -> line.replace("tablespace -", "tablespace cold"));
    }

    @Test
    void allKindsOfReplicaIdentitySurvive() throws SQLException {
        for (String identity : List.of("NOTHING", "FULL", "DEFAULT")) {
            database.execute("DROP PUBLICATION IF EXISTS survival_some", "ALTER TABLE " + LEAF + " REPLICA IDENTITY " + identity);
            List<String> before = LeafDump.of(database, LEAF);

            table.call("move_partitions", "p_upper_bound", "4 months", "p_ddl_with_param", "WITH (fillfactor = 7" + identity.length() + ")");

            assertThat(LeafDump.difference(withoutFillfactor(before), withoutFillfactor(LeafDump.of(database, LEAF)))).isEmpty();
        }
    }

    /** A partition that has nothing of its own has little in common with it: MergePropertiesIT has it one by one. */
    @Test
    void aMergeWithAPlainPartitionIsRefused() throws SQLException {
        addFebruary();
        List<String> before = LeafDump.of(database, LEAF);

        SqlErrors.raised("PP027", () -> table.merge("3 months", "12 months", "2 months"));

        assertThat(table.partitions()).containsExactly("orders_2026_01", "orders_2026_02", "orders_2026_03");
        assertThat(LeafDump.of(database, LEAF)).isEqualTo(before);
    }

    @Test
    void aPartitionMergedFromItsHalvesIsLikeTheWhole() throws SQLException {
        List<String> before = LeafDump.anonymous(database, LEAF);

        database.execute("SET partition_tools.publications = 'accept'", "CALL partition_tools.repartition('survival.orders', '{survival.orders_2026_01}', '{2026-01-01,2026-01-11,2026-02-01}', '{a,b}')",
                "CALL partition_tools.repartition('survival.orders', '{survival.a,survival.b}', '{2026-01-01,2026-02-01}', '{orders_2026_01}')");

        assertThat(LeafDump.difference(before, LeafDump.anonymous(database, LEAF))).isEmpty();
    }

    @Test
    void aDrainGivesThePropertiesOfTheDefaultPartition() throws SQLException {
        makeLeafTheDefault();
        List<String> before = LeafDump.anonymous(database, LEAF);
        List<String> withNames = LeafDump.of(database, LEAF);

        table.create("1 week", "6 months", "4 months");

        assertThat(table.partitions()).contains("orders_2026_w01", "orders_2026_w04", "orders_2026_01");
        assertThat(LeafDump.difference(before, LeafDump.anonymous(database, "survival.orders_2026_w02"))).isEmpty();
        assertThat(LeafDump.difference(withNames, LeafDump.of(database, LEAF))).isEmpty();
    }

    @Test
    void aSplitGivesThePropertiesOfTheSource() throws SQLException {
        List<String> before = LeafDump.anonymous(database, LEAF);

        // 28 December to 8 February is a grid of six weeks that the month straddles.
        database.execute("ALTER TABLE survival.orders DETACH PARTITION " + LEAF,
                "ALTER TABLE survival.orders ATTACH PARTITION " + LEAF + " FOR VALUES FROM ('2025-12-29') TO ('2026-02-09')");
        table.merge("7 days", "6 months", "4 months");

        assertThat(table.partitions()).containsExactly(
                "orders_2026_w01", "orders_2026_w02", "orders_2026_w03", "orders_2026_w04", "orders_2026_w05", "orders_2026_w06");
        assertThat(LeafDump.difference(before, LeafDump.anonymous(database, "survival.orders_2026_w03"))).isEmpty();
    }

    @Test
    void newIndexesAreNamedAsPostgresqlWouldNameThem() throws SQLException {
        database.execute("CREATE TABLE survival.orders_2026_07 PARTITION OF survival.orders FOR VALUES FROM ('2026-07-01') TO ('2026-08-01')");

        table.create("1 month", "-1 month", "-2 months");

        assertThat(table.partitions()).containsExactly("orders_2026_01", "orders_2026_07", "orders_2026_08");
        assertThat(names("orders_2026_08")).containsExactlyElementsOf(
                names("orders_2026_07").stream().map(name -> name.replace("2026_07", "2026_08")).toList());
    }

    @Test
    void longNamesOfIndexesFitAndStayApart() throws SQLException {
        String start = "a".repeat(50);
        database.execute("CREATE TABLE survival." + start + " (day date, " + start + "1 int, " + start + "2 int) PARTITION BY RANGE (day)",
                "CREATE INDEX ON survival." + start + " (" + start + "1, " + start + "2)",
                "CREATE INDEX ON survival." + start + " (" + start + "2, " + start + "1)");
        Partitioned other = new Partitioned(database, "survival." + start);

        other.create("1 month", "1 day", "-3 months");

        assertThat(names(other.partitions().get(0))).hasSize(2).allMatch(name -> name.length() <= 63 && name.startsWith("aaaa"));
    }

    private void assertOnlyDifference(List<String> before, UnaryOperator<String> change) throws SQLException {
        assertThat(LeafDump.difference(LeafDump.changed(before, change), LeafDump.of(database, LEAF))).isEmpty();
    }

    /** Names of its indexes and constraints, but for indexes on expressions: those have names of their own kind. */
    private List<String> names(String leaf) throws SQLException {
        return database.queryForStrings("""
                SELECT c.relname FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid WHERE x.indrelid = ?::text::regclass AND x.indexprs IS NULL
                UNION SELECT k.conname FROM pg_constraint k WHERE k.conrelid = ?::text::regclass AND k.contype <> 'n' ORDER BY 1""",
                "survival." + leaf, "survival." + leaf);
    }

    private void addFebruary() throws SQLException {
        database.execute("CREATE TABLE survival.orders_2026_02 PARTITION OF survival.orders FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
                "CREATE TABLE survival.orders_2026_03 PARTITION OF survival.orders FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')",
                "INSERT INTO survival.orders (day, customer, region, part, amount, note, tag) VALUES ('2026-02-02', 1, 1, 2, 1, 'february', 'other')");
    }

    private void makeLeafTheDefault() throws SQLException {
        database.execute("ALTER TABLE survival.orders DETACH PARTITION " + LEAF,
                "ALTER TABLE survival.orders ATTACH PARTITION " + LEAF + " DEFAULT");
    }

    private static List<String> withoutFillfactor(List<String> dump) {
        return dump.stream().filter(line -> !line.startsWith("table option: fillfactor")).toList();
    }
}
